-- The store of a Diptych ledger, schema 2.
--
-- One statement per block; blocks are parted by a line that holds nothing but two hyphens. Text is UTF-8. Whoever opens
-- a store compares what it holds with these statements, letter by letter.
--
-- diptych_events: one column per key of a line of the log, a key that is absent is NULL; times and the payload are the
-- text of the line, hashes the bytes that the line spells in hexadecimal. void says that an event of a caller's
-- transaction did not happen, and is known when the row is inserted. Rows never change. attestation says what was known
-- of the signature when the row was inserted; the column was added last, and its place in the text is where adding it to a
-- table of schema 1 leaves it. Its check names each word by itself: IN over a list makes a table of it for each row.
CREATE TABLE diptych_events (
  seq INTEGER PRIMARY KEY,
  batch INTEGER NOT NULL,
  batch_end INTEGER NOT NULL,
  id TEXT NOT NULL UNIQUE,
  schema_version INTEGER NOT NULL,
  observed_at TEXT NOT NULL,
  recorded_at TEXT NOT NULL,
  source_type TEXT NOT NULL,
  source_name TEXT,
  event_type TEXT NOT NULL,
  trace_id TEXT,
  session_id TEXT,
  domain_tags TEXT NOT NULL,
  bound INTEGER,
  key_id TEXT,
  payload_hash BLOB NOT NULL,
  prev_event_hash BLOB NOT NULL,
  event_hash BLOB NOT NULL,
  signature TEXT,
  payload TEXT,
  void INTEGER NOT NULL DEFAULT 0
, attestation TEXT NOT NULL DEFAULT 'unsigned' CHECK (attestation = 'unsigned' OR attestation = 'verified' OR attestation = 'legacy_unattested')) STRICT
--
-- The tags of each event, from position 0: domain_tags taken apart, for questions by tag. Void events have theirs too.
CREATE TABLE diptych_event_tags (
  seq INTEGER NOT NULL,
  pos INTEGER NOT NULL,
  tag TEXT NOT NULL,
  PRIMARY KEY (seq, pos)
) STRICT, WITHOUT ROWID
--
-- Who this store is, and how far it has followed the log. One row, always.
CREATE TABLE diptych_mirror (
  one INTEGER PRIMARY KEY CHECK (one = 1),
  ledger_id BLOB,
  store_id TEXT NOT NULL,
  format INTEGER NOT NULL,
  store_schema INTEGER NOT NULL,
  epoch INTEGER NOT NULL,
  position TEXT,
  position_seq INTEGER,
  pinned TEXT,
  unlocked INTEGER NOT NULL DEFAULT 0 CHECK (unlocked IN (0, 1))
) STRICT
--
-- What happened: events that are not void.
CREATE VIEW diptych_happened AS SELECT * FROM diptych_events WHERE void = 0
--
CREATE INDEX diptych_events_by_type ON diptych_events (event_type)
--
CREATE INDEX diptych_events_by_trace ON diptych_events (trace_id) WHERE trace_id IS NOT NULL
--
CREATE INDEX diptych_events_by_session ON diptych_events (session_id) WHERE session_id IS NOT NULL
--
CREATE INDEX diptych_event_tags_by_tag ON diptych_event_tags (tag, seq)
--
-- INSERT OR REPLACE deletes the row in its way without firing any trigger on DELETE: so it is met here, before.
CREATE TRIGGER diptych_events_insert BEFORE INSERT ON diptych_events
WHEN NEW.seq < 1
  OR EXISTS (SELECT 1 FROM diptych_events WHERE seq = NEW.seq)
  OR EXISTS (SELECT 1 FROM diptych_events WHERE id = NEW.id)
BEGIN
  SELECT RAISE(ABORT, 'diptych: sequence or id is taken');
END
--
CREATE TRIGGER diptych_events_update BEFORE UPDATE ON diptych_events
WHEN coalesce((SELECT unlocked FROM diptych_mirror), 0) <> 1
BEGIN
  SELECT RAISE(ABORT, 'diptych: rows never change');
END
--
CREATE TRIGGER diptych_events_delete BEFORE DELETE ON diptych_events
WHEN coalesce((SELECT unlocked FROM diptych_mirror), 0) <> 1
BEGIN
  SELECT RAISE(ABORT, 'diptych: rows never go');
END
--
-- Tags follow the row that they were taken from: where a hand unlocks the rows and changes one, so do its tags.
CREATE TRIGGER diptych_events_delete_tags AFTER DELETE ON diptych_events
BEGIN
  DELETE FROM diptych_event_tags WHERE seq = OLD.seq;
END
--
CREATE TRIGGER diptych_events_update_tags AFTER UPDATE OF seq, domain_tags ON diptych_events
BEGIN
  DELETE FROM diptych_event_tags WHERE seq = OLD.seq;
  INSERT INTO diptych_event_tags (seq, pos, tag)
    SELECT NEW.seq, key, value
    FROM json_each(CASE WHEN json_valid(NEW.domain_tags)
      THEN CASE json_type(NEW.domain_tags) WHEN 'array' THEN NEW.domain_tags ELSE '[]' END ELSE '[]' END)
    WHERE type = 'text';
END
--
CREATE TRIGGER diptych_event_tags_insert BEFORE INSERT ON diptych_event_tags
WHEN EXISTS (SELECT 1 FROM diptych_event_tags WHERE seq = NEW.seq AND pos = NEW.pos)
BEGIN
  SELECT RAISE(ABORT, 'diptych: the place of a tag is taken');
END
--
CREATE TRIGGER diptych_event_tags_update BEFORE UPDATE ON diptych_event_tags
WHEN coalesce((SELECT unlocked FROM diptych_mirror), 0) <> 1
BEGIN
  SELECT RAISE(ABORT, 'diptych: tags never change');
END
--
CREATE TRIGGER diptych_event_tags_delete BEFORE DELETE ON diptych_event_tags
WHEN coalesce((SELECT unlocked FROM diptych_mirror), 0) <> 1
BEGIN
  SELECT RAISE(ABORT, 'diptych: tags never go');
END
--
CREATE TRIGGER diptych_mirror_delete BEFORE DELETE ON diptych_mirror
BEGIN
  SELECT RAISE(ABORT, 'diptych: the store keeps its identity');
END
