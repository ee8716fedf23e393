"""Makes small ledgers, good and broken, byte for byte the same every time. Used by make_golden.py and the tests.

This is an encoder of its own: it shares nothing with verify_ledger.py, so that the two can disagree.
"""

import hashlib
import json
import os
import re
import sqlite3

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

    def __init__(self, fields, spell=None, behind=None):
        f = self.fields = fields
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
            message = b"diptych.signature.v1\n" + bytes.fromhex(LEDGER_ID) + bytes.fromhex(f["event_hash"])
            f["signature"] = base64url(ed25519_sign(SIGNING_SEED, message))
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
        self.head = ledger_id

    def batch(self, *events):
        """Seals a batch; each event is a dict of what differs from an ordinary one."""
        first = len(self.lines) + 1
        last = first + len(events) - 1
        for event in events:
            self.add(**dict({"batch": first, "batch_end": last}, **event))
        return self

    def add(self, spell=None, behind=None, **given):
        seq = given.get("seq", (self.lines[-1].fields["seq"] if self.lines else 0) + 1)
        fields = {
            "seq": seq, "batch": seq, "batch_end": seq, "id": "%s%026d" % (self.prefix, seq), "schema_version": 1,
            "observed_at": "2026-11-23T10:00:%02d.000000Z" % (seq % 60), "recorded_at": "2026-11-23T10:00:%02d.000250Z" % (seq % 60),
            "source_type": "tool", "source_name": None, "event_type": "com.example.counted.v1", "trace_id": None,
            "session_id": None, "domain_tags": [], "bound": False, "key_id": None, "signature": None,
            "payload": b'{"n":%d}' % seq, "prev_event_hash": self.head,
        }
        fields.update(given)
        line = Line(fields, spell, behind)
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


def write_expected(folder, exit_code, verdict, log, kinds, why):
    expected = {"exit": exit_code, "verdict": verdict, "log": log, "kinds": kinds, "why": why}
    with open(os.path.join(folder, "expected.json"), "w", encoding="utf-8", newline="\n") as file:
        file.write(json.dumps(expected, ensure_ascii=False, indent=2) + "\n")


# ---- Ed25519 (RFC 8032), just enough to sign: slow and plain, for fixed test data only -------------------------------

SIGNING_SEED = bytes.fromhex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60")  # RFC 8032, 7.1, test 1
_P = 2**255 - 19
_L = 2**252 + 27742317777372353535851937790883648493
_D = -121665 * pow(121666, _P - 2, _P) % _P
_BX = 15112221349535400772501151409588531511454012693041857206046113283949847762202
_BY = 46316835694926478169428394003475163141307993866256225615783033603165251855960


def ed25519_sign(seed, message):
    digest = hashlib.sha512(seed).digest()
    secret = int.from_bytes(digest[:32], "little") & ((1 << 254) - 8) | (1 << 254)
    public = _point_bytes(_times(secret))
    nonce = int.from_bytes(hashlib.sha512(digest[32:] + message).digest(), "little") % _L
    commitment = _point_bytes(_times(nonce))
    challenge = int.from_bytes(hashlib.sha512(commitment + public + message).digest(), "little") % _L
    return commitment + ((nonce + challenge * secret) % _L).to_bytes(32, "little")


def _add(a, b):
    (x1, y1), (x2, y2) = a, b
    product = _D * x1 * x2 * y1 * y2 % _P
    x = (x1 * y2 + x2 * y1) * pow(1 + product, _P - 2, _P) % _P
    y = (y1 * y2 + x1 * x2) * pow(1 - product, _P - 2, _P) % _P
    return x, y


def _times(factor):
    result, point = (0, 1), (_BX, _BY)
    while factor:
        if factor & 1:
            result = _add(result, point)
        point = _add(point, point)
        factor >>= 1
    return result


def _point_bytes(point):
    return (point[1] | (point[0] & 1) << 255).to_bytes(32, "little")


def base64url(data):
    import base64
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()
