#!/usr/bin/env python3
"""Independent audit of a Diptych log: chain, signatures, keys, and checkpoints.

Written from docs/format.md, section 16. It needs verify_ledger.py and ledger_trust.py beside it, and, for signatures only,
the command `openssl`, version 3.0 or later.

    audit_ledger.py DIR [--allowed-signers FILE] [--against FILE]... [--signed-from N] [--json]
    audit_ledger.py --log DIR --store FILE ...

Exit codes: 0 nothing is wrong, 2 wrong usage, 3 a torn tail, a cut log, or a checkpoint that proves nothing, 4 unknown
version, 6 log damaged, forked, rewritten or with signatures that are not right, 7 nothing to audit or not readable,
70 internal error, 128 + n ended by signal n.

How it works. The walk of verify_ledger.py judges the lines; AuditWalk tells doubled lines and forks from gaps. Trust follows
it along the sound lines and lets openssl verify a few signatures at a time; only an event about keys is waited for. What lies
in a tail that may be torn is kept apart until the end has shown what it is.
"""

import argparse
import collections
import json
import os
import re
import sys

import ledger_trust
import verify_ledger
from ledger_trust import EVENTS, RECOVERY
from verify_ledger import (
    BATCH_BYTES_MAX, FINDINGS_LISTED_MAX, LOG_DAMAGE, CannotVerify, Findings, LogWalk, Runs, RunsOfWalk, Store)

PLACED_LINES_KEPT = 1_024
SIGNATURES_WAITING_MAX = 1_000
SIGNATURE_KINDS = ("missing_signature", "bad_signature", "unknown_key", "key_not_valid", "rotation_rejected")

_KEY_ID = rb"([A-Za-z0-9._:+/=-]{1,128})"
ROTATED = re.compile(rb'\{"from":"' + _KEY_ID + rb'","to":"([A-Za-z0-9+/=]+)"\}')
REVOKED = re.compile(rb'\{"key":"' + _KEY_ID + rb'","reason":"((?:[^"\\]|\\["\\])+)"\}')
REQUIRED = {b'{"required":true}': True, b'{"required":false}': False}


# ---- events about keys ---------------------------------------------------------------------------------------------

def read_key_event(event_type, payload):
    """("rotated", from, public key of to), ("revoked", key), ("signatures", required), or None if it is not known."""
    if event_type == b"diptych.key.signatures.v1" and payload in REQUIRED:
        return "signatures", REQUIRED[payload]
    rotated = ROTATED.fullmatch(payload) if event_type == b"diptych.key.rotated.v1" else None
    if rotated:
        public = ledger_trust.parse_blob(rotated[2].decode())
        if public is not None and ledger_trust.key_id(public) != rotated[1].decode():
            return "rotated", rotated[1].decode(), public
    revoked = REVOKED.fullmatch(payload) if event_type == b"diptych.key.revoked.v1" else None
    if revoked and is_reason(verify_ledger.unescape(revoked[2])):
        return "revoked", revoked[1].decode()
    return None


def is_reason(text):
    return text is not None and len(text) <= 200 and text.strip() != "" and not any(
        c < " " or c == "\x7f" or c > "\uffff" for c in text)


class Trust:
    """Which keys are trusted, and whether signatures are required, at one point of the chain (section 14.4)."""

    def __init__(self, lines, openssl, ledger_id, signed_from):
        self.lines = None if lines is None else collections.defaultdict(list)
        for line in lines or ():
            self.lines[ledger_trust.key_id(line.public)].append(line)
        self.openssl, self.ledger_id, self.signed_from = openssl, ledger_id, signed_from
        self.ended = set()
        self.required = False
        self.key_events = False

    def judge(self, values):
        """A kind of finding, a signature that is being verified, or None: in that order of a line's being wrong."""
        about_keys = values["event_type"].startswith(b"diptych.key.")
        said = read_key_event(values["event_type"], values["payload"]) if about_keys else None
        self.key_events |= about_keys and said is None
        if values["signature"] is None:
            demanded = self.required or (self.signed_from is not None and int(values["seq"]) >= self.signed_from)
            return "missing_signature" if about_keys or (demanded and not values["event_type"].startswith(b"diptych.")) else None
        signer, at = values["key_id"].decode(), values["recorded_at"]
        if self.lines is None:
            if said and signer not in self.ended and not (said[0] == "rotated" and ledger_trust.key_id(said[2]) in self.ended):
                self._take(said)
            return None
        if self.ledger_id() is None:
            return None
        if signer in self.ended:
            return "key_not_valid"
        if signer not in self.lines:
            return "unknown_key"
        if not self._valid(signer, {EVENTS, RECOVERY} if about_keys else {EVENTS}, at):
            return "key_not_valid"
        message = ledger_trust.SIGNATURE_PREFIX + bytes.fromhex((self.ledger_id() + values["event_hash"]).decode())
        signature = ledger_trust.base64.urlsafe_b64decode(values["signature"] + b"==")
        verified = self.openssl.start(self.lines[signer][0].public, message, signature)
        if said and verified.result():
            if self._rejects(said, signer, at):
                return "rotation_rejected"
            self._take(said)
        return verified

    def _valid(self, key, uses, at):
        return any(line.valid(uses, at) for line in self.lines[key])

    def _rejects(self, said, signer, at):
        if self._valid(signer, {RECOVERY}, at):
            may = True
        else:
            may = said[0] == "signatures" or signer == said[1]  # it is valid for events, or it had been sent away
        if not may:
            return True
        return said[0] == "rotated" and (ledger_trust.key_id(said[2]) in self.ended or said[1] not in self.lines)

    def _take(self, said):
        if said[0] == "signatures":
            self.required = said[1]
            return
        if said[0] == "rotated" and self.lines is not None:
            uses = set().union(*(line.uses for line in self.lines.get(said[1], ())))
            if uses:
                self.lines[ledger_trust.key_id(said[2])].append(ledger_trust.TrustLine(said[2], uses))
        self.ended.add(said[1])


# ---- the walk ------------------------------------------------------------------------------------------------------

class AuditWalk(LogWalk):
    """The walk of a verification, but for links: a line whose sequence was there a moment ago is no gap."""

    def __init__(self, directory):
        super().__init__(directory)
        self._recent = collections.deque(maxlen=PLACED_LINES_KEPT)

    def _link(self, judged, place):
        earlier = None
        if judged.seq < self._next():
            earlier = next((event_hash for seq, event_hash in reversed(self._recent) if seq == judged.seq), None)
        self._recent.append((judged.seq, judged.event_hash))
        if earlier is None:
            return super()._link(judged, place)
        self._finding("duplicate" if earlier == judged.event_hash else "forked", seq=judged.seq, id=judged.id,
                      expected=earlier.decode(), found=judged.event_hash.decode(), **place.as_dict())
        return True

    def is_beyond_tears(self, place):
        """Whether a line cannot turn out to lie in a torn tail."""
        if not place.newest or self.prefix.segment < place.segment - 1:
            return True
        start = self.prefix.offset if self.prefix.segment == place.segment else 0
        return place.ordinal <= self.prefix.ordinal or self._newest_bytes - start > BATCH_BYTES_MAX


class Signatures:
    """Judges the signature of each sound line, and keeps apart what may lie in a torn tail."""

    def __init__(self, walk, trust):
        self._walk, self._trust = walk, trust
        self._open = collections.deque()  # (ordinal, is signed, is unknown about keys, details, outcome)
        self.findings = Findings()
        self.listed_at = []
        self.signed = self.verified = 0
        self.key_events = False

    def line(self, judged, place):
        if judged.finding is not None:
            return
        signed = judged.values["signature"] is not None
        self._trust.key_events = False
        outcome = self._trust.judge(judged.values)
        if signed or outcome is not None or self._trust.key_events:
            details = dict(seq=judged.seq, id=judged.id, found=judged.values["key_id"].decode() if signed else None, **place.as_dict())
            self._open.append((place.ordinal, signed, self._trust.key_events, details, outcome))
        settled = place.ordinal if self._walk.is_beyond_tears(place) else self._walk.prefix.ordinal
        while len(self._open) > SIGNATURES_WAITING_MAX and self._open[0][0] <= settled:
            self._settle(*self._open.popleft())

    def finish(self, last):
        """The lines behind the ordinal `last` (None: none of them) are no lines of the log."""
        for ordinal, *rest in self._open:
            if last is None or ordinal <= last:
                self._settle(ordinal, *rest)
        self._open.clear()

    def _settle(self, ordinal, signed, unknown, details, outcome):
        self.signed += signed
        self.key_events |= unknown
        if hasattr(outcome, "result"):
            outcome = None if outcome.result() else "bad_signature"
            self.verified += outcome is None
        elif outcome == "rotation_rejected":
            self.verified += 1
        if outcome is not None and self.findings.add(outcome, **details) is not None:
            self.listed_at.append(ordinal + 0.25)  # behind what is wrong with the line itself


# ---- the whole -----------------------------------------------------------------------------------------------------

class Memory:
    """What the store and the last clean close remember of the log's end, and what the log has there."""

    def __init__(self, store, closed):
        self.closed = closed or 0
        self.known = not store.absent and not store.unknown
        self.highest = store.highest if self.known else 0
        row = store.row(self.highest) if self.highest else None
        self.hash = row.values["event_hash"] if row and row.well_formed() else None
        self._at_highest = None

    def line(self, judged):
        if judged.placed and judged.seq == self.highest and self._at_highest is None:
            self._at_highest = judged

    def compare(self, last, findings):
        """Whether the log has what the store remembers, lacks something ("truncated") or has something else ("forked"); None: not known."""
        remembered = max(self.highest, self.closed)
        if last < remembered:
            findings.add("truncated", seq=remembered, expected=remembered, found=last)
            return "truncated"
        line = self._at_highest
        if self.hash is None or line is None:
            return None
        if line.event_hash == self.hash:
            return "there"
        if line.finding is None:
            findings.add("forked", seq=self.highest, expected=self.hash.decode(), found=line.event_hash.decode())
            return "forked"
        return None


def audit(log_directory, store_file, allowed_signers=None, against=(), signed_from=None):
    """Audits the log and returns (report, exit code, count of each kind of finding)."""
    if not os.path.isdir(log_directory):
        raise CannotVerify("the log %s is not there" % log_directory)
    trusted, notes = ledger_trust.read_allowed_signers(allowed_signers) if allowed_signers is not None else (None, [])
    held = ledger_trust.Against(against, trusted)
    writer = os.path.join(os.path.dirname(os.path.abspath(log_directory)), "writer")
    writer_open, closed = verify_ledger.read_writer(writer)
    store = Store(store_file, writer_open)
    openssl = ledger_trust.OpenSsl()
    try:
        memory = Memory(store, closed)
        walk = AuditWalk(log_directory)
        ledger_id = lambda: walk.ledger_id or store.ledger_id  # noqa: E731
        signatures = Signatures(walk, Trust(trusted, openssl, ledger_id, signed_from))
        runs = RunsOfWalk(walk, Runs())
        beginning = ledger_trust.Beginning(held.sizes)
        for judged, place, _ in walk.lines():
            signatures.line(judged, place)
            runs.line(judged, place)
            memory.line(judged)
            beginning.event(judged.seq, bytes.fromhex(judged.event_hash.decode()) if judged.placed else None)
        tail = verify_ledger.is_torn_tail(walk, store, closed)
        signatures.finish(walk.prefix.ordinal if tail else None)
        runs.finish(walk.prefix.ordinal if tail else None, memory.highest, writer_open)
        ended = End(walk, tail, beginning)
        findings = Findings()
        remembered = memory.compare(ended.last, findings) if walk.unknown_at is None else None
        log_id = ledger_id()
        checks, of_checkpoints = held.judge(openssl, log_id.decode() if log_id else None, log=(beginning, ended.readable, ended.whole))
        for kind, details in of_checkpoints:
            details.pop("where", None)
            findings.add(kind, **details)
        verdicts = Verdicts(walk, signatures, runs, findings, bool(tail) and not writer_open, None if tail else walk.findings)
        return verdicts.report(ended, memory, remembered, checks, trusted is not None and log_id is not None, notes, tail)
    finally:
        openssl.close()
        store.close()


class End:
    """Where the log ends: without a torn tail, and without what an open writer has in flight."""

    def __init__(self, walk, tail, beginning):
        last = walk._last[0].seq + walk._others if walk._last else walk._others
        self.last = walk.prefix.seq if tail else last
        self.events = walk.prefix.events if tail else walk.events
        self.readable = min(beginning.readable, walk.prefix.seq) if tail else beginning.readable
        self.whole = walk.unknown_at is None and (bool(tail) or self.readable == walk.ordinal)


class Verdicts:
    """Puts what was found together."""

    def __init__(self, walk, signatures, runs, findings, torn, of_walk):
        self.walk, self.signatures, self.runs, self.torn = walk, signatures, runs, torn
        self.parts = [part for part in (of_walk, signatures.findings, runs.findings) if part is not None]
        self.last_part = findings
        self.kinds = collections.Counter({"segment_name": len(walk.foreign)} if walk.foreign else {})
        for part in self.parts + [findings]:
            self.kinds.update(part.kinds)
        if torn:
            self.kinds["torn_tail"] += 1

    def log(self):
        if self.walk.unknown_at is not None:
            return "unknown_version"
        if any(kind in LOG_DAMAGE or kind == "duplicate" for kind in self.kinds):
            return "damaged"
        return "forked" if "forked" in self.kinds else "torn_tail" if self.torn else "intact"

    def authentic(self, asked):
        if any(kind in SIGNATURE_KINDS for kind in self.kinds):
            return "unauthentic"
        if not self.signatures.signed:
            return "unsigned"
        return "authentic" if asked else "not_checked"

    def complete(self, remembered, checks):
        standings = [check["log"] for check in checks]
        if remembered == "forked" or "rewritten" in standings:
            return "rewritten"
        if remembered == "truncated" or "truncated" in standings:
            return "incomplete"
        if standings and all(standing == "extends" for standing in standings):
            return "complete"
        return "as_far_as_the_store" if remembered == "there" else "not_checked"

    def listed(self, tail):
        named = [dict(kind="segment_name", segment=name, found=name) for name in self.walk.foreign]
        of_walk = zip(self.walk.listed_at, self.walk.findings.listed) if self.walk.findings in self.parts else ()
        of_signatures = zip(self.signatures.listed_at, self.signatures.findings.listed)
        of_runs = [*zip(self.runs.listed_at, self.runs.findings.listed)]
        undecided = [finding for _, finding in of_runs if finding["kind"] == "undecided"]
        of_runs = [pair for pair in of_runs if pair[1]["kind"] != "undecided"]
        placed = [finding for _, finding in sorted([*of_walk, *of_signatures, *of_runs], key=lambda pair: pair[0])]
        torn = [dict(kind="torn_tail", segment=tail[0], offset=tail[1], bytes=tail[2])] if self.torn else []
        return (named + placed + torn + undecided + self.last_part.listed)[:FINDINGS_LISTED_MAX]

    def report(self, ended, memory, remembered, checks, asked, notes, tail):
        log, authentic, complete = self.log(), self.authentic(asked), self.complete(remembered, checks)
        not_checked = [word for word, met in (
            ("signatures", self.signatures.signed and not asked), ("key_events", self.signatures.key_events),
            ("log_after_unknown_version", log == "unknown_version"), ("store", not memory.known),
            ("completeness", complete == "not_checked"), ("duplicate_ids", True)) if met]
        unproven = any(check["log"] != "extends" for check in checks)
        exit_code = exit_code_of(log, authentic, complete, unproven or "undecided" in self.kinds)
        report = {
            "log": log, "authentic": authentic, "complete": complete, "events": ended.events, "signed": self.signatures.signed,
            "verified": self.signatures.verified, "skipped": 0, "read_again": 0, "checkpoints": checks, "findings": self.listed(tail),
            "findings_total": sum(self.kinds.values()), "not_checked": not_checked, "notes": notes,
            "mark": self.walk.mark(self.runs.last_open) if exit_code == 0 else None,
        }
        return report, exit_code, dict(self.kinds)


def exit_code_of(log, authentic, complete, unproven):
    if log == "unknown_version":
        return 4
    if log in ("damaged", "forked") or authentic == "unauthentic" or complete == "rewritten":
        return 6
    return 3 if log == "torn_tail" or complete == "incomplete" or unproven else 0


def print_report(report, kinds, out):
    print("log:       %s, %d events" % (report["log"], report["events"]), file=out)
    print("authentic: %s, %d signed, %d verified" % (report["authentic"], report["signed"], report["verified"]), file=out)
    print("complete:  %s" % report["complete"], file=out)
    for check in report["checkpoints"]:
        print("checkpoint %s of %s events: %s" % (check["name"], check.get("size", "?"), check["log"]), file=out)
    verify_ledger.print_findings(report, kinds, out)
    for note in report["notes"]:
        print("note: %s" % note, file=out)


def main(arguments=None, out=sys.stdout, err=sys.stderr):
    parser = argparse.ArgumentParser(
        prog="audit_ledger.py", description="Audits the log of a Diptych ledger without Diptych.",
        epilog="Signatures are verified by the command openssl, version 3.0 or later; nothing else needs it.")
    verify_ledger.add_places(parser)
    verify_ledger.add_trust(parser)
    parser.add_argument("--signed-from", metavar="N", type=int, help="demand that every event from this sequence on be signed")
    options = parser.parse_args(arguments)
    log, store = verify_ledger.places(parser, options)
    if options.signed_from is not None and options.signed_from < 1:
        parser.error("--signed-from must be 1 or more")
    try:
        report, exit_code, kinds = audit(log, store, options.allowed_signers, options.against, options.signed_from)
    except (CannotVerify, ledger_trust.Unusable) as problem:
        print("audit_ledger.py: %s. Nothing was changed." % problem, file=err)
        return 7
    except OSError as problem:
        print("audit_ledger.py: cannot read: %s. Nothing was changed." % problem, file=err)
        return 7
    if options.json:
        print(json.dumps(report, ensure_ascii=False, separators=(",", ":")), file=out)
    else:
        print_report(report, kinds, out)
    return exit_code


if __name__ == "__main__":
    verify_ledger.run(main)
