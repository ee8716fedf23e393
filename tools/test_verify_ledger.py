#!/usr/bin/env python3
"""Tests of the independent verifier: the format page's example, the golden ledgers, flipped bits, brute force, exits.

    python3 tools/test_verify_ledger.py          SEED=7 python3 tools/test_verify_ledger.py
"""

import contextlib
import filecmp
import hashlib
import io
import json
import os
import random
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import tracemalloc
import unittest
from unittest import mock

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)
sys.dont_write_bytecode = True
import ed25519  # noqa: E402
import golden_ledger  # noqa: E402
import golden_runs  # noqa: E402
import make_golden  # noqa: E402
import verify_ledger  # noqa: E402
from golden_ledger import SEGMENT_1, Chain, changed, segment_name, write_ledger  # noqa: E402

ROOT = os.path.dirname(HERE)
GOLDEN = os.path.join(ROOT, "golden")
FORMAT_PAGE = os.path.join(ROOT, "docs", "format.md")
SEED = int(os.environ.get("SEED", "20261123"))
TOOL = os.path.join(HERE, "verify_ledger.py")


class LedgerCase(unittest.TestCase):
    """A test with a directory of its own."""

    def setUp(self):
        self.directory = tempfile.mkdtemp(prefix="verify-ledger-test-")
        self.addCleanup(shutil.rmtree, self.directory)
        self.count = 0

    def ledger(self, log=None, rows=None, writer=None, **store):
        self.count += 1
        folder = os.path.join(self.directory, str(self.count))
        write_ledger(folder, log, rows, writer, **store)
        return folder

    def verify(self, folder):
        return verify_ledger.verify(os.path.join(folder, "log"), os.path.join(folder, "store.db"))

    def assert_verdict(self, folder, exit_code, verdict, log, kinds):
        report, code, found = self.verify(folder)
        self.assertEqual((exit_code, verdict, log, kinds), (code, report["verdict"], report["log"]["verdict"], found),
                         report["findings"])
        return report


def run_tool(*arguments):
    """(exit code, output, errors) of the tool's main, in this process."""
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stderr(err):
        try:
            code = verify_ledger.main(list(arguments), out, err)
        except SystemExit as ended:
            code = ended.code
    return code, out.getvalue(), err.getvalue()


class TheWorkedExample(LedgerCase):
    """Recomputes section 12 of the format page with hashlib alone."""

    def setUp(self):
        super().setUp()
        with open(FORMAT_PAGE, "rb") as file:
            self.page = file.read()
        self.lines = re.search(rb"```jsonl\n(.*?)```", self.page, re.S)[1].splitlines(keepends=True)

    def row(self, title):
        cells = re.search(rb"^\| " + title + rb" \| (.*) \| (.*) \|$", self.page, re.M)
        return [cell.strip(b"`").decode() for cell in cells.groups()]

    def test_its_hashes_are_those_of_its_lines(self):
        envelopes = [line[:line.index(b',"event_hash":')] for line in self.lines]
        payloads = [line[line.index(b',"payload":') + 11:line.rindex(b"}")] for line in self.lines]
        sha = lambda data: hashlib.sha256(data).hexdigest()  # noqa: E731
        self.assertEqual(self.row(b"envelope bytes"), [str(len(e)) for e in envelopes])
        self.assertEqual(self.row(b"payload hash"), [sha(b"diptych.payload.v1\n" + p) for p in payloads])
        self.assertEqual(self.row(b"event hash"), [sha(b"diptych.event.v1\n" + e) for e in envelopes])
        self.assertEqual(self.row(b"SHA-256 of the line"), [sha(line) for line in self.lines])
        for line, name in zip(self.lines, (b"payload hash", b"event hash")):
            self.assertIn(b'"payload_hash":"' + self.row(b"payload hash")[self.lines.index(line)].encode() + b'"', line)
        self.assertIn(b'"prev_event_hash":"' + self.row(b"event hash")[0].encode(), self.lines[1])
        self.assertIn(b"the first is %d bytes, the second %d" % tuple(map(len, self.lines)), self.page)
        self.assertIn(b"%s:%d`" % (SEGMENT_1.encode(), sum(map(len, self.lines))), self.page)
        self.assertIn(b"ledger id is `" + golden_ledger.LEDGER_ID.encode(), self.page)

    def test_it_is_a_golden_ledger(self):
        with open(os.path.join(GOLDEN, "good-worked-example", "log", SEGMENT_1), "rb") as file:
            self.assertEqual(b"".join(self.lines), file.read())

    def test_the_page_names_the_columns_and_the_application_id_of_a_store(self):
        store = os.path.join(GOLDEN, "good-worked-example", "store.db")
        (application_id,), (user_version,) = stored(store)[0][:2]
        self.assertIn(b"`application_id` is %d (hex\n%X" % (application_id, application_id), self.page)
        self.assertEqual(1, user_version)
        connection = sqlite3.connect("file:%s?mode=ro&immutable=1" % store, uri=True)
        self.addCleanup(connection.close)
        chapter = self.page[self.page.index(b"## 10. The store"):self.page.index(b"## 11. ")].decode()
        cells = [cell for line in re.findall(r"^\| (`[^|]*) \|", chapter, re.M) for cell in re.findall(r"`([a-z_]+)`", line)]
        columns = [row[1] for table in ("diptych_mirror", "diptych_events") for row in connection.execute("PRAGMA table_info(%s)" % table)]
        self.assertEqual(sorted(columns), sorted(cells))

    def test_every_kind_of_finding_that_the_page_names_is_in_a_golden_ledger(self):
        named = re.search(r"^Kinds of findings: (.*)\.$", self.page.decode(), re.M)[1]
        kinds = set(re.findall(r"`([a-z_]+)`", named))
        self.assertEqual(17, len(kinds))
        seen = set()
        for name in os.listdir(GOLDEN):
            with open(os.path.join(GOLDEN, name, "expected.json"), encoding="utf-8") as file:
                seen.update(json.load(file)["kinds"])
        self.assertEqual(kinds, seen)


class GoldenLedgers(LedgerCase):
    def test_each_gets_the_verdict_that_is_written_beside_it(self):
        names = sorted(os.listdir(GOLDEN))
        self.assertGreater(len(names), 150)
        for name in names:
            with self.subTest(name):
                folder = os.path.join(GOLDEN, name)
                with open(os.path.join(folder, "expected.json"), encoding="utf-8") as file:
                    expected = json.load(file)
                code, out, err = run_tool(folder, "--json")
                report = json.loads(out)
                kinds = {}
                for finding in report["findings"]:
                    kinds[finding["kind"]] = kinds.get(finding["kind"], 0) + 1
                self.assertEqual("", err)
                self.assertEqual(
                    (expected["exit"], expected["verdict"], expected["log"], expected["kinds"]),
                    (code, report["verdict"], report["log"]["verdict"], kinds), report["findings"])
                self.assertEqual(sum(kinds.values()), report["findings_total"])
                self.assertTrue(expected["why"].endswith("."))

    def test_they_are_what_the_generator_makes(self):
        made = os.path.join(self.directory, "golden")
        make_golden.make(made)
        self.assertEqual(sorted(os.listdir(GOLDEN)), sorted(os.listdir(made)))
        for folder, _, files in os.walk(made):
            beside = os.path.join(GOLDEN, os.path.relpath(folder, made))
            self.assertEqual(sorted(files), sorted(f for f in os.listdir(beside) if os.path.isfile(os.path.join(beside, f))))
            for name in files:
                pair = os.path.join(folder, name), os.path.join(beside, name)
                same = stored(pair[0]) == stored(pair[1]) if name.endswith(".db") else filecmp.cmp(*pair, shallow=False)
                self.assertTrue(same, pair[1])

    def test_verifying_leaves_nothing_behind_and_changes_nothing(self):
        folder = os.path.join(self.directory, "copy")
        shutil.copytree(os.path.join(GOLDEN, "parity-row-payload-edited"), folder)
        before = fingerprint(folder)
        run_tool(folder)
        self.assertEqual(before, fingerprint(folder))

    def test_their_signatures_are_those_of_the_key_of_rfc_8032(self):
        self.assertEqual(
            "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24"
            "655141438e7a100b", ed25519.sign(golden_ledger.SIGNING_SEED, b"").hex())


def stored(path):
    """What a database holds, whatever version of SQLite wrote it."""
    connection = sqlite3.connect("file:%s?mode=ro&immutable=1" % path, uri=True)
    connection.text_factory = bytes
    pragmas = [connection.execute("PRAGMA " + name).fetchone() for name in ("application_id", "user_version", "encoding", "journal_mode")]
    schema = connection.execute("SELECT type, name, sql FROM sqlite_master ORDER BY name").fetchall()
    rows = [connection.execute("SELECT * FROM %s ORDER BY 1" % table).fetchall() for table in ("diptych_mirror", "diptych_events")]
    connection.close()
    return pragmas, schema, rows


def fingerprint(folder):
    found = {}
    for where, _, files in os.walk(folder):
        for name in files:
            with open(os.path.join(where, name), "rb") as file:
                found[os.path.join(where, name)] = hashlib.sha256(file.read()).hexdigest()
    return found


class OneFlippedBit(LedgerCase):
    """The bytes of a ledger with a line of each kind, one bit at a time: always found, never as something else."""

    def test_each_region_of_each_kind_of_line_has_its_kind_of_finding(self):
        random_bits = random.Random(SEED)
        chain = golden_runs.Runs()
        chain.batch(dict(source_type="user"))
        chain.batch({}, {})
        chain.batch(dict(source_name='a"b', trace_id="t", session_id="\u00e9", domain_tags=["x", "y\\"], bound=True, key_id="k",
                         payload=b'{"a":[1,"\\u00e9",null]}'))
        chain.told(golden_runs.COMMITTED, 1)
        chain.batch(make_golden.format_event(7))
        chain.batch(dict(event_type="diptych.policy.broken_glass.v1", source_type="diptych", payload=b'{"who":"w"}'))
        text = chain.text()
        folder = self.ledger(chain.log(), chain.rows)
        self.assert_verdict(folder, 0, "in_parity", "intact", {})
        path = os.path.join(folder, "log", SEGMENT_1)
        starts = [0]
        for line in chain.lines:
            starts.append(starts[-1] + len(line.bytes))
        # Of hashes and signatures one byte in eight is enough.
        alike = {at for run in re.finditer(rb"[0-9a-f]{64}|[A-Za-z0-9_-]{86}", text) for at in range(*run.span()) if at % 8}
        for at in sorted(set(range(len(text))) - alike):
            flipped = bytearray(text)
            bit = 1 << random_bits.randrange(8)
            flipped[at] ^= bit
            with open(path, "wb") as file:
                file.write(flipped)
            number = max(i for i, start in enumerate(starts) if start <= at)
            line = chain.lines[number].bytes
            region, allowed = region_of(line, at - starts[number], len(chain.lines) - 1 - number)
            report, code, kinds = self.verify(folder)
            shown = "seed %d, byte %d (%s) of line %d, bit %d: %s" % (SEED, at - starts[number], region, number + 1, bit, report)
            self.assertIn(sorted(set(kinds) & set(verify_ledger.LOG_DAMAGE)), allowed, shown)
            self.assertEqual(3 if not set(kinds) & set(verify_ledger.LOG_DAMAGE) else 6, code, shown)
            self.assertLessEqual(kinds.get("mismatch", 0) + kinds.get("missing_in_log", 0), 2, shown)
            self.assertGreaterEqual(kinds.get("mismatch", 0) + kinds.get("missing_in_log", 0), 1, shown)


def region_of(line, at, behind):
    """The region that a byte of a line lies in, and the sets of log findings that a flip there may have; so many lines follow."""
    event_hash = line.index(b',"event_hash":"') + 15
    payload = line.index(b',"payload":') + 11
    signature = line.find(b',"signature":"') + 14
    if at == len(line) - 1:
        # Without its LF a line swallows the next one as payload; only a line behind that can tell the gap.
        return "LF", [[["undecodable"]], [["payload_hash"]], [["gap", "payload_hash"]]][min(behind, 2)]
    if at == len(line) - 2:
        return "closing brace", [["undecodable"]]
    if at >= payload:
        # A flip into LF cuts the line in two.
        return "payload", [["payload_hash"], ["gap", "undecodable"], ["undecodable"]]
    if event_hash <= at < event_hash + 64:
        return "event hash", [["event_hash"], ["undecodable"], ["gap", "undecodable"]]
    if 14 <= signature <= at < signature + 86:
        return "signature", [[], ["undecodable"], ["gap", "undecodable"]]
    if at >= event_hash - 15:
        return "names behind the envelope", [["undecodable"], ["gap", "undecodable"]]
    return "envelope", [["event_hash"], ["undecodable"], ["gap", "undecodable"]]


class OneFlippedBitInTheStore(LedgerCase):
    """SQLite has no checksums: what changes a row is found, what makes the file unreadable is said, nothing crashes."""

    def test_a_row_that_reads_differently_is_never_in_parity(self):
        dice = random.Random(SEED)
        chain = Chain().batch(dict(source_name="shell"), dict(trace_id="t", domain_tags=["a"]), {})
        folder = self.ledger(chain.log(), chain.rows)
        path = os.path.join(folder, "store.db")
        with open(path, "rb") as file:
            sound = file.read()
        codes = set()
        for _ in range(600):
            flipped = bytearray(sound)
            at = dice.randrange(len(sound))
            flipped[at] ^= 1 << dice.randrange(8)
            with open(path, "wb") as file:
                file.write(flipped)
            code = run_tool(folder, "--json")[0]
            codes.add(code)
            self.assertIn(code, (0, 3, 4, 6, 7), "seed %d, byte %d" % (SEED, at))
            if code == 0:
                self.assertEqual(sorted(chain.rows), rows_of(path), "seed %d, byte %d" % (SEED, at))
        self.assertTrue({0, 3, 7} <= codes, codes)


def rows_of(path):
    connection = sqlite3.connect("file:%s?mode=ro&immutable=1" % path, uri=True)
    try:
        return connection.execute("SELECT %s FROM diptych_events ORDER BY seq" % ", ".join(golden_ledger.ROW_COLUMNS)).fetchall()
    finally:
        connection.close()


class BruteForce(LedgerCase):
    """Random logs and stores, judged by the tool and by lists of everything."""

    def test_parity_equals_brute_force_on_random_pairs(self):
        print("brute force: seed %d" % SEED)
        dice = random.Random(SEED)
        seen = set()
        for round_number in range(700):
            lines, rows = random_pair(dice)
            folder = self.ledger({SEGMENT_1: b"".join(line for line, _, _, _ in lines)}, rows)
            report, code, kinds = self.verify(folder)
            expected = brute_force(lines, rows)
            parity = {kind: count for kind, count in kinds.items() if kind in PARITY_KINDS}
            self.assertEqual(expected, parity, "seed %d, round %d: %s" % (SEED, round_number, report))
            self.assertEqual(brute_verdict(expected), report["verdict"])
            seen.update(parity)
            shutil.rmtree(folder)
        self.assertEqual(set(PARITY_KINDS), seen)


def brute_force_runs(lines, highest, matched):
    """Section 17.5 and 17.6 on plain lists: the findings, and of each matched bound line whether its row is to be void, if told.

    `lines` are dicts with seq, bound, first, count (of an outcome), aborted, hash, or None where one is unsound.
    """
    told, faults, run, broken, last = {}, 0, [], False, 0
    for at, line in enumerate(lines):
        if line is None or line["seq"] != last + 1:
            run, broken = [], True
        if line is None:
            continue
        last = line["seq"]
        if broken:
            broken = line["bound"]
        elif line["outcome"] is not None:
            first, count, event_hash, aborted = line["outcome"]
            if not line["bound"] and run and (first, count, event_hash) == (lines[run[0]]["seq"], len(run), lines[run[-1]]["hash"]):
                told.update(dict.fromkeys(run, aborted))
            else:
                faults += 1
            run = []
        elif line["bound"]:
            run.append(at)
        else:
            faults += 1 if run else 0
            run = []
    undecided = bool(run) and highest <= lines[run[-1]]["seq"]
    if undecided:
        told.update(dict.fromkeys(run, False))
    return faults, undecided, told


class RunsByBruteForce(LedgerCase):
    """Random runs with accidents: lines lost, doubled, moved and damaged, outcomes that lie, rows with wrong flags."""

    def test_transactions_and_void_flags_are_those_of_the_rules_on_lists(self):
        print("runs: seed %d" % SEED)
        dice = random.Random(SEED)
        seen = set()
        for round_number in range(400):
            chain, aborted = random_runs(dice)
            lines = list(chain.lines)
            broken = set()
            for _ in range(dice.choice((0, 0, 1, 2))):
                i = dice.randrange(len(lines))
                accident = dice.randrange(4)
                if accident == 0 and len(lines) > 1:
                    del lines[i]
                elif accident == 1:
                    lines.insert(dice.randrange(len(lines) + 1), lines[i])
                elif accident == 2:
                    lines[i], lines[i - 1] = lines[i - 1], lines[i]
                else:
                    broken.add(id(lines[i]))
            rows = [changed(row, void=int((row[0] in aborted) != (dice.randrange(9) == 0))) for row in chain.rows]
            rows = rows[:dice.randrange(len(rows) + 1)] if dice.randrange(3) == 0 else rows
            highest = max([row[0] for row in rows], default=0)
            data = [line.bytes.replace(b'"tool"', b'"tooI"').replace(b'"type":"diptych"', b'"type":"diptycH"') if id(line) in broken else line.bytes for line in lines]
            end = Chain()
            end.add(seq=900, batch=900, batch_end=900)
            data.append(end.lines[0].bytes)  # of a later batch: no tail is torn
            folder = self.ledger({SEGMENT_1: b"".join(data)}, rows)
            report, _, kinds = self.verify(folder)

            judged = [None if id(line) in broken else as_judged(line) for line in lines] + [as_judged(end.lines[0])]
            faults, undecided, told = brute_force_runs(judged, highest, rows)
            flags, unjudged, highest_sound, ordered = 0, False, 0, {}
            for at, line in enumerate(judged):
                if line is not None and line["seq"] > highest_sound:
                    highest_sound = line["seq"]
                    ordered[line["seq"]] = at
            for row in rows:
                at = ordered.get(row[0])
                is_bound = row[13] is not None
                should = told.get(at) if is_bound else False
                unjudged |= should is None
                flags += should is not None and bool(row[20]) != should
            expected = dict(transaction=faults, undecided=int(undecided), void_flag=flags)
            found = {kind: kinds.get(kind, 0) for kind in expected}
            self.assertEqual(expected, found, "seed %d, round %d: %s" % (SEED, round_number, report))
            self.assertEqual(unjudged, "void_flags" in report["not_checked"], "seed %d, round %d: %s" % (SEED, round_number, report))
            seen.update(kind for kind, count in found.items() if count)
            seen.add(unjudged)
            shutil.rmtree(folder)
        self.assertEqual({"transaction", "void_flag", True, False}, seen)


def as_judged(line):
    outcome = None
    if line.fields["event_type"] in (golden_runs.COMMITTED, golden_runs.ABORTED):
        said = json.loads(line.fields["payload"])
        outcome = said["first_seq"], said["count"], said["event_hash"], line.fields["event_type"] == golden_runs.ABORTED
    return dict(seq=line.fields["seq"], bound=bool(line.fields["bound"]), hash=line.fields["event_hash"], outcome=outcome)


def random_runs(dice):
    """A chain of runs, now and then with an outcome that lies, and the sequences that an outcome told of as aborted."""
    chain, aborted = golden_runs.Runs(), set()
    for _ in range(dice.randrange(1, 6)):
        kind = dice.randrange(8)
        if kind < 2:
            chain.plain(1)
            continue
        count = dice.randrange(1, 4)
        first = len(chain.lines) + 1
        chain.bound(count)
        if kind == 2:
            chain.told(golden_runs.COMMITTED, count, count=count + 1)
        elif kind > 3:
            outcome = dice.choice((golden_runs.COMMITTED, golden_runs.ABORTED))
            chain.told(outcome, count)
            if outcome == golden_runs.ABORTED:
                aborted.update(range(first, first + count))
    return chain, aborted


PARITY_KINDS = ("missing_in_store", "missing_in_log", "mismatch", "pending", "duplicate_id", "void_flag")


def random_pair(dice):
    """Lines as (bytes, sequence, id, sound) and rows: one chain, and then accidents on either side."""
    chain = Chain().plain(dice.randrange(1, 9))
    lines = [(line.bytes, line.fields["seq"], line.fields["id"], True) for line in chain.lines]
    rows = list(chain.rows)
    for _ in range(dice.randrange(5)):
        accident = dice.randrange(11)
        i = dice.randrange(len(lines)) if lines else None
        j = dice.randrange(len(rows)) if rows else None
        if accident == 0 and lines:
            del lines[i]
        elif accident == 1 and lines:
            lines.insert(dice.randrange(len(lines) + 1), lines[i])
        elif accident == 2 and len(lines) > 1:
            lines[i], lines[i - 1] = lines[i - 1], lines[i]
        elif accident == 3 and lines:  # another sound event in that place
            seq = lines[i][1]
            other = golden_ledger.Line(dict(chain.lines[0].fields, seq=seq, batch=seq, batch_end=seq, payload=b'"other"', payload_hash=None,
                                            id=dice.choice([lines[i][2], "evt_%026d" % dice.randrange(1, 10), "new"])))
            lines[i] = (other.bytes, seq, other.fields["id"], True)
        elif accident == 4 and lines:  # an unsound line that still says its sequence
            if lines[i][3]:
                lines[i] = (lines[i][0].replace(b'"tool"', b'"tooI"'), lines[i][1], None, False)
        elif accident == 5 and rows:
            del rows[j]
        elif accident == 6 and rows:
            rows[j] = changed(rows[j], payload=dice.choice(['"edited"', rows[j][19]]), event_type="com.example.edited.v1")
        elif accident == 7 and rows and all(row[3] != "stranger" for row in rows):
            rows[j] = changed(rows[j], id="stranger")
        elif accident == 8 and rows:
            rows[j] = changed(rows[j], void=1)
        elif accident == 9 and len(rows) > 1:
            j, k = dice.sample(range(len(rows)), 2)
            rows[j], rows[k] = changed(rows[j], seq=rows[k][0]), changed(rows[k], seq=rows[j][0])
            rows.sort()
        elif accident == 10 and rows:
            del rows[dice.randrange(len(rows)):]
    lines.append((Chain().plain(1).lines[0].bytes[:-9].replace(b'"seq":1,', b'"req":1,') + b"\n", None, None, False))  # no torn tail
    lines.append((b'{"seq":99,"batch":99,"\n', 99, None, False))
    return lines, rows


def brute_force(lines, rows):
    """Section 11.7 on plain lists."""
    counts = dict.fromkeys(PARITY_KINDS, 0)
    highest = max([row[0] for row in rows], default=0)
    stored_lines = {row[0]: line_of(row) for row in rows}
    left_rows = {row[0]: row[3] for row in rows}
    left_lines, matched_ids = [], set()
    for line, seq, event_id, sound in lines:
        if seq in left_rows and stored_lines[seq] == line:
            matched_ids.add(left_rows.pop(seq))
        else:
            left_lines.append((seq, event_id, sound))
    for seq, _, sound in left_lines:
        if not sound and seq in left_rows:
            del left_rows[seq]
            counts["mismatch"] += 1
    claimed = set(matched_ids)
    for seq, event_id, sound in left_lines:
        if not sound:
            continue
        row_seq = next((s for s, i in left_rows.items() if i == event_id), None)
        if event_id in claimed:
            counts["duplicate_id"] += 1
        elif row_seq is not None:
            del left_rows[row_seq]
            counts["mismatch"] += 1
        elif seq > highest:
            counts["pending"] += 1
        else:
            counts["missing_in_store"] += 1
        claimed.add(event_id)
    counts["missing_in_log"] = len(left_rows)
    counts["void_flag"] = sum(1 for row in rows if row[20] != 0)
    return {kind: count for kind, count in counts.items() if count}


def line_of(row):
    f = dict(zip(golden_ledger.ROW_COLUMNS, row))
    return (
        '{"seq":%d,"batch":%d,"batch_end":%d,"id":"%s","schema_version":%d,"observed_at":"%s","recorded_at":"%s","source":{"type":"%s"},'
        '"event_type":"%s","domain_tags":%s,"payload_hash":"%s","prev_event_hash":"%s","event_hash":"%s","payload":%s}\n' % (
            f["seq"], f["batch"], f["batch_end"], f["id"], f["schema_version"], f["observed_at"], f["recorded_at"], f["source_type"],
            f["event_type"], f["domain_tags"], f["payload_hash"].hex(), f["prev_event_hash"].hex(), f["event_hash"].hex(), f["payload"])
    ).encode()


def brute_verdict(counts):
    kinds = set(counts)
    if not kinds:
        return "in_parity"
    if kinds <= {"missing_in_store", "pending"}:
        return "store_behind"
    return "log_behind" if kinds == {"missing_in_log"} else "diverged"


class StrictPayloads(unittest.TestCase):
    """The payload judge against Python's own parser, made strict with hooks."""

    def test_agrees_with_another_parser_on_mutated_texts(self):
        print("payloads: seed %d" % SEED)
        dice = random.Random(SEED)
        seeds = [b'{"a":[1,-0.5e+7,"x\\u00e9\\ud83d\\ude00"],"b":{"c":null,"d":[true,false]},"\xc3\xa9":""}', b'["\\\\\\"/\\/",0,10,{}]', b'"text"',
                 b"-12.25E-3", b'[[[]],{"a":{"b":{}}}]']
        alphabet = [b"{", b"}", b"[", b"]", b",", b":", b'"', b"\\", b"0", b"1", b"-", b".", b"e", b"a", b"null", b"NaN", b" ", b"\n", b"\\u0061",
                    b"\\ud800", b"\xc3", b"\xa9", b"\x01", b"\x7f", b"1:", b'"a":', b"\xef\xbb\xbf", b"\xe2\x80\xa8", b"\\udc00"]
        good = 0
        for _ in range(40_000):
            text = dice.choice(seeds)
            for _ in range(dice.randrange(1, 4)):
                at = dice.randrange(len(text) + 1)
                text = text[:at] + dice.choice(alphabet) + text[at + dice.randrange(3):]
            expected = strict(text)
            good += expected
            self.assertEqual(expected, verify_ledger.payload_fault(text) is None, "seed %d: %r" % (SEED, text))
        self.assertGreater(good, 1_000)


def strict(raw):
    """Whether bytes are a minified payload, asked of the json module."""
    def pairs(items):
        if len({key for key, _ in items}) != len(items):
            raise ValueError("duplicate key")
        return dict(items)

    def refuse(word):
        raise ValueError(word)

    try:
        text = raw.decode("utf-8")
        if text.startswith("\ufeff"):
            return False
        value = json.loads(text, object_pairs_hook=pairs, parse_constant=refuse)
        json.dumps(value, ensure_ascii=False).encode("utf-8")
    except (ValueError, UnicodeError):
        return False
    outside = re.sub(r'"(?:[^"\\]|\\.)*"', "", text)
    return not re.search(r"[ \t\n\r]", outside)


class Boundaries(LedgerCase):
    def payload_for_line_of(self, length):
        chain = Chain()
        chain.add(payload=b'""')
        return b'"' + b"x" * (length - len(chain.lines[0].bytes)) + b'"'

    def test_a_line_of_1_000_000_bytes_is_whole_and_one_byte_more_is_not(self):
        for length, expected in ((1_000_000, (0, "in_parity", "intact", {})), (1_000_001, (6, "in_parity", "damaged", {"undecodable": 1}))):
            chain = Chain().plain(1).batch(dict(payload=self.payload_for_line_of(length))).plain(1)
            self.assertEqual(length, len(chain.lines[1].bytes))
            rows = chain.rows if length == 1_000_000 else chain.rows[:1] + chain.rows[2:]
            self.assert_verdict(self.ledger(chain.log(), rows), *expected)

    def test_a_tail_as_long_as_the_largest_batch_is_torn_and_a_longer_one_is_damage(self):
        chain = Chain().plain(2)
        for length, expected in ((8_388_608, (3, "in_parity", "torn_tail", {"torn_tail": 1})),
                                 (8_388_609, (6, "in_parity", "damaged", {"undecodable": 1}))):
            report = self.assert_verdict(self.ledger({SEGMENT_1: chain.text() + b"\x00" * length}, chain.rows), *expected)
            self.assertEqual(2, report["log"]["events"])

    def test_a_torn_tail_says_where_it_begins_and_how_long_it_is(self):
        chain = Chain().plain(2).batch({}, {})
        report, _, _ = self.verify(self.ledger({SEGMENT_1: chain.text(1, 4) + b"x"}, chain.rows[:2]))
        self.assertEqual([{"kind": "torn_tail", "segment": SEGMENT_1, "offset": len(chain.text(1, 3)), "bytes": len(chain.lines[2].bytes) + 1}],
                         report["findings"])
        self.assertEqual(2, report["log"]["events"])

    def test_findings_are_listed_up_to_1_000_and_counted_to_the_last(self):
        chain = Chain().plain(1_205)
        report = self.assert_verdict(self.ledger(chain.log(), chain.rows[:5]), 3, "store_behind", "intact", {"pending": 1_200})
        self.assertEqual((1_000, 1_200), (len(report["findings"]), report["findings_total"]))

    def test_memory_does_not_grow_with_the_ledger(self):
        peaks = []
        for count in (1_000, 5_000):
            chain = Chain().plain(count)
            folder = self.ledger(chain.log(), chain.rows[:10])
            del chain
            tracemalloc.start()
            self.verify(folder)
            peaks.append(tracemalloc.get_traced_memory()[1])
            tracemalloc.stop()
        self.assertLess(peaks[1], peaks[0] + 1_000_000)


class WritersAndStores(LedgerCase):
    def own_process(self):
        with open("/proc/self/stat", "rb") as file:
            ticks = int(file.read().rsplit(b")", 1)[1].split()[19])
        with open("/proc/stat", "rb") as file:
            boot = int(re.search(rb"btime ([0-9]+)", file.read())[1])
        return "open %d %d\n" % (os.getpid(), boot * 1000 + ticks * 1000 // os.sysconf("SC_CLK_TCK"))

    def test_what_an_open_writer_has_not_mirrored_yet_is_in_flight(self):
        chain = Chain().plain(4)
        folder = self.ledger({SEGMENT_1: chain.text(1, 4) + chain.lines[3].bytes[:50]}, chain.rows[:2], self.own_process())
        report = self.assert_verdict(folder, 0, "in_parity", "intact", {})
        self.assertEqual((1, "2:" + chain.lines[1].fields["event_hash"]), (report["in_flight"], report["mark"]))

    def test_the_same_is_pending_and_torn_when_the_process_is_another_one(self):
        chain = Chain().plain(4)
        pid, started = self.own_process().split()[1:]
        for writer in ("open %s %d\n" % (pid, int(started) - 9_000), "open 999999999 0\n", "opened %s %s\n" % (pid, started), "open %s 0" % pid):
            folder = self.ledger({SEGMENT_1: chain.text(1, 4) + chain.lines[3].bytes[:50]}, chain.rows[:2], writer)
            self.assert_verdict(folder, 3, "store_behind", "torn_tail", {"torn_tail": 1, "pending": 1})

    def test_a_row_that_only_the_wal_holds_is_read(self):
        chain = Chain().plain(3)
        folder = self.ledger(chain.log(), chain.rows[:2])
        writer = sqlite3.connect(os.path.join(folder, "store.db"), isolation_level=None)
        self.addCleanup(writer.close)
        writer.execute("INSERT INTO diptych_events VALUES (%s)" % ",".join("?" * 21), chain.rows[2])
        self.assert_verdict(folder, 0, "in_parity", "intact", {})

    def test_a_wal_on_a_medium_that_cannot_be_written_is_read_from_a_copy_that_does_not_stay(self):
        chain = Chain().plain(3)
        folder = self.ledger(chain.log(), chain.rows[:2])
        writer = sqlite3.connect(os.path.join(folder, "store.db"), isolation_level=None)
        self.addCleanup(writer.close)
        writer.execute("INSERT INTO diptych_events VALUES (%s)" % ",".join("?" * 21), chain.rows[2])
        copies = os.path.join(self.directory, "copies")
        os.mkdir(copies)
        with mock.patch("os.access", return_value=False), mock.patch.object(tempfile, "tempdir", copies):
            self.assert_verdict(folder, 0, "in_parity", "intact", {})
            writer.execute("PRAGMA user_version = 1")
            writer.execute("DROP TABLE diptych_mirror")
            self.assertEqual(7, run_tool(folder)[0])
        self.assertEqual([], os.listdir(copies))

    def test_a_store_of_a_later_schema_is_not_compared(self):
        chain = Chain().plain(2)
        for changes in (dict(store_schema=3), dict(format_version=2)):
            report = self.assert_verdict(self.ledger(chain.log(), chain.rows, **changes), 4, "diverged", "intact", {"unknown_version": 1})
            self.assertEqual((None, ["store"]), (report["store"]["events"], report["not_checked"]))

    def test_what_is_no_store_is_refused_with_exit_7(self):
        folder = self.ledger(Chain().plain(1).log())
        path = os.path.join(folder, "store.db")
        with open(path, "wb") as file:
            file.write(b"This is no database. " * 100)
        self.assertEqual(7, run_tool(folder)[0])
        os.remove(path)
        foreign = sqlite3.connect(path)
        foreign.execute("CREATE TABLE theirs (a)")
        foreign.commit()
        foreign.close()
        code, out, err = run_tool(folder, "--json")
        self.assertEqual((7, ""), (code, out))
        self.assertIn("diptych_mirror", err)

    def test_a_log_and_a_store_in_other_places(self):
        chain = Chain().plain(2)
        folder = self.ledger(chain.log(), chain.rows)
        elsewhere = os.path.join(self.directory, "a b?c#d.db")
        shutil.move(os.path.join(folder, "store.db"), elsewhere)
        self.assertEqual(0, run_tool("--log", os.path.join(folder, "log"), "--store", elsewhere)[0])
        self.assertEqual(0, run_tool(folder, "--store", elsewhere)[0])
        self.assertEqual(3, run_tool(folder)[0])

    def test_a_directory_with_the_name_of_a_segment_is_foreign(self):
        chain = Chain().plain(2)
        folder = self.ledger(chain.log(), chain.rows)
        os.mkdir(os.path.join(folder, "log", segment_name(3)))
        self.assert_verdict(folder, 6, "in_parity", "damaged", {"segment_name": 1})


class TheReport(LedgerCase):
    def test_json_has_the_keys_of_the_format_in_their_order(self):
        chain = Chain().plain(2)
        code, out, _ = run_tool(self.ledger(chain.log(), chain.rows), "--json")
        self.assertEqual(0, code)
        self.assertEqual(
            '{"verdict":"in_parity","log":{"verdict":"intact","events":2},"store":{"events":2},"findings":[],"findings_total":0,'
            '"not_checked":[],"mark":"2:%s","in_flight":0}\n' % chain.lines[1].fields["event_hash"], out)

    def test_a_mismatch_names_fields_hashes_and_the_side_that_hashes_to_the_chain(self):
        chain = Chain().plain(3)
        rows = [changed(row, payload='"x"', trace_id="t") if row[0] == 2 else row for row in chain.rows]
        own_hash = chain.lines[1].fields["event_hash"]
        report, _, _ = self.verify(self.ledger(chain.log(), rows))
        self.assertEqual([{"kind": "mismatch", "seq": 2, "id": chain.lines[1].fields["id"], "fields": ["trace_id", "payload"],
                           "log_hash": own_hash, "store_hash": own_hash, "hashes_to_chain": "log", "segment": SEGMENT_1,
                           "offset": len(chain.lines[0].bytes), "line": 2}], report["findings"])

    def test_a_damaged_line_is_told_from_its_row(self):
        chain = Chain().plain(3)
        log = {SEGMENT_1: chain.text().replace(b'{"n":2}', b'{"n":9}')}
        finding = self.verify(self.ledger(log, chain.rows))[0]["findings"][1]
        self.assertEqual(("mismatch", ["payload"], "store"), (finding["kind"], finding["fields"], finding["hashes_to_chain"]))

    def test_what_was_not_checked_is_said(self):
        for events, words in (({"key_id": "k"}, ["signatures"]), ({"bound": True}, []),
                              ({"event_type": "diptych.healed.v1"}, ["void_flags"]),
                              ({"event_type": "diptych.transaction.committed.v1"}, ["void_flags"]),
                              ({"event_type": "diptych.healed.v1", "key_id": "k"}, ["void_flags", "signatures"])):
            chain = Chain().plain(1).batch(events)
            self.assertEqual(words, self.verify(self.ledger(chain.log(), chain.rows))[0]["not_checked"])
        self.assertEqual(["store"], self.verify(self.ledger(Chain().plain(1).log()))[0]["not_checked"])

    def test_text_names_verdicts_findings_and_what_was_not_checked(self):
        chain = Chain().plain(2)
        code, out, _ = run_tool(self.ledger(chain.log(), chain.rows[:1]))
        self.assertEqual(3, code)
        for part in ("parity: store_behind", "log:    intact, 2 events", "store:  1 events", "finding pending: 1", "seq 2", "not checked: nothing"):
            self.assertIn(part, out)

    def test_usage_and_missing_directories_have_their_exit_codes(self):
        self.assertEqual(2, run_tool()[0])
        self.assertEqual(2, run_tool("--no-such-option", self.directory)[0])
        self.assertEqual(2, run_tool("--log", self.directory)[0])
        code, out, err = run_tool(os.path.join(self.directory, "missing"))
        self.assertEqual((7, ""), (code, out))
        self.assertIn("Nothing was changed", err)

    def test_it_runs_as_a_program_of_its_own(self):
        folder = os.path.join(GOLDEN, "flip-payload")
        done = subprocess.run([sys.executable, "-B", TOOL, folder, "--json"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False)
        self.assertEqual((6, b""), (done.returncode, done.stderr))
        self.assertEqual("damaged", json.loads(done.stdout)["log"]["verdict"])

    def test_a_signal_ends_it_with_128_and_the_signal(self):
        folder = self.ledger({})
        os.mkfifo(os.path.join(folder, "writer"))  # reading it blocks until the signal
        process = subprocess.Popen([sys.executable, "-B", TOOL, folder], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        with open(os.path.join(folder, "writer"), "wb"):  # returns when the tool has opened its end
            process.send_signal(signal.SIGTERM)
            _, err = process.communicate(timeout=30)
        self.assertEqual((128 + signal.SIGTERM, b""), (process.returncode, err))


if __name__ == "__main__":
    unittest.main()
