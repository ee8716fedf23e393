"""Makes small ledgers, good and broken, byte for byte the same every time. Used by make_golden.py and the tests.

This is an encoder of its own: it shares nothing with verify_ledger.py, so that the two can disagree.
"""

import base64
import hashlib
import json
import os
import re
import sqlite3

import ed25519

LEDGER_ID = bytes(range(32)).hex()
STORE_ID = "000102030405060708090a0b0c0d0e0f"
SEGMENT_1 = "00000000000000000001.jsonl"

# The statements of store schema 1 are kept in one place: with the adapter that makes stores.
SCHEMA_FILE = os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "adapters-sqlite", "src", "main", "resources",
                           "dev", "diptych", "adapters", "sqlite", "schema-1.sql")

ROW_COLUMNS = ("seq", "batch", "batch_end", "id", "schema_version", "observed_at", "recorded_at", "source_type", "source_name",
               "event_type", "trace_id", "session_id", "domain_tags", "bound", "key_id", "payload_hash", "prev_event_hash",
               "event_hash", "signature", "payload", "void")


def sha256(label, data):
    return hashlib.sha256(label + b"\n" + data).hexdigest()


def quoted(text):
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def segment_name(seq):
    return "%020d.jsonl" % seq


class Line:
    """One sealed event: its fields, its row and its bytes. `spell` may change the envelope before it is hashed."""

    def __init__(self, fields, spell=None, behind=None, seed=None, ledger_id=LEDGER_ID):
        f = self.fields = fields
        if seed:
            f["key_id"] = fingerprint(seed)
        payload = f["payload"]
        f["payload_hash"] = f.get("payload_hash") or sha256(b"diptych.payload.v1", payload)
        tags = "[" + ",".join(quoted(tag) for tag in f["domain_tags"]) + "]"
        parts = ['{"seq":%d,"batch":%d,"batch_end":%d' % (f["seq"], f["batch"], f["batch_end"]),
                 '"id":"%s"' % f["id"], '"schema_version":%d' % f["schema_version"],
                 '"observed_at":"%s"' % f["observed_at"], '"recorded_at":"%s"' % f["recorded_at"],
                 '"source":{"type":"%s"%s}' % (f["source_type"], ',"name":' + quoted(f["source_name"]) if f["source_name"] else ""),
                 '"event_type":"%s"' % f["event_type"]]
        parts += ['"%s":%s' % (key, quoted(f[key])) for key in ("trace_id", "session_id") if f[key]]
        parts.append('"domain_tags":' + tags)
        parts += ['"bound":true'] if f["bound"] else []
        parts += ['"key_id":' + quoted(f["key_id"])] if f["key_id"] else []
        parts += ['"payload_hash":"%s"' % f["payload_hash"], '"prev_event_hash":"%s"' % f["prev_event_hash"]]
        envelope = ",".join(parts).encode()
        if spell:
            changed = spell(envelope)
            assert changed != envelope, "nothing was changed in %r" % envelope
            envelope = changed
        f["event_hash"] = sha256(b"diptych.event.v1", envelope)
        if f["key_id"] and not f["signature"]:
            message = b"diptych.signature.v1\n" + bytes.fromhex(ledger_id) + bytes.fromhex(f["event_hash"])
            f["signature"] = base64url(ed25519.sign(seed or SIGNING_SEED, message))
        rest = b',"event_hash":"' + f["event_hash"].encode() + b'"'
        if f["signature"]:
            rest += b',"signature":"' + f["signature"].encode() + b'"'
        self.bytes = envelope + rest + b',"payload":' + payload + b"}\n"
        if behind:
            self.bytes = behind(self.bytes)
        self.row = tuple(
            bytes.fromhex(f[name]) if name.endswith("_hash") else tags if name == "domain_tags" else
            (1 if f["bound"] else None) if name == "bound" else
            payload.decode("utf-8", "surrogateescape") if name == "payload" else f.get(name, 0 if name == "void" else None)
            for name in ROW_COLUMNS)


class Chain:
    """Seals events one after the other, as a writer would, or not quite."""

    def __init__(self, ledger_id=LEDGER_ID, prefix="evt_"):
        self.lines = []
        self.prefix = prefix
        self.head = self.ledger_id = ledger_id

    def batch(self, *events):
        """Seals a batch; each event is a dict of what differs from an ordinary one."""
        first = len(self.lines) + 1
        last = first + len(events) - 1
        for event in events:
            self.add(**dict({"batch": first, "batch_end": last}, **event))
        return self

    def signed(self, seed, count=1):
        """Seals so many ordinary events signed by the key of a seed, each a batch of its own."""
        for _ in range(count):
            self.batch(dict(seed=seed))
        return self

    def add(self, spell=None, behind=None, seed=None, **given):
        seq = given.get("seq", (self.lines[-1].fields["seq"] if self.lines else 0) + 1)
        fields = {
            "seq": seq, "batch": seq, "batch_end": seq, "id": "%s%026d" % (self.prefix, seq), "schema_version": 1,
            "observed_at": "2026-11-23T10:00:%02d.000000Z" % (seq % 60), "recorded_at": "2026-11-23T10:00:%02d.000250Z" % (seq % 60),
            "source_type": "tool", "source_name": None, "event_type": "com.example.counted.v1", "trace_id": None,
            "session_id": None, "domain_tags": [], "bound": False, "key_id": None, "signature": None,
            "payload": b'{"n":%d}' % seq, "prev_event_hash": self.head,
        }
        fields.update(given)
        line = Line(fields, spell, behind, seed, self.ledger_id)
        self.head = fields["event_hash"]
        self.lines.append(line)
        return self

    def plain(self, count):
        """Seals so many ordinary events, each a batch of its own."""
        for _ in range(count):
            self.batch({})
        return self

    @property
    def rows(self):
        return [line.row for line in self.lines]

    def log(self, *starts):
        """The segments: one, or one from each of these sequences on."""
        starts = starts or (1,)
        return {segment_name(start): self.text(start, end) for start, end in zip(starts, starts[1:] + (None,))}

    def text(self, start=1, end=None):
        return b"".join(line.bytes for line in self.lines[start - 1:end and end - 1])


def changed(row, **values):
    """The row with other values in some columns."""
    return tuple(values.get(name, value) for name, value in zip(ROW_COLUMNS, row))


def write_store(path, rows, ledger_id="of the first row", position=None, store_schema=1, format_version=1):
    """Writes a whole store of schema 1 in WAL mode, cleanly closed."""
    if ledger_id == "of the first row":
        ledger_id = LEDGER_ID if rows else None
    connection = sqlite3.connect(path, isolation_level=None)
    connection.executescript("PRAGMA synchronous = OFF; PRAGMA page_size = 512; PRAGMA encoding = 'UTF-8'; PRAGMA journal_mode = WAL;")
    connection.execute("PRAGMA application_id = %d" % 0x44495054)
    connection.execute("PRAGMA user_version = %d" % store_schema)
    connection.execute("BEGIN")
    for statement in schema_statements():
        connection.execute(statement)
    connection.execute(
        "INSERT INTO diptych_mirror (one, ledger_id, store_id, format, store_schema, epoch, position, position_seq, pinned, unlocked)"
        " VALUES (1, ?, ?, ?, ?, 1, ?, ?, NULL, 0)",
        (bytes.fromhex(ledger_id) if ledger_id else None, STORE_ID, format_version, store_schema,
         position[0] if position else None, position[1] if position else 0))
    connection.executemany("INSERT INTO diptych_events (%s) VALUES (%s)" % (
        ", ".join(ROW_COLUMNS), ", ".join("?" * len(ROW_COLUMNS))), rows)
    connection.execute("COMMIT")
    connection.close()


def schema_statements():
    """The statements of the schema, each from its CREATE at the beginning of a line, without comments."""
    with open(SCHEMA_FILE, encoding="utf-8") as file:
        script = re.sub(r"^--.*\n", "", file.read(), flags=re.M)
    return [statement.strip() for statement in re.split(r"^(?=CREATE )", script, flags=re.M) if statement.strip()]


def write_ledger(folder, log=None, rows=None, writer=None, **store):
    """Writes log (name to bytes; None: no log directory), store (None: no store) and writer file."""
    os.makedirs(folder)
    if log is not None:
        os.mkdir(os.path.join(folder, "log"))
        for name, data in log.items():
            with open(os.path.join(folder, "log", name), "wb") as file:
                file.write(data)
    if rows is not None:
        if "position" not in store and rows and log:
            store["position"] = position_of(log, rows[-1][0])
        write_store(os.path.join(folder, "store.db"), rows, **store)
    if writer is not None:
        with open(os.path.join(folder, "writer"), "w", encoding="ascii", newline="\n") as file:
            file.write(writer)


def position_of(log, seq):
    """Where the line of a sequence ends, if it is there."""
    for name in sorted(log):
        offset = 0
        for line in log[name].splitlines(keepends=True):
            offset += len(line)
            if line.startswith(b'{"seq":%d,' % seq):
                return ("%s:%d" % (name, offset), seq)
    return None


def write_expected(folder, exit_code, verdict, log, kinds, why, **more):
    expected = dict({"exit": exit_code, "verdict": verdict, "log": log, "kinds": kinds, "why": why}, **more)
    with open(os.path.join(folder, "expected.json"), "w", encoding="utf-8", newline="\n") as file:
        file.write(json.dumps(expected, ensure_ascii=False, indent=2) + "\n")


# ---- keys, signatures, checkpoints -----------------------------------------------------------------------------------

SIGNING_SEED = bytes.fromhex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60")  # RFC 8032, 7.1, test 1


def base64url(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def key_blob(seed):
    """The public key of a seed as OpenSSH encodes it (RFC 8709)."""
    parts = b"ssh-ed25519", ed25519.public_key(seed)
    return b"".join(len(part).to_bytes(4, "big") + part for part in parts)


def fingerprint(seed):
    return "SHA256:" + base64.b64encode(hashlib.sha256(key_blob(seed)).digest()).decode().rstrip("=")


def open_ssh(seed):
    """What follows `ssh-ed25519` in OpenSSH's files."""
    return base64.b64encode(key_blob(seed)).decode()


def trust(seed, options="", principal="somebody@example.com"):
    """A line of an allowed_signers file."""
    return "%s %sssh-ed25519 %s\n" % (principal, options + " " if options else "", open_ssh(seed))


def merkle_root(hashes):
    """MTH of RFC 6962, section 2.1, as it is defined there: by halves."""
    if not hashes:
        return hashlib.sha256().digest()
    if len(hashes) == 1:
        return hashlib.sha256(b"\x00" + hashes[0]).digest()
    split = 1
    while split * 2 < len(hashes):
        split *= 2
    return hashlib.sha256(b"\x01" + merkle_root(hashes[:split]) + merkle_root(hashes[split:])).digest()


def checkpoint(chain, size, *seeds, origin=None, extensions=(), root=None):
    """A signed note over the first events of a chain, signed with the keys of all seeds."""
    origin = "diptych/ledger/" + chain.ledger_id if origin is None else origin
    root = root or merkle_root([bytes.fromhex(line.fields["event_hash"]) for line in chain.lines[:size]])
    lines = [origin, str(size), base64.b64encode(root).decode(), *extensions]
    text = "".join(line + "\n" for line in lines)
    return text + "\n" + "".join(note_signature(origin, seed, text) for seed in seeds)


def note_signature(name, seed, text):
    key_hash = hashlib.sha256(name.encode() + b"\n\x01" + ed25519.public_key(seed)).digest()[:4]
    return "\u2014 %s %s\n" % (name, base64.b64encode(key_hash + ed25519.sign(seed, text.encode())).decode())
