#!/usr/bin/env python3
"""Writes the golden ledgers: one small ledger for each case of docs/format.md, with the verdict that it deserves.

    make_golden.py [DIR]        writes them into DIR (default: golden beside tools), replacing what is there

Each folder holds `log/`, `store.db` and `writer` as far as the case has them, and `expected.json`. The verdicts are
written down here by hand, from the format; nothing here asks a verifier. The same run makes the same bytes, but for
SQLite's own version number in the header of a store.
"""

import os
import re
import shutil
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from golden_runs import COMMITTED, Runs, run_ledgers  # noqa: E402
from golden_signed import signed_ledgers  # noqa: E402
from golden_ledger import LEDGER_ID, SEGMENT_1, Chain, changed, segment_name, write_expected, write_ledger  # noqa: E402

HERE = os.path.dirname(os.path.abspath(__file__))
OTHER_LEDGER = "f" * 64
GOOD = (0, "in_parity", "intact", {})
KINDS_OF_THE_LOG = ("undecodable", "unknown_version", "event_hash", "payload_hash", "gap", "link", "batch", "segment_name", "torn_tail",
                     "transaction", "undecided")



def audited(exit_code, log, complete, kinds, authentic="unsigned", **more):
    return dict({"exit": exit_code, "log": log, "authentic": authentic, "complete": complete, "kinds": kinds}, **more)


# What an audit says where it is not what audit_of makes of the verification's verdict.
AUDITED = {
    "chain-duplicate-id": audited(0, "intact", "as_far_as_the_store", {}),  # an audit does not look for ids
    "chain-duplicate-line": audited(6, "damaged", "as_far_as_the_store", dict(duplicate=1)),
    "damage-batch-cut-at-line-end": audited(6, "damaged", "incomplete", dict(batch=1, truncated=1)),
    "damage-first-line-of-born-ledger": audited(6, "damaged", "not_checked", dict(undecodable=1)),  # nothing can be compared
    "damage-store-has-it": audited(6, "damaged", "not_checked", dict(undecodable=1)),
    "damage-tail-beside-a-stranger": audited(6, "damaged", "rewritten", dict(undecodable=1, forked=1)),
    "envelope-signature-without-key-id": audited(6, "damaged", "as_far_as_the_store", dict(undecodable=1)),
    "parity-both-behind": audited(3, "intact", "incomplete", dict(truncated=1)),
    "parity-log-behind": audited(3, "intact", "incomplete", dict(truncated=1)),
    "parity-row-last-edited": audited(0, "intact", "not_checked", {}),  # the store's memory cannot be relied on
    "run-outcome-cut-away": audited(3, "intact", "incomplete", dict(truncated=1)),
    "void-of-a-row-alone": audited(3, "intact", "incomplete", dict(truncated=1)),
    "version-announced": audited(4, "unknown_version", "not_checked", dict(unknown_version=1)),
    "version-announced-and-damage-before": audited(4, "unknown_version", "not_checked", dict(payload_hash=1, unknown_version=1)),
}


class Golden:
    """Collects the cases into one directory."""

    def __init__(self, target):
        self.target = target
        self.names = []

    def case(self, name, why, expected, log=None, rows=None, writer=None, **store):
        folder = os.path.join(self.target, name)
        write_ledger(folder, log, rows, writer, **store)
        write_expected(folder, *expected, why, audit=AUDITED.get(name) or audit_of(expected, log, rows))
        self.names.append(name)

    def signed(self, name, why, chain, audit, trust=None, checkpoints=None, expected=None, log=None, rows=None, against=None,
               writer=None, **store):
        """A case about signatures: with what an audit says of it, and, where there are checkpoints, a verification against them."""
        folder = os.path.join(self.target, name)
        write_ledger(folder, chain.log() if log is None else log, chain.rows if rows is None else rows, writer, **store)
        for file_name, text in (("allowed_signers", trust), ("checkpoints", checkpoints)):
            if text is not None:
                with open(os.path.join(folder, file_name), "w", encoding="utf-8", newline="\n") as file:
                    file.write(text)
        write_expected(folder, *(expected or GOOD), why, audit=audit, **({"against": against} if against else {}))
        self.names.append(name)

    def good(self, name, why, chain, *starts):
        self.case("good-" + name, why, GOOD, chain.log(*starts), chain.rows)


def audit_of(expected, log, rows):
    """What an audit says of an ordinary case: what a verification says of the log alone, without what needs the other copy or ids."""
    exit_code, _, verdict, kinds = expected
    if log is None:
        return {"exit": 7}
    kinds = {kind: count for kind, count in kinds.items() if kind in KINDS_OF_THE_LOG}
    complete = "as_far_as_the_store" if rows else "not_checked"
    if verdict == "forked":
        kinds["forked"], complete = 1, "rewritten"
    exit_of_undecided = 3 if "undecided" in kinds else 0
    signed = any(b'"signature":"' in line.split(b',"payload":')[0] for data in log.values() for line in data.split(b"\n"))
    exit_code = {"intact": exit_of_undecided, "torn_tail": 3, "damaged": 6, "forked": 6, "unknown_version": 4}[verdict]
    return {"exit": exit_code, "log": verdict, "authentic": "not_checked" if signed else "unsigned", "complete": complete, "kinds": kinds}


def torn(**others):
    return 3, "store_behind" if others else "in_parity", "torn_tail", dict({"torn_tail": 1}, **others)


def damaged(verdict, **kinds):
    return 6, verdict, "damaged", kinds


def diverged(verdict, **kinds):
    return 3, verdict, "intact", kinds


# ---- good ------------------------------------------------------------------------------------------------------------

def good_ledgers(g):
    g.good("one-event", "One event, in both copies.", Chain().plain(1))
    example = Chain()
    example.add(id="evt_01JD0000000000000000000001", source_type="user", event_type="com.example.greeted.v1",
                observed_at="2026-11-23T10:00:00.123456Z", recorded_at="2026-11-23T10:00:00.200000Z", payload=b'{"text":"hello"}')
    example.add(id="order-7", source_name="shell", event_type="com.example.order_placed.v1", trace_id="t-1",
                session_id='caf\u00e9 "7"', domain_tags=["orders", "b\\w"], observed_at="2026-11-23T10:00:01.000000Z",
                recorded_at="2026-11-23T10:00:01.000250Z", payload=b'{"total":1.50,"note":"\\u00e9\\/"}')
    g.good("worked-example", "The example of the format page.", example)
    g.good("batches", "Batches of one, three and two events.", Chain().batch({}).batch({}, {}, {}).batch({}, {}))
    g.good("two-segments", "The log was rolled once.", Chain().batch({}, {}).batch({}, {}), 1, 3)
    g.good("three-segments", "The log was rolled twice.", Chain().batch({}, {}).plain(1).batch({}, {}), 1, 3, 4)
    g.good("all-optional-keys", "Every key that may be there is there.", Runs().batch(dict(
        source_name="shell", trace_id="trace", session_id="session", domain_tags=["a", "b"], bound=True, key_id="key-1")).told(COMMITTED, 1))
    g.good("signature", "A signed event between two unsigned ones.", Chain().plain(1).batch(dict(key_id="SHA256:a+b/c")).plain(1))
    g.good("escapes-and-unicode", "Envelope strings with quotes, backslashes, and characters from all planes.", Chain().batch(
        dict(source_name='"\\"', trace_id="\\", session_id='"', domain_tags=["\\\\", '"', "\u2028\u2029\u0080", "/"]),
        dict(source_name="\U0001f600\ufffd\uffff", trace_id="\U0010ffff" * 128, session_id=" ", domain_tags=["e\u0301", "\u00e9"]),
        dict(source_name="\u00e9" * 128, domain_tags=["\U0001f600" * 64, ',"event_hash":', "\ufeff"])))
    g.good("longest-names", "Id, event type, source type, tags at their limits.", Chain().batch(
        dict(id="A" * 128, source_type="a" + "_" * 63, event_type="a" * 197 + ".v1", domain_tags=["t%d" % i for i in range(32)]),
        dict(id="0.-_:Z", source_type="a0", event_type="0_.v10")))
    g.good("times", "The first and the last time, leap days, and clocks that go backwards.", Chain().batch(
        dict(observed_at="9999-12-31T23:59:59.999999Z", recorded_at="2026-11-23T10:00:00.000000Z"),
        dict(observed_at="0000-02-29T00:00:00.000000Z", recorded_at="2026-11-23T09:00:00.000000Z"),
        dict(observed_at="2000-02-29T12:00:00.000001Z", recorded_at="0000-01-01T00:00:00.000000Z")))
    payloads = [b"null", b"true", b"false", b'""', b'"text"', b"7", b"-0", b"1E5", b"1.0", b"0.1e-7", b"[]", b"{}", b'[{},[],"]}"]',
                b'{"b":1,"a":2,"A":3,"":4}', b'"\\/\\b\\f\\n\\r\\t\\u0041\\u00e9\\"\\\\"', b'"\\ud83d\\ude00\\u0000"',
                '"\u00e9\u2028\U0001f600\x7f\ufeff"'.encode(), b'{"event_hash":",\\"payload\\":","payload":"}"}',
                b'{"a":{"a":1},"b":[{"a":1},{"a":1}]}', b'" white\\u0020 space "']
    g.good("payload-spellings", "Payloads are kept as spelt: escapes, numbers, order of keys.", Chain().batch(
        *[dict(payload=payload) for payload in payloads]))
    g.good("payload-limits", "Nesting of 128 and a number of 1,000 characters.", Chain().batch(
        dict(payload=b"[" * 128 + b"]" * 128), dict(payload=b'{"a":' * 128 + b"1" + b"}" * 128), dict(payload=b"-" + b"9" * 999)))
    g.good("broken-glass", "A refused event that was authorised, behind the event that says so.", Chain().plain(1).batch(
        dict(event_type="diptych.policy.broken_glass.v1", source_type="diptych", payload=(
            b'{"who":"ops@example.com","scope":"com.example.*","reason":"INC-7","from":"2026-11-23T10:00:00.000000Z",'
            b'"until":"2026-11-23T11:00:00.000000Z","rules":["retention.window"]}')), {}))
    g.good("unknown-own-type", "An own event of a later Diptych can be read past.", Chain().plain(1).batch(
        dict(event_type="diptych.healed.v1", source_type="diptych", payload=b'{"anything":1}')).plain(1))
    g.good("format-announced", "A version was announced and not used yet.", Chain().plain(1).batch(format_event(2)).plain(1))
    chain = Chain().plain(2)
    g.case("good-empty-newest-segment", "The log was rolled and nothing written since.", GOOD,
           dict(chain.log(), **{segment_name(3): b""}), chain.rows)
    g.case("good-unborn", "A store without events and no log.", GOOD, None, [])
    g.case("good-unborn-empty-segment", "A store without events and an empty first segment.", GOOD, {SEGMENT_1: b""}, [])
    g.case("good-temporary-file", "Names that end in .tmp are ignored.", GOOD,
           dict(chain.log(), **{segment_name(3) + ".tmp": b"half"}), chain.rows)
    g.case("good-closed", "Closed cleanly, and the writer's file says so.", GOOD, chain.log(), chain.rows, closed(chain, 2))
    g.case("good-wrong-position", "The stored position is a hint: a wrong one is no finding.", GOOD, chain.log(), chain.rows,
           position=(SEGMENT_1 + ":7", 1))


def format_event(version):
    return dict(event_type="diptych.format.v1", source_type="diptych", payload=b'{"version":%d}' % version)


def closed(chain, seq):
    size = len(chain.text(1, seq + 1))
    return "closed %d %s %s %d\nstore-closed\n" % (seq, chain.lines[seq - 1].fields["event_hash"], SEGMENT_1, size)


# ---- torn tails, and what only looks like one ------------------------------------------------------------------------

def tails(g):
    chain = Chain().plain(3)
    two = chain.rows[:2]
    whole, last = chain.text(1, 3), chain.lines[2].bytes
    half = whole + last[:200]
    g.case("torn-mid-line", "The last line was cut; nobody had been told of it.", torn(), {SEGMENT_1: half}, two)
    g.case("torn-last-byte", "Only the LF of the last line is missing.", torn(), {SEGMENT_1: whole + last[:-1]}, two)
    triple = Chain().plain(2).batch({}, {}, {})
    g.case("torn-mid-batch", "The last batch was cut inside its second line.", torn(),
           {SEGMENT_1: triple.text(1, 4) + triple.lines[3].bytes[:100]}, two)
    g.case("torn-at-line-end", "The last batch was cut at the end of its first line.", torn(), {SEGMENT_1: triple.text(1, 4)}, two)
    garbled = triple.text(1, 3) + b"\x00" * len(triple.lines[2].bytes) + triple.text(4)
    g.case("torn-garbled-first-line", "The first line of the last batch never reached the disk, the others did.", torn(),
           {SEGMENT_1: garbled}, two)
    g.case("torn-payload-garbled", "The last line has its length and another payload.", torn(),
           {SEGMENT_1: whole + last.replace(b'{"n":3}', b'{"n":0}')}, two)
    g.case("torn-nul-tail", "The file grew, its content did not come: NUL bytes.", torn(), {SEGMENT_1: whole + b"\x00" * 700}, two)
    g.case("torn-stale-lines", "An old line reappears behind the end: it says an old batch.", torn(),
           {SEGMENT_1: whole + b"\xff\xfe\n" + chain.lines[0].bytes}, two)
    g.case("torn-first-batch", "The very first batch was cut; the unborn store was there before it.", torn(), {SEGMENT_1: chain.lines[0].bytes[:90]}, [])
    g.case("torn-newest-segment", "All of the newest segment is the tail.", torn(),
           {SEGMENT_1: whole, segment_name(3): last[:90]}, two)
    g.case("torn-unborn-store", "Two events had not been mirrored yet when the third was cut.", torn(pending=2), {SEGMENT_1: half}, [])
    g.case("torn-behind-clean-close", "The last clean close was before the torn batch.", torn(), {SEGMENT_1: half}, two, closed(chain, 2))
    g.case("torn-reopened", "A writer died holding the ledger (no process has that start time).", torn(), {SEGMENT_1: half}, two,
           "open 1 1\n" + closed(chain, 2).splitlines()[0] + "\n")

    g.case("damage-no-store", "Without a store nothing may be cut: it might have been acknowledged.",
           damaged("store_behind", undecodable=1, pending=2), {SEGMENT_1: half})
    g.case("damage-after-clean-close", "The batch had been forced: the ledger was closed cleanly behind it.",
           damaged("in_parity", undecodable=1), {SEGMENT_1: half}, two, closed(chain, 3))
    g.case("damage-store-has-it", "The batch had been forced: the store has its event.",
           damaged("diverged", undecodable=1, mismatch=1), {SEGMENT_1: half}, chain.rows)
    four = Chain().plain(4)
    g.case("damage-later-batch", "The batch had been forced: a whole later one follows.",
           damaged("store_behind", undecodable=1, pending=1),
           {SEGMENT_1: four.text(1, 3) + b"\x00" * len(four.lines[2].bytes) + b"\n" + four.lines[3].bytes}, two)
    g.case("damage-later-batch-begun", "The batch had been forced: a later one was begun behind it.",
           damaged("in_parity", undecodable=2), {SEGMENT_1: four.text(1, 3) + b"\x00\x00\n" + four.lines[3].bytes[:40]}, two)
    g.case("damage-tail-of-closed-segment", "A cut line in a segment that is not the newest.",
           damaged("diverged", undecodable=1, mismatch=1), {SEGMENT_1: four.text(1, 4)[:-50], segment_name(4): four.text(4)}, four.rows)
    g.case("damage-tail-before-empty-segment", "A cut line, and behind it a segment that was begun later.",
           damaged("in_parity", undecodable=1), {SEGMENT_1: half, segment_name(4): b""}, two)
    g.case("damage-first-line-of-born-ledger", "The log is one broken line; the store knows its event.",
           damaged("diverged", undecodable=1, mismatch=1), {SEGMENT_1: Chain().plain(1).text()[:90]}, Chain().plain(1).rows)
    g.case("damage-first-line-beside-born-store", "The log is one broken line; the store has no event but knows a ledger id, so there was one.",
           damaged("in_parity", undecodable=1), {SEGMENT_1: Chain().plain(1).text()[:90]}, [], ledger_id=LEDGER_ID)
    g.case("damage-batch-cut-at-line-end", "Cut at a line end inside a batch whose events the store has.",
           damaged("log_behind", batch=1, missing_in_log=2), {SEGMENT_1: triple.text(1, 4)}, triple.rows)
    strangers = Chain(OTHER_LEDGER, "other_").plain(2)
    g.case("damage-tail-beside-a-stranger", "The store belongs to another ledger: it cannot testify.",
           damaged("diverged", undecodable=1, missing_in_store=2, missing_in_log=2, mismatch=1),
           {SEGMENT_1: half}, strangers.rows, ledger_id=OTHER_LEDGER)


# ---- one changed line ------------------------------------------------------------------------------------------------

def changed_lines(g):
    chain = Chain()
    for seq in range(1, 5):
        chain.batch(dict(source_name="shell", trace_id="t", domain_tags=["a"], key_id="k"))
    target = chain.lines[1]

    def flip(name, why, old, new, expected, line=2, starts=(1,)):
        log = chain.log(*starts)
        before = chain.lines[line - 1].bytes
        after = before.replace(old, new, 1)
        assert after != before, name
        for segment in log:
            log[segment] = log[segment].replace(before, after)
        g.case("flip-" + name, why, expected, log, chain.rows)

    mismatch = damaged("diverged", event_hash=1, mismatch=1)
    unread = damaged("diverged", undecodable=1, mismatch=1)
    flip("seq", "The sequence says another number: nothing vouches for the rest of the line.", b'"seq":2,', b'"seq":3,',
         damaged("log_behind", event_hash=1, missing_in_log=1))
    flip("seq-key", "The first key has another name.", b'"seq"', b'"req"', damaged("log_behind", undecodable=1, missing_in_log=1))
    flip("batch", "The batch begins elsewhere.", b'"batch":2,', b'"batch":3,', mismatch)
    flip("batch-end", "The batch ends elsewhere.", b'"batch_end":2,', b'"batch_end":6,', mismatch)
    flip("id", "The id is that of another event.", b"00002\"", b"00003\"", mismatch)
    flip("id-to-a-new-one", "The id is one that nobody has.", b"00002\"", b"00009\"", mismatch)
    flip("version", "A version that nothing announced is damage, not news.", b'"schema_version":1', b'"schema_version":3', unread)
    flip("time", "The event was observed at another time.", b'"observed_at":"2026', b'"observed_at":"2036', mismatch)
    flip("time-impossible", "Month 19 is no month.", b"2026-11-23", b"2026-19-23", unread)
    flip("source", "The source has another name.", b'"shell"', b'"shelm"', mismatch)
    flip("event-type", "The event is of another type.", b"counted", b"counter", mismatch)
    flip("trace", "A quote became a backslash.", b'"trace_id":"t"', b'"trace_id":"t\\', unread)
    flip("tags", "A tag changed.", b'["a"]', b'["c"]', mismatch)
    flip("key-id", "The duty to be signed by another key.", b'"key_id":"k"', b'"key_id":"j"', mismatch)
    flip("not-utf8", "A byte that is not UTF-8.", b'"shell"', b'"sh\xe5ll"', unread)
    payload_hash = target.fields["payload_hash"].encode()
    flip("payload-hash", "The payload hash changed.", payload_hash, other_digit(payload_hash), mismatch)
    prev = target.fields["prev_event_hash"].encode()
    flip("prev-event-hash", "The hash of the event before changed.", prev, other_digit(prev), mismatch)
    own = target.fields["event_hash"].encode()
    flip("event-hash", "The event hash changed.", own, other_digit(own), mismatch)
    flip("event-hash-upper-case", "Hashes are written in lower case.", own, own.upper(), unread)
    signature = target.fields["signature"].encode()
    flip("signature", "A signature is in no hash: only the other copy tells.", signature,
         (b"B" if signature[:1] == b"A" else b"A") + signature[1:], diverged("diverged", mismatch=1))
    flip("signature-spare-bits", "The last character of a signature has four spare bits.", signature,
         signature[:-1] + bytes([signature[-1] + 1]), unread)
    flip("payload", "The payload changed.", b'{"n":2}', b'{"n":3}', damaged("diverged", payload_hash=1, mismatch=1))
    flip("payload-broken", "The payload changed and is no JSON any more: first of all its hash is wrong.", b'{"n":2}', b'{"n":2]',
         damaged("diverged", payload_hash=1, mismatch=1))
    flip("payload-gone", "Nothing is left of the payload: not a line of the format, whatever its hash.", b'{"n":2}', b"", unread)
    flip("closing-brace", "The last brace is gone.", b"}}\n", b"}]\n", unread)
    flip("line-feed", "A flipped LF joins two lines: the second is taken for payload of the first.", b"}}\n", b"}}J",
         damaged("diverged", payload_hash=1, gap=1, mismatch=1, missing_in_log=1))
    flip("carriage-return", "A line ends with LF alone.", b"}}\n", b"}}\r\n", unread)
    flip("blank-line", "There are no blank lines.", b"}}\n", b"}}\n\n", damaged("in_parity", undecodable=1, gap=1))
    flip("byte-order-mark", "A segment does not begin with a byte order mark.", b'{"seq"', b'\xef\xbb\xbf{"seq"',
         damaged("log_behind", undecodable=1, missing_in_log=1), line=1)
    flip("first-line", "Damage in the first line.", b'{"n":1}', b'{"n":0}', damaged("diverged", payload_hash=1, mismatch=1), line=1)
    flip("last-line", "Damage in the last line, whose event the store has.", b'{"n":4}', b'{"n":5}',
         damaged("diverged", payload_hash=1, mismatch=1), line=4)
    flip("closed-segment", "Damage in a closed segment.", b'{"n":2}', b'{"n":3}', damaged("diverged", payload_hash=1, mismatch=1),
         starts=(1, 4))


def other_digit(hex_text):
    return hex_text[:9] + (b"0" if hex_text[9:10] != b"0" else b"1") + hex_text[10:]


# ---- chain, batches, segments, versions ------------------------------------------------------------------------------

def chains(g):
    five = Chain().plain(5)
    lines = [line.bytes for line in five.lines]

    def log(*order):
        return {SEGMENT_1: b"".join(lines[seq - 1] for seq in order)}

    g.case("chain-gap", "A line is gone.", damaged("log_behind", gap=1, missing_in_log=1), log(1, 2, 4, 5), five.rows)
    g.case("chain-gap-in-both", "An event is gone from both copies: only the chain tells.", damaged("in_parity", gap=1),
           log(1, 2, 4, 5), five.rows[:2] + five.rows[3:])
    g.case("chain-duplicate-line", "A line is there twice.", damaged("diverged", gap=1, duplicate_id=1), log(1, 2, 3, 3, 4, 5), five.rows)
    g.case("chain-reordered-lines", "Two lines changed places: the same set, another order.", damaged("in_parity", gap=3),
           log(1, 2, 4, 3, 5), five.rows)
    g.case("chain-starts-late", "The first line is gone: headless.", damaged("log_behind", gap=1, missing_in_log=1),
           log(2, 3, 4, 5), five.rows)
    linked = Chain().plain(2).batch(dict(prev_event_hash="a" * 64)).plain(2)
    g.case("chain-broken-link", "A line that is right in itself and continues another chain.", damaged("in_parity", link=1),
           linked.log(), linked.rows)
    twice = Chain().plain(2).batch(dict(id="twice")).batch(dict(id="twice", payload=b'"other"')).plain(1)
    g.case("chain-duplicate-id", "Two events have one id; the store can hold only the first.", damaged("diverged", duplicate_id=1),
           twice.log(), twice.rows[:3] + twice.rows[4:])
    forked = Chain().plain(2)
    other = Chain().plain(2)
    forked.plain(2)
    other.batch(dict(id="b3", payload=b'"b"')).batch(dict(id="b4"))
    g.case("chain-forked", "Two histories from sequence 3 on.",
           (6, "diverged", "forked", dict(missing_in_store=2, missing_in_log=2)), forked.log(), other.rows)
    same = Chain().plain(2).batch(dict(payload=b'"b"')).plain(1)
    g.case("chain-forked-same-ids", "Two histories from sequence 3 on, with the same ids.",
           (6, "diverged", "forked", dict(mismatch=2)), forked.log(), same.rows)
    g.case("chain-forked-last", "The last event differs, and either side is right in itself.",
           (6, "diverged", "forked", dict(mismatch=1)), forked.log(), forked.rows[:3] + [relast(forked)])
    g.case("chain-forked-and-torn-tail", "Two histories from sequence 3 on, and half a line behind the log's.",
           (6, "diverged", "forked", dict(torn_tail=1, mismatch=2)),
           {SEGMENT_1: forked.text() + b'{"seq":5,"batch":5,"bat'}, same.rows)
    strangers = Chain(OTHER_LEDGER, "other_").plain(2)
    g.case("chain-strangers", "Log and store of two different ledgers.",
           (6, "diverged", "forked", dict(mismatch=1, missing_in_store=2, missing_in_log=2)),
           Chain().plain(2).log(), strangers.rows, ledger_id=OTHER_LEDGER)

    begins_early = Chain().plain(2).batch(dict(batch=2)).plain(1)
    g.case("batch-overlaps", "A batch begins before the one before it ended.", damaged("in_parity", batch=1),
           begins_early.log(), begins_early.rows)
    twice_wrong = Chain().plain(2).batch(dict(batch=1, batch_end=2)).batch(dict(batch=3)).plain(1)
    g.case("batch-two-misfits", "A line outside the batch that it names, and behind it one whose batch begins before it.",
           damaged("in_parity", batch=2), twice_wrong.log(), twice_wrong.rows)
    overlapping = Chain().plain(2).batch(dict(batch=1)).plain(1)
    g.case("batch-overlaps-behind-unreadable", "A batch claims a line of the whole batch before it; the line between is unreadable.",
           damaged("diverged", undecodable=1, batch=1, mismatch=1),
           {SEGMENT_1: overlapping.text().replace(b'"batch_end":2,', b'"batch_eMd":2,')}, overlapping.rows)
    cut_short = Chain().plain(1).batch(dict(batch_end=4), dict(batch_end=4)).plain(2)
    g.case("batch-incomplete", "A batch of three of which two are there, and then the next.", damaged("in_parity", batch=1),
           cut_short.log(), cut_short.rows)
    outside = Chain().plain(1).batch(dict(batch=3, batch_end=3)).plain(2)
    g.case("batch-without-its-line", "A line lies outside the batch that it names.", damaged("in_parity", batch=1),
           outside.log(), outside.rows)
    open_end = Chain().plain(2).batch(dict(batch_end=4))
    g.case("batch-incomplete-at-the-end", "The last batch is not whole, yet the store has its event.",
           damaged("in_parity", batch=1), open_end.log(), open_end.rows)
    spanning = Chain().plain(1).batch({}, {}).plain(1)
    g.case("batch-spans-segments", "A batch lies in two segments.", damaged("in_parity", batch=1), spanning.log(1, 3), spanning.rows)

    g.case("segment-empty-elsewhere", "An empty segment that is not the newest.", damaged("in_parity", segment_name=1),
           {SEGMENT_1: b"".join(lines[:2]), segment_name(2): b"", segment_name(3): b"".join(lines[2:])}, five.rows)
    g.case("segment-name-out-of-sequence", "A segment is not named by its first event.", damaged("in_parity", segment_name=1),
           {SEGMENT_1: b"".join(lines[:2]), segment_name(4): b"".join(lines[2:])}, five.rows)
    g.case("segment-missing", "The segment in the middle is gone.", damaged("log_behind", segment_name=1, gap=1, missing_in_log=2),
           {SEGMENT_1: b"".join(lines[:2]), segment_name(5): lines[4]}, five.rows)
    g.case("segment-first-missing", "The first segment is gone: headless.", damaged("log_behind", segment_name=1, gap=1, missing_in_log=2),
           {segment_name(3): b"".join(lines[2:])}, five.rows)
    g.case("segment-foreign-file", "Somebody else's file lies in the log.", damaged("in_parity", segment_name=1),
           dict(five.log(), **{"notes.txt": b"hello\n"}), five.rows)
    g.case("segment-empty-newest-wrong-name", "The empty newest segment is not named by the next sequence.",
           damaged("in_parity", segment_name=1), dict(five.log(), **{segment_name(9): b""}), five.rows)
    g.case("segment-tail-in-misnamed", "A cut line in a newest segment that is not named by the next sequence is no torn tail.",
           damaged("in_parity", segment_name=1, undecodable=1),
           {SEGMENT_1: b"".join(lines[:2]), segment_name(9): lines[2][:80]}, five.rows[:2])
    g.case("segment-foreign-file-and-torn-tail", "A foreign file does not make a torn tail damage, but the log is damaged.",
           damaged("in_parity", segment_name=1, torn_tail=1),
           dict({SEGMENT_1: b"".join(lines[:2]) + lines[2][:80]}, README=b""), five.rows[:2])

    later = Chain().plain(1).batch(format_event(2)).batch(dict(schema_version=2)).plain(1)
    g.case("version-announced", "A line of a version that was announced: this reader is too old.",
           (4, "in_parity", "unknown_version", dict(unknown_version=1)), later.log(), later.rows[:2])
    g.case("version-announced-and-damage-before", "Damage before the unknown version is reported too.",
           (4, "diverged", "unknown_version", dict(payload_hash=1, mismatch=1, unknown_version=1)),
           {SEGMENT_1: later.text().replace(b'{"n":1}', b'{"n":0}')}, later.rows[:2])
    unannounced = Chain().plain(2).batch(dict(schema_version=2)).plain(1)
    g.case("version-not-announced", "A version that nothing announced is damage.", damaged("in_parity", undecodable=1),
           unannounced.log(), unannounced.rows[:2] + unannounced.rows[3:])
    g.case("version-other-announced", "Version 3 was announced, version 2 is there.", damaged("in_parity", undecodable=1),
           *(lambda c: (c.log(), c.rows[:2] + c.rows[3:]))(
               Chain().plain(1).batch(format_event(3)).batch(dict(schema_version=2)).plain(1)))


def relast(chain):
    """The last row with another payload and all its hashes recomputed."""
    other = Chain()
    other.lines, other.head = chain.lines[:-1], chain.lines[-1].fields["prev_event_hash"]
    return Chain.add(copy_of(other), payload=b'"rewritten"').lines[-1].row


def copy_of(chain):
    copied = Chain()
    copied.lines, copied.head = list(chain.lines), chain.head
    return copied


# ---- parity ----------------------------------------------------------------------------------------------------------

def parities(g):
    five = Chain().plain(5)
    rows = five.rows

    def edited(seq, **values):
        return [changed(row, **values) if row[0] == seq else row for row in rows]

    def case(name, why, expected, stored, log=None):
        g.case("parity-" + name, why, expected, log or five.log(), stored)

    mismatch = diverged("diverged", mismatch=1)
    case("store-behind", "Two events wait for the store.", diverged("store_behind", pending=2), rows[:3])
    case("store-unborn", "The store is empty and has no ledger id yet.", diverged("store_behind", pending=5), [])
    case("hole-in-store", "A row is missing in the middle.", diverged("store_behind", missing_in_store=1), rows[:2] + rows[3:])
    case("hole-and-pending", "A row is missing in the middle and one waits at the end.",
         diverged("store_behind", missing_in_store=1, pending=1), rows[:2] + rows[3:4])
    case("log-behind", "The log lost two whole batches; the store remembers.", diverged("log_behind", missing_in_log=2), rows,
         {SEGMENT_1: five.text(1, 4)})
    case("both-behind", "A line is gone at the end, a row in the middle.",
         diverged("diverged", missing_in_store=1, missing_in_log=1), rows[:2] + rows[3:], {SEGMENT_1: five.text(1, 5)})
    case("row-payload-edited", "Somebody edited a payload.", mismatch, edited(3, payload='{"n":4}'))
    case("row-type-edited", "Somebody edited an event type.", mismatch, edited(3, event_type="com.example.counted.v2"))
    case("row-hash-edited", "Somebody edited an event hash.", mismatch, edited(3, event_hash=b"\x00" * 32))
    case("row-tags-edited", "Somebody edited the tags, with white space.", mismatch, edited(3, domain_tags="[ ]"))
    case("row-source-name-added", "Somebody gave a source a name.", mismatch, edited(3, source_name=""))
    case("row-id-edited", "Somebody edited an id: one event too many, one too few.",
         diverged("diverged", missing_in_store=1, missing_in_log=1), edited(3, id="another"))
    case("row-rehashed", "Somebody edited a payload and recomputed the hashes of the row, not of those behind it.", mismatch,
         rows[:2] + [Chain().plain(2).batch(dict(payload=b'"new"')).rows[2]] + rows[3:])
    case("row-last-edited", "Somebody edited the last payload.", mismatch, edited(5, payload='{"n":4}'))
    case("rows-swapped", "Two rows exchanged their sequences.", diverged("diverged", mismatch=2),
         rows[:1] + [changed(rows[2], seq=2), changed(rows[1], seq=3)] + rows[3:])
    case("row-void", "A row says void; nothing in this version makes one so.", diverged("diverged", void_flag=1), edited(3, void=1))
    g.case("parity-row-void-bound", "A bound event is void although the log does not tell that its transaction was rolled back.",
           diverged("diverged", undecided=1, void_flag=1), *(lambda c: (
               c.log(), [changed(c.rows[0], void=1)]))(Chain().batch(dict(bound=True))))
    g.case("parity-ledger-id-edited", "The store claims another ledger.", mismatch, five.log(), rows, ledger_id=OTHER_LEDGER)
    g.case("parity-ledger-id-lost", "The store has events and no ledger id.", mismatch, five.log(), rows, ledger_id=None)
    g.case("parity-log-deleted", "The log is gone; the store has everything.", diverged("log_behind", missing_in_log=5), None, rows)
    g.case("parity-store-missing", "The store is gone; the log has everything.", diverged("store_behind", pending=5), five.log())


# ---- payloads and envelopes that no encoder writes, with right hashes ------------------------------------------------

def hostile(g):
    payloads = {
        "duplicate-keys": b'{"a":1,"b":2,"a":3}', "duplicate-keys-escaped": b'{"a":1,"\\u0061":2}',
        "duplicate-keys-nested": b'[{"x":{"k":1,"k":1}}]', "white-space": b'{"a": 1}', "white-space-line-end": b'{"a":1}\r',
        "lone-high-surrogate": b'"\\ud800"', "lone-low-surrogate": b'"\\udc00x"', "surrogates-reversed": b'"\\ude00\\ud83d"',
        "surrogate-in-key": b'{"\\uD800":1}', "nan": b"NaN", "infinity": b"[-Infinity]", "byte-order-mark": b"\xef\xbb\xbf{}",
        "nesting-129": b"[" * 129 + b"]" * 129, "number-1001": b"1" * 1001, "trailing-content": b"{}{}", "trailing-comma": b"[1,]",
        "leading-zero": b"01", "leading-plus": b"+1", "bare-fraction": b".5", "single-quotes": b"{'a':1}", "comment": b"{}/**/",
        "control-character": b'"\x01"', "bad-escape": b'"\\x41"', "unfinished": b'{"a":[1}', "empty": b"", "two-values": b"1,2",
        "upper-case-word": b"True", "key-without-quotes": b"{a:1}",
    }
    for name, payload in payloads.items():
        chain = Chain().plain(1).batch(dict(payload=payload)).plain(1)
        g.case("payload-" + name, "A payload that is none, with right hashes, in both copies.",
               damaged("in_parity", undecodable=1), chain.log(), chain.rows)
    for name, payload in {"not-utf8": b'"\xc3\x28"', "surrogate-as-bytes": b'"\xed\xa0\x80"', "overlong-utf8": b'"\xc0\xaf"'}.items():
        chain = Chain().plain(1).batch(dict(payload=payload)).plain(1)
        g.case("payload-" + name, "Bytes that are not UTF-8, with right hashes; the store does not have them.",
               damaged("in_parity", undecodable=1), chain.log(), chain.rows[:1] + chain.rows[2:])

    def respell(old, new):
        return lambda envelope: envelope.replace(old, new, 1)

    full = dict(source_name="a/b", trace_id="t", session_id="s", domain_tags=["x", "y"])
    swap = lambda e: re.sub(rb'("trace_id":"t"),("session_id":"s")', rb"\2,\1", e)  # noqa: E731
    envelopes = {
        "escaped-slash": respell(b"a/b", b"a\\/b"), "escaped-letter": respell(b'"t"', b'"\\u0074"'), "key-order": swap,
        "empty-tag": respell(b'"x"', b'""'), "duplicate-tag": respell(b'"y"', b'"x"'), "five-fraction-digits": respell(b"000Z", b"00Z"),
        "offset": respell(b"000000Z", b"000000+00:00"), "white-space": respell(b'"seq":', b'"seq": '), "leading-space": respell(b"{", b" {"),
        "bound-false": respell(b',"payload_hash"', b',"bound":false,"payload_hash"'),
        "key-id-without-signature": respell(b',"payload_hash"', b',"key_id":"k","payload_hash"'),
        "empty-trace": respell(b'"t"', b'""'), "null-trace": respell(b'"t"', b"null"), "unknown-key": respell(b',"trace_id"', b',"x":1,"trace_id"'),
        "missing-tags": respell(b',"domain_tags":["x","y"]', b""), "duplicate-key": respell(b',"trace_id"', b',"trace_id":"t","trace_id"'),
        "leading-zero": respell(b'"batch":2', b'"batch":02'), "number-as-string": respell(b'"batch_end":2', b'"batch_end":"2"'),
        "leap-second": respell(b"10:00:02.000000", b"10:00:60.000000"), "no-such-day": respell(b"2026-11-23", b"2026-02-29"),
        "tag-too-long": respell(b'"x"', b'"' + b"x" * 65 + b'"'), "too-many-tags": respell(b'"x"', b",".join(b'"%d"' % i for i in range(32))),
        "id-with-space": respell(b"evt_", b"evt "), "id-too-long": respell(b"evt_", b"e" * 103), "trace-too-long": respell(b'"t"', b'"' + b"t" * 129 + b'"'),
        "control-character": respell(b'"t"', b'"\x1f"'), "delete-character": respell(b'"t"', b'"\x7f"'), "not-utf8": respell(b'"t"', b'"\xff"'),
        "surrogate-as-bytes": respell(b'"t"', b'"\xed\xa0\x80"'), "version-0-type": respell(b".v1", b".v0"), "type-upper-case": respell(b"com.", b"Com."),
        "type-too-long": respell(b"com.", b"c" * 182 + b"."), "source-type-upper-case": respell(b'"tool"', b'"Tool"'),
        "source-name-empty": respell(b'"a/b"', b'""'), "upper-case-hash": lambda e: re.sub(rb'(prev_event_hash":")(.*)', lambda m: m[1] + m[2].upper(), e),
        "batch-too-large": respell(b'"batch_end":2', b'"batch_end":9007199254740992'),
    }
    for name, spell in envelopes.items():
        chain = Chain().plain(1).batch(dict(full, spell=spell)).plain(1)
        g.case("envelope-" + name, "An envelope that the format does not write so, with a right hash; the store does not have it.",
               damaged("in_parity", undecodable=1), chain.log(), chain.rows[:1] + chain.rows[2:])
    lines = {
        "signature-without-key-id": lambda line: line.replace(b',"payload":', b',"signature":"' + b"A" * 86 + b'","payload":'),
        "key-behind-event-hash": lambda line: line.replace(b',"payload":', b',"note":1,"payload":'),
        "space-before-payload": lambda line: line.replace(b'"payload":', b'"payload": '),
        "key-behind-payload": lambda line: line.replace(b'{"n":2}}', b'{"n":2},"x":1}'),
        "no-payload": lambda line: re.sub(rb',"payload":.*\}\n', b"}\n", line),
    }
    for name, behind in lines.items():
        chain = Chain().plain(1).batch(dict(full, behind=behind)).plain(1)
        kind = "payload_hash" if name in ("space-before-payload", "key-behind-payload") else "undecodable"
        g.case("envelope-" + name, "Behind the envelope the line is not what the format writes; the store does not have it.",
               damaged("in_parity", **{kind: 1}), chain.log(), chain.rows[:1] + chain.rows[2:])


def make(target):
    """Writes all cases into a directory that must not hold anything else, and returns their names."""
    golden = Golden(target)
    for group in (good_ledgers, tails, changed_lines, chains, parities, hostile, run_ledgers, signed_ledgers):
        group(golden)
    return golden.names


def main():
    target = sys.argv[1] if len(sys.argv) > 1 else os.path.join(os.path.dirname(HERE), "golden")
    for name in os.listdir(target) if os.path.isdir(target) else ():
        if os.path.exists(os.path.join(target, name, "expected.json")):
            shutil.rmtree(os.path.join(target, name))
    print("%d golden ledgers in %s" % (len(make(target)), target))


if __name__ == "__main__":
    main()
