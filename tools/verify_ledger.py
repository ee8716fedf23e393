#!/usr/bin/env python3
"""Independent verifier of a Diptych ledger.

Written from docs/format.md alone, with the Python standard library only, so that whoever doubts Diptych can check a
ledger without it. It reads both copies completely, in constant memory, and writes nothing beside them. Only for checkpoints
it needs ledger_trust.py beside it, and the command openssl; audit_ledger.py is the same for the log's signatures.

    verify_ledger.py DIR [--against FILE]... [--allowed-signers FILE] [--json]
    verify_ledger.py --log DIR --store FILE ...

Exit codes: 0 in parity and intact, 2 wrong usage, 3 a finding, 4 unknown version, 6 log damaged or forked,
7 nothing to verify or not readable, 70 internal error, 128 + n ended by signal n.

How it works. LogWalk reads the segments once and judges each line alone, then its link, then its batch. Parity follows
it with a cursor over the rows and lets equal pairs go; what is left on either side goes to a temporary database and is
joined at the end: by sequence and bytes, then by id, then by place. So the answer does not depend on the order of
reading, and memory does not depend on the number of findings.
"""

import argparse
import calendar
import collections
import hashlib
import json
import os
import re
import shutil
import signal
import sqlite3
import stat
import sys
import tempfile
import urllib.parse

LINE_BYTES_MAX = 1_000_000
BATCH_BYTES_MAX = 8_388_608
NUMBER_MAX = 2**53 - 1
TAGS_MAX = 32
NESTING_MAX = 128
NUMBER_CHARACTERS_MAX = 1_000
FINDINGS_LISTED_MAX = 1_000
FORMAT = 1
STORE_SCHEMA = 2  # the newest one; the rows of schema 1 are read in the same way
ROWS_PER_SNAPSHOT = 5_000

SEGMENT_NAME = re.compile(r"[0-9]{20}\.jsonl", re.ASCII)
BROKEN_GLASS = b"diptych.policy.broken_glass.v1"
OUTCOME_PREFIX = b"diptych.transaction."
OUTCOMES = {b"diptych.transaction.committed.v1": False, b"diptych.transaction.aborted.v1": True}  # whether its rows are void
KNOWN_OWN_TYPES = (BROKEN_GLASS, b"diptych.format.v1", b"diptych.key.rotated.v1", b"diptych.key.revoked.v1", b"diptych.key.signatures.v1",
                   b"diptych.schema.cutover.v1", b"diptych.store.cutover.v1", *OUTCOMES)
LOG_DAMAGE = ("undecodable", "event_hash", "payload_hash", "gap", "link", "batch", "segment_name", "duplicate_id", "transaction")
RUN_EVENTS_MAX = 1_024
RUN_BYTES_MAX = 8 * 1024 * 1024


# A message of SQLite that quotes broken bytes of the file cannot be decoded by Python's module.
SQLITE_FAULTS = (sqlite3.Error, UnicodeDecodeError)


class CannotVerify(Exception):
    """There is nothing to verify, or it cannot be read: a message instead of a report."""


# ---- one line ------------------------------------------------------------------------------------------------------

_N = rb"([1-9][0-9]{0,15})"
_TIME = rb'"([0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{6}Z)"'
_TEXT_INSIDE = rb'(?!")[^"\\\x00-\x1f\x7f]*(?:\\["\\][^"\\\x00-\x1f\x7f]*)*'
_TEXT = rb'"(' + _TEXT_INSIDE + rb')"'
_TEXT_ONLY = rb'"' + _TEXT_INSIDE + rb'"'
_HEX = rb'"([0-9a-f]{64})"'

READABLE_BEGINNING = re.compile(rb'\{"seq":' + _N + rb',"batch":' + _N + rb",")
FIRST_PART = re.compile(
    rb'\{"seq":' + _N + rb',"batch":' + _N + rb',"batch_end":' + _N
    + rb',"id":"([A-Za-z0-9._:-]{1,128})","schema_version":' + _N + rb"(?![0-9])"
)
LINE = re.compile(
    rb'\{"seq":' + _N + rb',"batch":' + _N + rb',"batch_end":' + _N
    + rb',"id":"([A-Za-z0-9._:-]{1,128})","schema_version":(1)'
    + rb',"observed_at":' + _TIME + rb',"recorded_at":' + _TIME
    + rb',"source":\{"type":"([a-z][a-z0-9_]{0,63})"(?:,"name":' + _TEXT + rb")?\}"
    + rb',"event_type":"([a-z0-9_]+(?:\.[a-z0-9_]+)*\.v[1-9][0-9]*)"'
    + rb'(?:,"trace_id":' + _TEXT + rb')?(?:,"session_id":' + _TEXT + rb")?"
    + rb',"domain_tags":(\[(?:' + _TEXT_ONLY + rb"(?:," + _TEXT_ONLY + rb")*)?\])"
    + rb'(?:,"bound":(true))?(?:,"key_id":"([A-Za-z0-9._:+/=-]{1,128})")?'
    + rb',"payload_hash":' + _HEX + rb',"prev_event_hash":' + _HEX + rb',"event_hash":' + _HEX
    + rb'(?:,"signature":"([A-Za-z0-9_-]{85}[AQgw])")?,"payload":'
)
TAG = re.compile(_TEXT)
TIME_NUMBERS = re.compile(rb"([0-9]{4})-([0-9]{2})-([0-9]{2})T([0-9]{2}):([0-9]{2}):([0-9]{2})")

# The groups of LINE in their order; also the columns of a row, but for the two that differ in kind.
FIELDS = ("seq", "batch", "batch_end", "id", "schema_version", "observed_at", "recorded_at", "source_type", "source_name",
          "event_type", "trace_id", "session_id", "domain_tags", "bound", "key_id", "payload_hash", "prev_event_hash",
          "event_hash", "signature", "payload")
NUMBERS = ("seq", "batch", "batch_end", "schema_version")
ENVELOPE_TEXTS = ("source_name", "trace_id", "session_id")
HASHES = ("payload_hash", "prev_event_hash", "event_hash")
OPTIONAL = ("source_name", "trace_id", "session_id", "bound", "key_id", "signature")


class Judged:
    """One line judged alone: its finding, if any, and what of it could be read."""

    __slots__ = ("finding", "expected", "found", "seq", "batch", "batch_end", "id", "version", "values", "why")

    def __init__(self):
        self.finding = None
        self.expected = None
        self.found = None
        self.seq = None
        self.batch = None
        self.batch_end = None
        self.id = None
        self.version = None
        self.values = None
        self.why = None

    def fail(self, finding, why, expected=None, found=None):
        self.finding, self.why, self.expected, self.found = finding, why, expected, found
        return self

    @property
    def placed(self):
        return self.finding is None or self.finding == "payload_hash"

    @property
    def decodable(self):
        return self.finding in (None, "payload_hash", "event_hash")

    @property
    def event_hash(self):
        return self.values["event_hash"] if self.values else None


def judge_line(line, announced=(), overlong=False):
    """Judges one line, given with its LF, by section 11.3: the first thing that is wrong with it is its finding."""
    judged = Judged()
    beginning = READABLE_BEGINNING.match(line)
    if beginning and int(beginning[1]) <= NUMBER_MAX and int(beginning[2]) <= NUMBER_MAX:
        judged.seq, judged.batch = int(beginning[1]), int(beginning[2])
    if overlong or len(line) > LINE_BYTES_MAX:
        return judged.fail("undecodable", "is longer than %d bytes" % LINE_BYTES_MAX)
    if not line.endswith(b"\n"):
        return judged.fail("undecodable", "does not end with LF")
    first = FIRST_PART.match(line)
    if not first or any(int(first[i]) > NUMBER_MAX for i in (1, 2, 3, 5)):
        return judged.fail("undecodable", "does not begin as a line does")
    judged.batch_end, judged.id, judged.version = int(first[3]), first[4].decode(), int(first[5])
    if judged.version != FORMAT:
        if judged.version in announced:
            return judged.fail("unknown_version", "has an announced version", FORMAT, judged.version)
        return judged.fail("undecodable", "has a version that nothing announced", FORMAT, judged.version)
    matched = LINE.match(line)
    if not matched or not line.endswith(b"}\n") or matched.end() >= len(line) - 2:
        return judged.fail("undecodable", "is not a line of this format")
    values = dict(zip(FIELDS, matched.groups()))
    values["payload"] = line[matched.end():-2]
    fault = envelope_fault(values)
    if fault:
        return judged.fail("undecodable", fault)
    envelope, whole = encode_line(values)
    if whole != line:
        return judged.fail("undecodable", "is not written as the format writes it")
    judged.values = values
    computed = hashlib.sha256(b"diptych.event.v1\n" + envelope).hexdigest().encode()
    if computed != values["event_hash"]:
        return judged.fail("event_hash", "envelope changed", values["event_hash"].decode(), computed.decode())
    computed = hashlib.sha256(b"diptych.payload.v1\n" + values["payload"]).hexdigest().encode()
    if computed != values["payload_hash"]:
        return judged.fail("payload_hash", "payload changed", values["payload_hash"].decode(), computed.decode())
    fault = payload_fault(values["payload"])
    if fault:
        judged.values = None
        return judged.fail("undecodable", fault)
    return judged


def envelope_fault(values):
    """What the regular expression cannot say about the envelope, or None."""
    if len(values["event_type"]) > 200:
        return "has an event type of more than 200 characters"
    if (values["signature"] is None) != (values["key_id"] is None):
        return "has a signature without key id, or a key id without signature"
    for name in ("observed_at", "recorded_at"):
        if not is_time(values[name]):
            return "has an impossible time"
    for name in ENVELOPE_TEXTS:
        if values[name] is not None:
            text = unescape(values[name])
            if text is None or len(text) > 128:
                return "has a bad " + name
            values[name] = text.encode()
    tags = [unescape(tag) for tag in TAG.findall(values["domain_tags"])]
    if len(tags) > TAGS_MAX or None in tags or any(len(tag) > 64 for tag in tags) or len(set(tags)) != len(tags):
        return "has bad tags"
    return None


def unescape(raw):
    """An envelope string as text, or None if it is not UTF-8."""
    try:
        return re.sub(r'\\(["\\])', r"\1", raw.decode("utf-8"))
    except UnicodeDecodeError:
        return None


def escape(raw):
    return raw.replace(b"\\", b"\\\\").replace(b'"', b'\\"')


def is_time(raw):
    year, month, day, hour, minute, second = (int(number) for number in TIME_NUMBERS.match(raw).groups())
    if not 1 <= month <= 12 or hour > 23 or minute > 59 or second > 59:
        return False
    days = 29 if month == 2 and calendar.isleap(year) else (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)[month - 1]
    return 1 <= day <= days


def encode_line(values):
    """The envelope bytes and the whole line, from values that are raw bytes (texts unescaped, hashes in hex)."""
    parts = [b'{"seq":', values["seq"], b',"batch":', values["batch"], b',"batch_end":', values["batch_end"],
             b',"id":"', values["id"], b'","schema_version":', values["schema_version"],
             b',"observed_at":"', values["observed_at"], b'","recorded_at":"', values["recorded_at"],
             b'","source":{"type":"', values["source_type"], b'"']
    if values["source_name"] is not None:
        parts += [b',"name":"', escape(values["source_name"]), b'"']
    parts += [b'},"event_type":"', values["event_type"], b'"']
    for name in ("trace_id", "session_id"):
        if values[name] is not None:
            parts += [b',"', name.encode(), b'":"', escape(values[name]), b'"']
    parts += [b',"domain_tags":', values["domain_tags"]]
    if values["bound"] is not None:
        parts += [b',"bound":', values["bound"]]
    if values["key_id"] is not None:
        parts += [b',"key_id":"', values["key_id"], b'"']
    parts += [b',"payload_hash":"', values["payload_hash"], b'","prev_event_hash":"', values["prev_event_hash"], b'"']
    envelope = b"".join(parts)
    rest = [b',"event_hash":"', values["event_hash"], b'"']
    if values["signature"] is not None:
        rest += [b',"signature":"', values["signature"], b'"']
    rest += [b',"payload":', values["payload"], b"}\n"]
    return envelope, envelope + b"".join(rest)


# ---- the payload ---------------------------------------------------------------------------------------------------

TOKEN = re.compile(
    r'(?P<string>"[^"\\\x00-\x1f]*(?:\\(?:["\\/bfnrt]|u[0-9A-Fa-f]{4})[^"\\\x00-\x1f]*)*")'
    r"|(?P<number>-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?)"
    r"|(?P<word>true|false|null)|(?P<punctuation>[\[\]{},:])"
)


def payload_fault(raw):
    """Why these bytes are not a minified payload by section 3, or None if they are. White space matches no token."""
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError:
        return "has a payload that is not UTF-8"
    stack = []  # one entry for each open container: the set of keys of an object, None for an array
    state = "value"
    at = 0
    while at < len(text):
        token = TOKEN.match(text, at)
        if not token:
            return "has a payload that is not minified JSON, at character %d" % at
        kind, word, at = token.lastgroup, token[0], token.end()
        if kind == "number" and len(word) > NUMBER_CHARACTERS_MAX:
            return "has a payload with too long a number"
        string = None
        if kind == "string":
            string = json.loads(word) if "\\" in word else word[1:-1]
            if "\\u" in word and any("\ud800" <= c <= "\udfff" for c in string):
                return "has a payload with a lone surrogate"
        if kind == "punctuation" and word in "]}":
            if not stack or state not in ("first", "after"):
                return "has a payload that is not JSON"
            if (stack.pop() is None) != (word == "]"):
                return "has a payload that is not JSON"
            state = "after"
        elif state == "after":
            if word != "," or not stack:
                return "has a payload with something behind the value" if not stack else "has a payload that is not JSON"
            state = "value" if stack[-1] is None else "key"
        elif state == "key" or (state == "first" and stack[-1] is not None):
            if string is None:
                return "has a payload that is not JSON"
            if string in stack[-1]:
                return "has a payload with a duplicate key"
            stack[-1].add(string)
            state = "colon"
        elif state == "colon":
            if word != ":":
                return "has a payload that is not JSON"
            state = "value"
        elif kind == "punctuation":  # a value is due, or the first of an array
            if word not in "[{":
                return "has a payload that is not JSON"
            stack.append(None if word == "[" else set())
            if len(stack) > NESTING_MAX:
                return "has a payload nested too deeply"
            state = "first"
        else:
            state = "after"
    return None if state == "after" and not stack else "has a payload that ends too early"


# ---- findings ------------------------------------------------------------------------------------------------------

class Findings:
    """A bounded list with an exact count of each kind."""

    def __init__(self):
        self.listed = []
        self.kinds = {}

    def add(self, kind, **details):
        self.kinds[kind] = self.kinds.get(kind, 0) + 1
        if len(self.listed) < FINDINGS_LISTED_MAX:
            finding = {"kind": kind}
            finding.update((key, value) for key, value in details.items() if value is not None)
            self.listed.append(finding)
            return finding
        return None

    @property
    def total(self):
        return sum(self.kinds.values())


# ---- the log -------------------------------------------------------------------------------------------------------

class Place:
    """Where a line was read."""

    __slots__ = ("ordinal", "segment", "name", "offset", "line", "length", "newest")

    def __init__(self, ordinal, segment, name, offset, line, length, newest):
        self.ordinal, self.segment, self.name = ordinal, segment, name
        self.offset, self.line, self.length, self.newest = offset, line, length, newest

    def as_dict(self):
        return {"segment": self.name, "offset": self.offset, "line": self.line}


class Prefix:
    """The end of the longest prefix of whole valid batches."""

    __slots__ = ("segment", "offset", "seq", "ordinal", "events", "hash")

    def __init__(self, segment, offset, seq, ordinal, events, event_hash=None):
        self.segment, self.offset, self.seq, self.ordinal, self.events = segment, offset, seq, ordinal, events
        self.hash = event_hash


class LogWalk:
    """Reads all segments once, in order; what is wrong with them is in its findings when the walk is over."""

    def __init__(self, directory):
        self.directory = directory
        self.segments, self.foreign = list_segments(directory)
        self.consumed = [0] * len(self.segments)
        self._newest_bytes = os.path.getsize(os.path.join(directory, self.segments[-1][1])) if self.segments else 0
        self.findings = Findings()
        self.prefix = Prefix(0, 0, 0, 0, 0)
        self.broken = False
        self.events = 0
        self.ledger_id = None
        self.signed = False
        self.void_unjudged = False
        self.unknown_at = None
        self.behind_prefix_batch_max = 0
        self._announced = set()
        self._last = None  # (judged, segment index) of the last placed line
        self._others = 0  # lines since then whose sequence is not known
        self._run_reported = False
        self.ordinal = 0
        self.listed_at = []  # for each listed finding the number of its line, and a half more for what lies between lines
        self._at = 0

    def lines(self):
        """Yields (judged, place, bytes) of every line, until the end or an unknown version."""
        for index, (number, name) in enumerate(self.segments):
            newest = index == len(self.segments) - 1
            expected = self._next()
            self._at = self.ordinal + 0.5
            path = os.path.join(self.directory, name)
            empty = os.path.getsize(path) == 0
            if empty and not newest:
                self._finding("segment_name", segment=name, found="empty")
            elif number != expected:
                self._finding("segment_name", segment=name, expected="%020d.jsonl" % expected, found=name)
            for offset, line_number, length, line, overlong in read_lines(path):
                self.ordinal += 1
                self._at = self.ordinal
                place = Place(self.ordinal, index, name, offset, line_number, length, newest)
                judged = judge_line(line, self._announced, overlong)
                self._judge(judged, place)
                self.consumed[index] = offset + length
                if self.unknown_at is not None:
                    return
                yield judged, place, line
        self._at = self.ordinal + 0.5
        last = self._last
        if last and last[0].seq + self._others < last[0].batch_end:
            self._finding("batch", seq=last[0].seq, id=last[0].id, segment=last[1].name, offset=last[1].offset,
                          line=last[1].line, expected=last[0].batch_end, found=last[0].seq + self._others)

    def _next(self):
        return (self._last[0].seq if self._last else 0) + 1 + self._others

    def _finding(self, kind, **details):
        self.broken = True
        if self.findings.add(kind, **details) is not None:
            self.listed_at.append(self._at)

    def _judge(self, judged, place):
        if judged.batch is not None:
            self.behind_prefix_batch_max = max(self.behind_prefix_batch_max, judged.batch)
        if judged.finding:
            self._finding(judged.finding, seq=judged.seq, id=judged.id, expected=judged.expected, found=judged.found,
                          why=judged.why, **place.as_dict())
            if judged.finding == "unknown_version":
                self.unknown_at = judged.seq
                return
        if judged.decodable:
            self.events += 1
            self._note(judged)
        if not judged.placed:
            self._others += 1
            return
        before = self.findings.total
        gap = self._link(judged, place)
        if judged.finding is None and self._others == 0 and self.findings.total == before:
            self._announce(judged)
        self._batch(judged, place, gap)
        self._last, self._others = (judged, place), 0
        if not self.broken and judged.seq == judged.batch_end:
            self.prefix = Prefix(place.segment, place.offset + place.length, judged.seq, place.ordinal, self.events,
                                 judged.event_hash)
            self.behind_prefix_batch_max = 0

    def _note(self, judged):
        values = judged.values
        if values["signature"] is not None:
            self.signed = True
        own_type = values["event_type"] if values["event_type"].startswith(b"diptych.") else None
        unknown_outcome = own_type in OUTCOMES and judged.finding is None and read_outcome(own_type, values["payload"]) is None
        if own_type and (own_type not in KNOWN_OWN_TYPES or unknown_outcome):
            self.void_unjudged = True
        if judged.placed and judged.seq == 1 and self._last is None and self._others == 0:
            self.ledger_id = values["prev_event_hash"]

    def _announce(self, judged):
        if judged.values["event_type"] == b"diptych.format.v1":
            announced = re.fullmatch(rb'\{"version":' + _N + rb"\}", judged.values["payload"])
            if announced and int(announced[1]) <= NUMBER_MAX:
                self._announced.add(int(announced[1]))

    def _link(self, judged, place):
        expected = self._next()
        if judged.seq != expected:
            self._finding("gap", seq=judged.seq, id=judged.id, expected=expected, found=judged.seq, **place.as_dict())
            return True
        if self._last and self._others == 0:
            hash_before, said = self._last[0].event_hash, judged.values["prev_event_hash"]
            if said != hash_before:
                self._finding("link", seq=judged.seq, id=judged.id, expected=hash_before.decode(), found=said.decode(),
                              **place.as_dict())
        return False

    def _batch(self, judged, place, gap):
        pair = (judged.batch, judged.batch_end)
        pair_before = (self._last[0].batch, self._last[0].batch_end) if self._last else None
        if pair != pair_before:
            self._run_reported = False
        if not judged.batch <= judged.seq <= judged.batch_end:
            fits = False
        elif gap or pair_before is None:
            fits = True
        elif judged.seq <= pair_before[1]:
            fits = pair == pair_before and place.segment == self._last[1].segment
        else:
            fits = judged.batch > pair_before[1] and (self._others > 0 or judged.batch == judged.seq)
        if not fits and not self._run_reported:
            self._run_reported = True
            self._finding("batch", seq=judged.seq, id=judged.id, found="%d-%d" % pair,
                          expected="%d-%d" % pair_before if pair_before else None, **place.as_dict())

    def mark(self, open_run=None):
        """How far an audit that found nothing wrong vouches for the log: never into a run that has no outcome yet."""
        seq, event_hash = (open_run[0] - 1, open_run[3]) if open_run else (self.prefix.seq, self.prefix.hash)
        return "%d:%s:1" % (seq, event_hash.decode()) if seq else None

    def may_be_in_tail(self, place):
        """Whether a line may turn out to lie in a torn tail, so that nothing may be concluded from it before the end."""
        if not self.broken or not place.newest or self.prefix.segment < place.segment - 1:
            return False
        start = self.prefix.offset if self.prefix.segment == place.segment else 0
        return self._newest_bytes - start <= BATCH_BYTES_MAX

    def rest(self):
        """(segment name, offset, bytes) behind the prefix if all of it lies in the newest segment, else None."""
        newest = len(self.segments) - 1
        start = self.prefix.offset
        if self.prefix.segment == newest - 1 and start == self.consumed[newest - 1]:
            start = 0
        elif self.prefix.segment != newest:
            return None
        length = self.consumed[newest] - start
        return (self.segments[newest][1], start, length) if length > 0 else None


def list_segments(directory):
    """The segments as (number, name) in order, and the foreign names."""
    segments, foreign = [], []
    try:
        names = sorted(os.listdir(directory))
    except FileNotFoundError:
        return segments, foreign
    for name in names:
        if name.endswith(".tmp"):
            continue
        regular = stat.S_ISREG(os.lstat(os.path.join(directory, name)).st_mode)
        if SEGMENT_NAME.fullmatch(name) and regular:
            segments.append((int(name[:20]), name))
        else:
            foreign.append(name)
    return segments, foreign


def read_lines(path):
    """Yields (offset, line number, length, bytes, overlong); of an overlong line only the beginning is given."""
    with open(path, "rb", buffering=1 << 20) as file:
        offset, number = 0, 0
        while True:
            line = file.readline(LINE_BYTES_MAX + 1)
            if not line:
                return
            number += 1
            length = len(line)
            overlong = length > LINE_BYTES_MAX
            piece = line
            while overlong and not piece.endswith(b"\n"):
                piece = file.readline(LINE_BYTES_MAX)
                if not piece:
                    break
                length += len(piece)
            yield offset, number, length, line, overlong
            offset += length


# ---- transactions --------------------------------------------------------------------------------------------------

OUTCOME = re.compile(rb'\{"first_seq":' + _N + rb',"count":' + _N + rb',"event_hash":' + _HEX + rb',"decided_by":"(?:caller|recovery)"\}')


def read_outcome(event_type, payload):
    """(first sequence, count, hash of the last event, whether the rows are void), or None for what is not known."""
    said = OUTCOME.fullmatch(payload) if event_type in OUTCOMES else None
    if said is None or int(said[1]) + int(said[2]) > NUMBER_MAX:
        return None
    return int(said[1]), int(said[2]), said[3], OUTCOMES[event_type]


class Runs:
    """Judges bound events and their outcomes (section 17), line by line.

    `told` is called with the ordinals of a run's lines and whether their rows are void; None: nothing will be told of them.
    """

    def __init__(self, told=lambda ordinals, void: None):
        self._told = told
        self._open = []  # (ordinal, seq, id, batch, batch end, event hash, hash before) of each line of the open run
        self._bytes = 0
        self._first_told = None  # the first sequence of the run that was told of last, as long as nothing else came
        self._last = 0
        self._broken = False

    @property
    def open(self):
        """(first sequence, last sequence, id of the first, hash before it) of the run that has no outcome, or None."""
        return (self._open[0][1], self._open[-1][1], self._open[0][2], self._open[0][6]) if self._open else None

    def line(self, judged, place):
        """The next line of the log; answers (expected, found) if it is wrong among its neighbours."""
        if judged.finding is not None:
            return self._break()
        if judged.seq != self._last + 1:
            self._break()
        self._last = judged.seq
        values = judged.values
        bound, event_type = values["bound"] is not None, values["event_type"]
        if self._broken:
            if bound:
                self._told([place.ordinal], None)
                return None
            self._broken = False
            outcome = read_outcome(event_type, values["payload"])
            self._first_told = outcome[0] if outcome else None
            return None
        if event_type.startswith(OUTCOME_PREFIX):
            return self._outcome(judged, place, bound, read_outcome(event_type, values["payload"]))
        if bound:
            return self._bound(judged, place, event_type == BROKEN_GLASS)
        if self._open:
            self._give_up()
            return "a bound event, or the outcome of those before", "an event that is neither"
        return None

    def undecided(self):
        """The log has ended, and the run is left undecided: its rows may be there, and are not void."""
        self._told([line[0] for line in self._open], False)
        self._forget()

    def give_up(self):
        self._give_up()

    def _break(self):
        self._give_up()
        self._broken = True

    def _give_up(self):
        if self._open:
            self._told([line[0] for line in self._open], None)
        self._forget()

    def _forget(self):
        self._open, self._bytes = [], 0

    def _begin(self, judged, place):
        self._open.append((place.ordinal, judged.seq, judged.id, judged.batch, judged.batch_end, judged.event_hash,
                           judged.values["prev_event_hash"]))
        self._bytes += place.length

    def _bound(self, judged, place, glass):
        wrong = None
        if not self._is_one_append(judged, glass):
            wrong = "a batch of one bound event, with the record of its broken glass if there is one", "batch %d-%d" % (
                judged.batch, judged.batch_end)
        elif len(self._open) == RUN_EVENTS_MAX or self._bytes + place.length > RUN_BYTES_MAX:
            wrong = "at most %d bound events with %d bytes, then their outcome" % (RUN_EVENTS_MAX, RUN_BYTES_MAX), "one more"
        if wrong:
            self._give_up()
        self._begin(judged, place)
        return wrong

    def _is_one_append(self, judged, glass):
        """Whether the line, and what of its batch came before, is what one append of a transaction writes."""
        before = self._open[-1] if self._open else None
        whole_before = before is None or before[4] < judged.batch
        count = judged.batch_end - judged.batch + 1
        if count == 1:
            return whole_before
        if count != 2:
            return False
        if judged.seq > judged.batch:
            return before is not None and before[3:5] == (judged.batch, judged.batch_end) and not glass
        return glass and whole_before

    def _outcome(self, judged, place, bound, outcome):
        if outcome is None:
            if bound:
                self._told([place.ordinal], None)
            self._give_up()
            self._first_told = None
            return None
        if bound:
            self._told([place.ordinal], None)
            self._give_up()
            return "an outcome that is not bound", "a bound one"
        first, count, last_hash, void = outcome
        if not self._open:
            if first == self._first_told:
                return "one outcome for the run from %d" % first, "another"
            return "bound events right before an outcome", "none"
        fits = (first, count, last_hash) == (self._open[0][1], len(self._open), self._open[-1][5])
        if not fits or judged.batch <= self._open[-1][1] <= judged.batch_end:
            expected = "first_seq %d, count %d, event_hash %s, in a batch behind it" % (
                self._open[0][1], len(self._open), self._open[-1][5].decode())
            self._give_up()
            return expected, "first_seq %d, count %d, event_hash %s in batch %d-%d" % (
                first, count, last_hash.decode(), judged.batch, judged.batch_end)
        self._told([line[0] for line in self._open], void)
        self._forget()
        self._first_told = first
        return None


class RunsOfWalk:
    """Feeds the lines of a walk to Runs, those that may lie in a torn tail when it is known that they do not."""

    def __init__(self, walk, runs):
        self._walk, self._runs = walk, runs
        self._held = collections.deque()
        self.findings = Findings()
        self.listed_at = []
        self.last_open = None  # the run that the log ends with, when it has ended

    def line(self, judged, place):
        self._held.append((judged, place))
        if self._walk.broken and not self._walk.may_be_in_tail(place):
            self._release(place.ordinal)
        else:
            self._release(self._walk.prefix.ordinal)

    def finish(self, last, store_highest, writer_open):
        """The lines behind the ordinal `last` (None: none of them) are no lines of the log."""
        self._release(self._walk.ordinal if last is None else last)
        run = self.last_open = self._runs.open
        if run is None:
            return
        if self._walk.unknown_at is not None or store_highest > run[1]:
            self._runs.give_up()
            return
        self._runs.undecided()
        if not writer_open:
            self._found(float("inf"), "undecided", seq=run[0], id=run[2], expected="an outcome of the events %d to %d" % run[:2],
                        found="none yet")

    def _release(self, through):
        while self._held and self._held[0][1].ordinal <= through:
            judged, place = self._held.popleft()
            wrong = self._runs.line(judged, place)
            if wrong:
                self._found(place.ordinal + 0.3, "transaction", seq=judged.seq, id=judged.id, expected=wrong[0], found=wrong[1],
                            **place.as_dict())

    def _found(self, at, kind, **details):
        if self.findings.add(kind, **details) is not None:
            self.listed_at.append(at)


# ---- the store -----------------------------------------------------------------------------------------------------

class Store:
    """The rows, read only. Absent stores are empty ones."""

    COLUMNS = FIELDS + ("void",)

    def __init__(self, path, writer_open):
        self.path = path
        self.absent = not os.path.exists(path)
        self.unknown = None
        self.ledger_id = None
        self.highest = 0
        self._copy = None
        self._connection = None
        if self.absent:
            return
        try:
            self._connection = self._open(path, writer_open)
            self._read_mirror()
        except BaseException:
            self.close()
            raise

    def _read_mirror(self):
        path = self.path
        if not self._query("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'diptych_mirror'"):
            raise CannotVerify("%s is an SQLite file without the table diptych_mirror: not a Diptych store" % path)
        mirror = self._query("SELECT ledger_id, format, store_schema FROM diptych_mirror")
        if len(mirror) != 1:
            raise CannotVerify("%s has %d rows in diptych_mirror instead of 1: not a whole Diptych store" % (path, len(mirror)))
        ledger_id, line_format, store_schema = mirror[0]
        if line_format != FORMAT:
            self.unknown = (FORMAT, line_format)
        elif not 1 <= store_schema <= STORE_SCHEMA:
            self.unknown = (STORE_SCHEMA, store_schema)
        else:
            self.ledger_id = ledger_id.hex().encode() if isinstance(ledger_id, bytes) else None
            self.highest = self._query("SELECT max(seq) FROM diptych_events")[0][0] or 0

    def _open(self, path, writer_open):
        wal = path + "-wal"
        has_wal = os.path.exists(wal) and os.path.getsize(wal) > 0
        directory = os.path.dirname(os.path.abspath(path))
        options = "mode=ro"
        if not has_wal and not writer_open:
            options = "mode=ro&immutable=1"  # the plain read-only mode would leave a -wal and a -shm behind
        elif has_wal and not os.access(directory, os.W_OK):
            self._copy = tempfile.mkdtemp(prefix="verify-ledger-")
            shutil.copyfile(path, os.path.join(self._copy, "store.db"))
            shutil.copyfile(wal, os.path.join(self._copy, "store.db-wal"))
            path = os.path.join(self._copy, "store.db")
        try:
            connection = sqlite3.connect("file:%s?%s" % (urllib.parse.quote(os.path.abspath(path)), options), uri=True)
        except SQLITE_FAULTS as error:
            raise CannotVerify("%s cannot be opened: %s" % (path, error))
        connection.text_factory = bytes
        return connection

    def close(self):
        if self._connection:
            self._connection.close()
        if self._copy:
            shutil.rmtree(self._copy, ignore_errors=True)

    def _rows(self, where, parameters):
        if self._connection is None or self.unknown:
            return []
        return self._query("SELECT " + ", ".join(self.COLUMNS) + " FROM diptych_events WHERE " + where, parameters)

    def _query(self, sql, parameters=()):
        try:
            return self._connection.execute(sql, parameters).fetchall()
        except SQLITE_FAULTS as error:
            raise CannotVerify("%s cannot be read as a Diptych store: %s" % (self.path, error))

    def rows_through(self, last):
        """All rows up to a sequence, in order, a new snapshot every few thousand: rows never change."""
        after = None
        while True:
            low = "seq > ?" if after is not None else "? IS NULL"
            page = self._rows(low + " AND seq <= ? ORDER BY seq LIMIT ?", (after, last, ROWS_PER_SNAPSHOT))
            for row in page:
                yield Row(row)
            if len(page) < ROWS_PER_SNAPSHOT:
                return
            after = page[-1][0]

    def row(self, seq):
        page = self._rows("seq = ?", (seq,))
        return Row(page[0]) if page else None

    def sequences_of(self, event_id):
        return [row[0] for row in self._rows("id = CAST(? AS TEXT)", (event_id,))]

    def hashes(self):
        """(seq, event hash) of all rows, None for what is no hash; in order, a new snapshot every few thousand."""
        after = None
        while True:
            low = "seq > ?" if after is not None else "? IS NULL"
            page = [] if self._connection is None or self.unknown else self._query(
                "SELECT seq, event_hash FROM diptych_events WHERE " + low + " AND seq <= ? ORDER BY seq LIMIT ?",
                (after, self.highest, ROWS_PER_SNAPSHOT))
            for seq, event_hash in page:
                yield seq, event_hash if isinstance(event_hash, bytes) and len(event_hash) == 32 else None
            if len(page) < ROWS_PER_SNAPSHOT:
                return
            after = page[-1][0]

    def count_from(self, first, last):
        if self._connection is None or self.unknown:
            return 0
        return self._query("SELECT count(*) FROM diptych_events WHERE seq >= ? AND seq <= ?", (first, last))[0][0]


class Row:
    """A row and the line that it is when written as one (None where it is none)."""

    __slots__ = ("seq", "values", "void", "line", "id")

    def __init__(self, columns):
        self.values = {name: as_on_line(name, value) for name, value in zip(FIELDS, columns)}
        self.seq = columns[0]
        self.id = self.values["id"]
        self.void = columns[-1]
        whole = all(self.values[name] is not None for name in FIELDS if name not in OPTIONAL)
        self.line = encode_line(self.values)[1] if whole else None

    @property
    def untold(self):
        """Whether it is to be void where the log tells nothing of it: if bound, it may be either."""
        return False if self.line is None or self.values["bound"] is None else None

    def well_formed(self):
        return self.line is not None and judge_line(self.line).finding is None


def as_on_line(name, value):
    """A column's value as the raw bytes that encode_line takes."""
    if value is None:
        return None
    if name in HASHES and isinstance(value, bytes):
        return value.hex().encode()
    if name == "bound":
        return b"true" if value == 1 else str(value).encode()
    return value if isinstance(value, bytes) else str(value).encode()


# ---- the writer's file ---------------------------------------------------------------------------------------------

def read_writer(path):
    """(is a writer open, sequence of the last clean close or None)."""
    try:
        with open(path, "rb") as file:
            text = file.read(10_000)
    except (FileNotFoundError, NotADirectoryError):
        return False, None
    is_open, closed = False, None
    for line in text.split(b"\n")[:-1]:
        holder = re.fullmatch(rb"open ([0-9]{1,19}) ([0-9]{1,19})", line)
        if holder:
            is_open = process_runs(int(holder[1]), int(holder[2]))
        close = re.fullmatch(rb"closed ([0-9]{1,16}) [0-9a-f]{64} ([0-9]{20}\.jsonl|-) [0-9]{1,19}", line)
        if close:
            closed = int(close[1])
    return is_open, closed


def process_runs(pid, started_millis):
    if os.name != "posix" or pid < 1:
        return False
    try:
        os.kill(pid, 0)
    except PermissionError:
        pass
    except (ProcessLookupError, OverflowError):
        return False
    try:
        with open("/proc/%d/stat" % pid, "rb") as file:
            ticks = int(file.read().rsplit(b")", 1)[1].split()[19])
        with open("/proc/stat", "rb") as file:
            boot = int(re.search(rb"^btime ([0-9]+)", file.read(), re.M)[1])
        started = boot * 1000 + ticks * 1000 // os.sysconf("SC_CLK_TCK")
    except (OSError, ValueError, TypeError, IndexError):
        return True
    return started_millis == 0 or abs(started - started_millis) < 2_000


# ---- parity --------------------------------------------------------------------------------------------------------

class Parity:
    """Follows the log with a cursor over the rows; what does not match at once is joined at the end."""

    def __init__(self, walk, store):
        self.walk, self.store = walk, store
        self.findings = Findings()
        self.void_findings = Findings()
        self.rows_read = 0
        self.void_unjudged = False
        self.in_flight = 0
        self.forked = False
        self._waiting = {}  # the ordinal of a bound line to the row that it matches, until its outcome is read
        self._last_sound = 0
        self._rows = store.rows_through(store.highest)
        self._row = None
        self._temporary = None
        self._advance()

    @property
    def _spool(self):
        """A temporary database, made when something is left over and removed by itself."""
        if self._temporary is None:
            self._temporary = sqlite3.connect("")
            self._temporary.text_factory = bytes
            self._temporary.executescript("""
                PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -8000;
                CREATE TABLE line (ordinal INTEGER PRIMARY KEY, seq INTEGER, id BLOB, digest BLOB, sound INTEGER, hash BLOB, ordered INTEGER,
                                   name TEXT, offset INTEGER, line INTEGER, length INTEGER);
                CREATE INDEX line_seq ON line (seq);
                CREATE INDEX line_id ON line (id, ordinal) WHERE sound;
                CREATE TABLE stored (seq INTEGER PRIMARY KEY, id BLOB, digest BLOB, hash BLOB, bound INTEGER, void);
                CREATE INDEX stored_id ON stored (id);
                CREATE TABLE taken (seq INTEGER PRIMARY KEY);
                CREATE TABLE told (ordinal INTEGER PRIMARY KEY, void INTEGER);
            """)
        return self._temporary

    def _advance(self):
        self._row = next(self._rows, None)
        if self._row is not None:
            self.rows_read += 1

    def _judge_void(self, seq, row_id, void, should):
        """`should` is None where nothing tells whether the row is to be void."""
        if should is None:
            self.void_unjudged = True
        elif (void != 0) != should:
            self.void_findings.add("void_flag", seq=seq, id=text_or_none(row_id), expected=int(should), found=void)

    def told(self, ordinals, should):
        """What is told of the bound lines with these ordinals."""
        for ordinal in ordinals:
            row = self._waiting.pop(ordinal, None)
            if row is not None:
                self._judge_void(*row, should)
            elif should is not None and self._temporary is not None:
                self._spool.execute("INSERT OR IGNORE INTO told SELECT ordinal, ? FROM line WHERE ordinal = ?", (should, ordinal))

    def line(self, judged, place, line):
        if judged.seq is None:
            return
        ordered = judged.finding is None and judged.seq > self._last_sound
        if ordered:
            self._last_sound = judged.seq
        if judged.placed:
            while self._row and self._row.seq < judged.seq:
                self._keep_row()
            equal = self._row and self._row.seq == judged.seq and self._row.line == line
            if equal and not self.walk.may_be_in_tail(place):
                row = self._row
                if not ordered:
                    self._judge_void(row.seq, row.id, row.void, row.untold)
                elif judged.values["bound"] is None:
                    self._judge_void(row.seq, row.id, row.void, False)
                else:
                    self._waiting[place.ordinal] = (row.seq, row.id, row.void)
                self._advance()
                return
        digest = hashlib.sha256(line).digest() if place.length == len(line) else None
        sound = judged.finding is None
        self._spool.execute("INSERT INTO line VALUES (?,?,?,?,?,?,?,?,?,?,?)", (
            place.ordinal, judged.seq, judged.id.encode() if sound else None, digest, sound,
            judged.event_hash, ordered, place.name, place.offset, place.line, place.length))

    def _keep_row(self):
        row = self._row
        digest = hashlib.sha256(row.line).digest() if row.line is not None else None
        self._spool.execute("INSERT INTO stored VALUES (?,?,?,?,?,?)", (
            row.seq, row.id, digest, row.values["event_hash"], row.untold is None, row.void))
        event_type = row.values["event_type"] or b""
        if event_type.startswith(b"diptych.") and event_type not in KNOWN_OWN_TYPES:
            self.void_unjudged = True
        self._advance()

    def finish(self, tail_after, writer_open):
        """Joins what is left, when all is told of runs. Lines after the ordinal tail_after (None: no torn tail) are no events of the log."""
        while self._row and (self.walk.unknown_at is None or self._row.seq < self.walk.unknown_at):
            self._keep_row()
        if self.walk.unknown_at is not None:
            self.rows_read += self.store.count_from(self._row.seq + 1, self.store.highest) if self._row else 0
        for row in self._waiting.values():
            self._judge_void(*row, None)
        self._ledger_ids()
        if self._temporary is not None:
            self._join(tail_after, writer_open)
            self._temporary.close()

    def _join(self, tail_after, writer_open):
        spool = self._spool
        if tail_after is not None:
            spool.execute("DELETE FROM line WHERE ordinal > ?", (tail_after,))
        self._match_by_bytes()
        self._judge_void_of_kept()
        damaged = tail_after is None and any(kind in LOG_DAMAGE for kind in self.walk.findings.kinds)
        self.forked = not damaged and self._find_fork()
        wanted = []
        self._join_unsound(wanted)
        self._join_sound(wanted, writer_open)
        for seq, event_id in spool.execute("SELECT seq, id FROM stored WHERE seq NOT IN (SELECT seq FROM taken) ORDER BY seq"):
            self.findings.add("missing_in_log", seq=seq, id=text_or_none(event_id))
        self._explain(wanted)

    def _join_unsound(self, wanted):
        """Nothing vouches for the id of an unsound line: it stands for the row of the sequence that it says."""
        for row_seq, row_id, row_hash, ordinal in self._spool.execute(
                "SELECT stored.seq, stored.id, stored.hash, min(line.ordinal) FROM line JOIN stored ON line.seq = stored.seq"
                " WHERE NOT line.sound GROUP BY stored.seq ORDER BY 4"):
            where = self._spool.execute("SELECT name, offset, line, length, seq FROM line WHERE ordinal = ?", (ordinal,)).fetchone()
            self._mismatch(wanted, text_or_none(row_id), None, (row_seq, row_hash), where)
            self._take(row_seq)

    def _join_sound(self, wanted, writer_open):
        for ordinal, seq, event_id, line_hash, *where in self._spool.execute(
                "SELECT ordinal, seq, id, hash, name, offset, line, length, seq FROM line WHERE sound ORDER BY ordinal"):
            row = self._spool.execute("SELECT seq, hash FROM stored WHERE id = ? AND seq NOT IN (SELECT seq FROM taken)",
                                      (event_id,)).fetchone()
            details = dict(seq=seq, id=event_id.decode(), segment=where[0].decode(), offset=where[1], line=where[2])
            if self._claimed(event_id, ordinal):
                self.findings.add("duplicate_id", **details)
            elif row:
                self._mismatch(wanted, details["id"], line_hash, row, where)
                self._take(row[0])
            elif seq <= self.store.highest:
                self.findings.add("missing_in_store", **details)
            elif writer_open:
                self.in_flight += 1
            else:
                self.findings.add("pending", **details)

    def _take(self, row_seq):
        self._spool.execute("INSERT OR IGNORE INTO taken VALUES (?)", (row_seq,))

    def _match_by_bytes(self):
        spool = self._spool
        spool.executescript("""
            CREATE TABLE pair AS SELECT min(line.ordinal) AS ordinal, stored.seq AS seq
              FROM line JOIN stored ON line.seq = stored.seq AND line.digest = stored.digest GROUP BY stored.seq;
            CREATE TABLE kept AS SELECT stored.seq, stored.id, stored.bound, stored.void, line.ordinal FROM stored
              LEFT JOIN pair ON pair.seq = stored.seq LEFT JOIN line ON line.ordinal = pair.ordinal AND line.ordered;
            DELETE FROM line WHERE ordinal IN (SELECT ordinal FROM pair);
            DELETE FROM stored WHERE seq IN (SELECT seq FROM pair);
        """)

    def _judge_void_of_kept(self):
        """Of a bound row something is told only if it matched a line in its order."""
        for seq, row_id, bound, void, should in self._spool.execute(
                "SELECT seq, id, bound, kept.void, told.void FROM kept LEFT JOIN told ON told.ordinal = kept.ordinal ORDER BY seq"):
            self._judge_void(seq, row_id, void, False if not bound else None if should is None else bool(should))

    def _claimed(self, event_id, ordinal):
        """Whether a matched line, or an earlier one that is left, has this id."""
        if self._spool.execute("SELECT 1 FROM line WHERE id = ? AND sound AND ordinal < ? LIMIT 1",
                               (event_id, ordinal)).fetchone():
            return True
        for seq in self.store.sequences_of(event_id):
            compared = seq <= self.store.highest and (self.walk.unknown_at is None or seq < self.walk.unknown_at)
            if compared and not self._spool.execute("SELECT 1 FROM stored WHERE seq = ?", (seq,)).fetchone():
                return True
        return False

    def _ledger_ids(self):
        log_id, store_id = self.walk.ledger_id, self.store.ledger_id
        if store_id is None and self.rows_read and not self.store.unknown:
            self.findings.add("mismatch", fields=["ledger_id"], log_hash=text_or_none(log_id), hashes_to_chain="neither")
        elif log_id is not None and store_id is not None and log_id != store_id:
            self.findings.add("mismatch", fields=["ledger_id"], log_hash=log_id.decode(), store_hash=store_id.decode(),
                              hashes_to_chain="neither")

    def _find_fork(self):
        for (seq,) in self._spool.execute("SELECT DISTINCT stored.seq FROM stored JOIN line ON line.seq = stored.seq"
                                          " WHERE line.sound AND line.hash IS NOT stored.hash ORDER BY stored.seq"):
            row, before, after = (self.store.row(s) for s in (seq, seq - 1, seq + 1))
            if (row and row.well_formed()
                    and (before is None or before.values["event_hash"] == row.values["prev_event_hash"])
                    and (after is None or after.values["prev_event_hash"] == row.values["event_hash"])):
                return True
        return False

    def _mismatch(self, wanted, event_id, line_hash, row, where):
        name, offset, number, length, seq = where
        finding = self.findings.add(
            "mismatch", seq=seq, id=event_id, fields=[], log_hash=text_or_none(line_hash), store_hash=text_or_none(row[1]),
            hashes_to_chain="", segment=name.decode(), offset=offset, line=number)
        if finding is not None:
            wanted.append((finding, row[0], offset, length))

    def _explain(self, wanted):
        """Fills in the fields and the side that hashes to the chain, for the findings that are listed."""
        if not wanted:
            return
        asked = {seq + 1 for finding, row_seq, _, _ in wanted for seq in (finding["seq"], row_seq)}
        successors = {}
        for _, name in self.walk.segments:
            for _, _, _, line, overlong in read_lines(os.path.join(self.walk.directory, name)):
                beginning = READABLE_BEGINNING.match(line)
                if beginning and int(beginning[1]) in asked and int(beginning[1]) not in successors:
                    judged = judge_line(line, (), overlong)
                    if judged.placed:
                        successors[judged.seq] = judged.values["prev_event_hash"]
        for finding, row_seq, offset, length in wanted:
            with open(os.path.join(self.walk.directory, finding["segment"]), "rb") as file:
                file.seek(offset)
                line = file.read(min(length, LINE_BYTES_MAX + 1))
            row = self.store.row(row_seq)
            judged = judge_line(line, (), length > LINE_BYTES_MAX)
            finding["fields"] = differing_fields(line, row)
            if "log_hash" not in finding:
                stated = (split_line(line) or {}).get("event_hash", b"")
                if re.fullmatch(_HEX, stated):
                    finding["log_hash"] = stated[1:-1].decode()
            sides = []
            line_seq = finding["seq"]
            if judged.finding is None and judged.event_hash == successors.get(line_seq + 1, judged.event_hash):
                sides.append("log")
            row_hash = row.values["event_hash"]
            if row.well_formed() and row_hash == successors.get(row_seq + 1, row_hash):
                sides.append("store")
            finding["hashes_to_chain"] = "both" if len(sides) == 2 else sides[0] if sides else "neither"


KEYS = ("seq", "batch", "batch_end", "id", "schema_version", "observed_at", "recorded_at", "source", "event_type", "trace_id",
        "session_id", "domain_tags", "bound", "key_id", "payload_hash", "prev_event_hash", "event_hash", "signature", "payload")
OPTIONAL_KEYS = ("trace_id", "session_id", "bound", "key_id", "signature")


def differing_fields(line, row):
    """The names of the keys whose values differ, in the order of the format."""
    left = split_line(line)
    right = split_line(row.line) if row.line is not None else None
    if left is None or right is None:
        return ["line"]
    return [key for key in KEYS if left.get(key) != right.get(key)] or ["line"]


def split_line(line):
    """The bytes between the key names, taken in the order of the format, or None if a required key is not in its place."""
    starts = []
    at = 0
    for index, key in enumerate(KEYS):
        end = len(line)
        if key in OPTIONAL_KEYS:  # only before the next required key
            end = line.find(marker_of(next(k for k in KEYS[index:] if k not in OPTIONAL_KEYS)), at)
        found = line.find(marker_of(key), at, end) if end >= 0 else -1
        if found < 0 and key in OPTIONAL_KEYS:
            continue
        if found < 0 or (key == "seq" and found != 0):
            return None
        at = found + len(marker_of(key))
        starts.append((key, found, at))
    brace = line.rfind(b"}", at)
    ends = [start for _, start, _ in starts[1:]] + [brace if brace >= 0 else len(line.rstrip(b"\n"))]
    return {key: line[begin:end] for (key, _, begin), end in zip(starts, ends)}


def marker_of(key):
    return (b'{"' if key == "seq" else b',"') + key.encode() + b'":'


def text_or_none(raw):
    return raw.decode("utf-8", "backslashreplace") if isinstance(raw, bytes) else None


# ---- the whole -----------------------------------------------------------------------------------------------------

def is_torn_tail(walk, store, closed):
    """Section 7, rules 1 to 4, for the bytes behind the prefix."""
    rest = walk.rest() if walk.segments and walk.unknown_at is None else None
    if rest is None or "segment_name" in walk.findings.kinds or rest[2] > BATCH_BYTES_MAX:
        return None
    n = walk.prefix.seq
    if walk.behind_prefix_batch_max > n + 1:
        return None
    if store.absent or store.unknown or store.highest > n:
        return None
    if n == 0 and store.ledger_id is not None:
        return None
    if n > 0 and store.ledger_id != walk.ledger_id and not (store.ledger_id is None and store.highest == 0):
        return None
    if closed is not None and closed > n:
        return None
    return rest


def verify(log_directory, store_file, against=(), allowed_signers=None):
    """Verifies both copies and returns (report, exit code, count of each kind of finding)."""
    if not os.path.isdir(log_directory) and not os.path.exists(store_file):
        raise CannotVerify("neither the log %s nor the store %s is there" % (log_directory, store_file))
    writer_open, closed = read_writer(os.path.join(os.path.dirname(os.path.abspath(log_directory)), "writer"))
    held = HeldAgainst(against, allowed_signers) if against else None
    store = Store(store_file, writer_open)
    try:
        return verify_copies(LogWalk(log_directory), store, writer_open, closed, held)
    finally:
        store.close()


def verify_copies(walk, store, writer_open, closed, held=None):
    parity = Parity(walk, store)
    runs = RunsOfWalk(walk, Runs(parity.told))
    for judged, place, line in walk.lines():
        parity.line(judged, place, line)
        runs.line(judged, place)
        if held:
            held.line(judged)
    tail = is_torn_tail(walk, store, closed)
    runs.finish(walk.prefix.ordinal if tail else None, store.highest, writer_open)
    parity.finish(walk.prefix.ordinal if tail else None, writer_open)

    log_findings = Findings()
    for name in walk.foreign:
        log_findings.add("segment_name", segment=name, found=name)
    events = walk.events
    torn = bool(tail) and not writer_open
    if tail:
        events = walk.prefix.events
        if torn:
            log_findings.add("torn_tail", segment=tail[0], offset=tail[1], bytes=tail[2])
        kept = [log_findings]
    else:
        kept = [log_findings, walk.findings]
    kept.append(runs.findings)
    store_findings = Findings()
    if store.unknown:
        store_findings.add("unknown_version", where="store", expected=store.unknown[0], found=store.unknown[1])
    parts = kept + [store_findings] + ([] if store.unknown else [parity.findings, parity.void_findings])
    checks = held.judge(walk, tail, store) if held else []
    parts += [held.findings] if held else []

    kinds = {}
    for part in parts:
        for kind, count in part.kinds.items():
            kinds[kind] = kinds.get(kind, 0) + count
    listed = [finding for part in parts for finding in part.listed][:FINDINGS_LISTED_MAX]

    if walk.unknown_at is not None:
        log_verdict = "unknown_version"
    elif any(kind in LOG_DAMAGE for kind in kinds):
        log_verdict = "damaged"
    elif parity.forked:
        log_verdict = "forked"
    else:
        log_verdict = "torn_tail" if torn else "intact"
    verdict = "diverged" if store.unknown else parity_verdict(kinds)
    exit_code = exit_code_against(exit_code_of(kinds, log_verdict, verdict), checks)
    not_checked = []
    if store.absent or store.unknown:
        not_checked.append("store")
    if walk.unknown_at is not None:
        not_checked.append("log_after_unknown_version")
    if walk.void_unjudged or parity.void_unjudged:
        not_checked.append("void_flags")
    if walk.signed:
        not_checked.append("signatures")
    report = {
        "verdict": verdict,
        "log": {"verdict": log_verdict, "events": events},
        "store": {"events": None if store.unknown else parity.rows_read},
        "findings": listed,
        "findings_total": sum(kinds.values()),
        "not_checked": not_checked,
        "mark": mark_of(store) if exit_code == 0 else None,
        "in_flight": parity.in_flight,
    }
    if held:
        report["checkpoints"] = checks
    return report, exit_code, kinds


class HeldAgainst:
    """Both copies, held against checkpoints (sections 11.11 and 15)."""

    def __init__(self, files, allowed_signers):
        import ledger_trust  # only whoever has checkpoints needs it
        self._trust = ledger_trust
        try:
            trusted = ledger_trust.read_allowed_signers(allowed_signers)[0] if allowed_signers is not None else None
            self._against = ledger_trust.Against(files, trusted)
        except ledger_trust.Unusable as problem:
            raise CannotVerify(str(problem))
        self._log = ledger_trust.Beginning(self._against.sizes)
        self.findings = Findings()

    def line(self, judged):
        self._log.event(judged.seq, bytes.fromhex(judged.event_hash.decode()) if judged.placed else None)

    def judge(self, walk, tail, store):
        """What each checkpoint came to, for the report."""
        readable = min(self._log.readable, walk.prefix.seq) if tail else self._log.readable
        copies = {"log": (self._log, readable, walk.unknown_at is None and (bool(tail) or readable == walk.ordinal))}
        if not store.absent and not store.unknown:
            rows, count = self._trust.Beginning(self._against.sizes), 0
            for seq, event_hash in store.hashes():
                rows.event(seq, event_hash)
                count += 1
            copies["store"] = (rows, rows.readable, rows.readable == count)
        ledger_id = walk.ledger_id or store.ledger_id
        openssl = self._trust.OpenSsl()
        try:
            checks, findings = self._against.judge(openssl, ledger_id.decode() if ledger_id else None, **copies)
        except self._trust.Unusable as problem:
            raise CannotVerify(str(problem))
        finally:
            openssl.close()
        for kind, details in findings:
            self.findings.add(kind, **details)
        return checks


def exit_code_against(exit_code, checks):
    standings = {check[copy] for check in checks for copy in ("log", "store") if copy in check}
    if exit_code in (0, 3) and "rewritten" in standings:
        return 6
    return 3 if exit_code == 0 and standings - {"extends"} else exit_code


def parity_verdict(kinds):
    behind = kinds.get("missing_in_store", 0) + kinds.get("pending", 0) + kinds.get("undecided", 0)
    ahead = kinds.get("missing_in_log", 0)
    other = kinds.get("mismatch", 0) + kinds.get("void_flag", 0) + kinds.get("duplicate_id", 0)
    if other or (behind and ahead):
        return "diverged"
    return "store_behind" if behind else "log_behind" if ahead else "in_parity"


def exit_code_of(kinds, log_verdict, verdict):
    if "unknown_version" in kinds:
        return 4
    if log_verdict in ("damaged", "forked"):
        return 6
    return 0 if log_verdict == "intact" and verdict == "in_parity" else 3


def mark_of(store):
    row = store.row(store.highest) if store.highest else None
    while row and row.values["bound"] is not None:  # never inside a run
        row = store.row(row.seq - 1)
    return "%d:%s" % (row.seq, row.values["event_hash"].decode()) if row else None


def print_report(report, kinds, out):
    log, store = report["log"], report["store"]
    print("parity: %s" % report["verdict"], file=out)
    print("log:    %s, %d events" % (log["verdict"], log["events"]), file=out)
    print("store:  %s events" % ("unread" if store["events"] is None else store["events"]), file=out)
    if report["in_flight"]:
        print("in flight: %d" % report["in_flight"], file=out)
    for check in report.get("checkpoints", ()):
        print("checkpoint %s of %s events: log %s, store %s" % (
            check["name"], check.get("size", "?"), check["log"], check.get("store", "not read")), file=out)
    print_findings(report, kinds, out)


def print_findings(report, kinds, out):
    for kind in sorted(kinds):
        print("finding %s: %d" % (kind, kinds[kind]), file=out)
    for finding in report["findings"]:
        rest = ", ".join("%s %s" % (key, json.dumps(value, ensure_ascii=False)) for key, value in finding.items() if key != "kind")
        print("  %s: %s" % (finding["kind"], rest), file=out)
    if report["findings_total"] > len(report["findings"]):
        print("  ... and %d more" % (report["findings_total"] - len(report["findings"])), file=out)
    print("not checked: %s" % (", ".join(report["not_checked"]) or "nothing left out"), file=out)


def add_places(parser):
    parser.add_argument("directory", nargs="?", metavar="DIR", help="data directory with log/ and store.db")
    parser.add_argument("--log", metavar="DIR", help="log directory, instead of DIR/log")
    parser.add_argument("--store", metavar="FILE", help="SQLite file, instead of DIR/store.db")
    parser.add_argument("--json", action="store_true", help="print the report as one line of JSON")


def add_trust(parser):
    parser.add_argument("--allowed-signers", metavar="FILE", help="whom to trust, as ssh-keygen(1) has it; without it DIR/allowed_signers, if that is there")
    parser.add_argument("--against", metavar="FILE", action="append", default=[], help="checkpoints that the ledger must extend")


def places(parser, options):
    """(log directory, store file). Whoever names nobody to trust trusts those whom the directory names."""
    if options.directory is None and (options.log is None or options.store is None):
        parser.error("give DIR, or both --log and --store")
    beside = os.path.join(options.directory or "", "allowed_signers")
    if options.directory is not None and options.allowed_signers is None and os.path.exists(beside):
        options.allowed_signers = beside
    return (options.log or os.path.join(options.directory, "log"), options.store or os.path.join(options.directory, "store.db"))


def main(arguments=None, out=sys.stdout, err=sys.stderr):
    parser = argparse.ArgumentParser(
        prog="verify_ledger.py", description="Verifies a Diptych ledger without Diptych.",
        epilog="Signatures on checkpoints are verified by the command openssl, version 3.0 or later; nothing else needs it.")
    add_places(parser)
    add_trust(parser)
    options = parser.parse_args(arguments)
    log, store = places(parser, options)
    try:
        report, exit_code, kinds = verify(log, store, options.against, options.allowed_signers)
    except CannotVerify as problem:
        print("verify_ledger.py: %s. Nothing was changed." % problem, file=err)
        return 7
    except OSError as problem:
        print("verify_ledger.py: cannot read: %s. Nothing was changed." % problem, file=err)
        return 7
    if options.json:
        print(json.dumps(report, ensure_ascii=False, separators=(",", ":")), file=out)
    else:
        print_report(report, kinds, out)
    return exit_code


def end_by_signal(number, frame):
    """Leaves through every finally, so that no temporary copy stays behind."""
    raise SystemExit(128 + number)


def run(program=main):
    for name in ("SIGINT", "SIGTERM"):
        signal.signal(getattr(signal, name), end_by_signal)
    try:
        code = program()
        sys.stdout.flush()
    except BrokenPipeError:
        os._exit(128 + 13)
    except Exception:  # the last resort: an internal error has an exit code of its own
        import traceback
        traceback.print_exc()
        code = 70
    sys.exit(code)


if __name__ == "__main__":
    run()
