"""The independent verifier and audit say of every ledger that Diptych's tests made what Diptych said of it.

The ledgers, sound and damaged at random, lie below bootstrap/target/agreement after the tests of the module bootstrap ran,
each with the report of `diptych verify --json` in diptych.json and its exit code in diptych.exit, and those of `diptych
audit --json` in audit.json and audit.exit.

    python3 tools/test_agreement.py
"""

import collections
import json
import pathlib
import subprocess
import sys
import unittest
from unittest import mock

TOOLS = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(TOOLS))
import audit_ledger  # noqa: E402
import ledger_trust  # noqa: E402

LEDGERS = TOOLS.parent / "bootstrap" / "target" / "agreement"
LEDGERS_MIN = 100


def judged(ledger):
    """The exit code and the report of the independent verifier."""
    done = subprocess.run(
        [sys.executable, "-B", str(TOOLS / "verify_ledger.py"), str(ledger), "--json"],
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, json.loads(done.stdout), done.stderr


def essence(exit_code, report):
    """What every verifier must say alike."""
    kinds = collections.Counter(finding["kind"] for finding in report["findings"])
    places = sorted((finding["kind"], finding.get("seq") or 0, finding.get("id") or "") for finding in report["findings"]
                    if finding["kind"] in ("mismatch", "missing_in_store", "missing_in_log", "pending", "duplicate_id", "void_flag",
                                         "transaction", "undecided"))
    return {
        "exit": exit_code,
        "verdict": report["verdict"],
        "log": report["log"],
        "store": report["store"],
        "kinds": dict(kinds),
        "places": places,
        "findings_total": report["findings_total"],
        "void_flags": "void_flags" in report["not_checked"],
        "mark": report.get("mark"),
    }


# Findings about a line whose sequence can be trusted, and about remembered ends.
PLACED = audit_ledger.SIGNATURE_KINDS + ("payload_hash", "gap", "duplicate", "forked", "link", "truncated", "rewritten",
                                          "transaction", "undecided")


def audited(exit_code, report):
    """What every audit must say alike."""
    same = ("log", "authentic", "complete", "events", "signed", "verified", "skipped", "read_again", "findings_total", "not_checked", "mark")
    return {
        "exit": exit_code,
        "findings": [(finding["kind"], finding.get("seq") if finding["kind"] in PLACED else None) for finding in report["findings"]],
        "checkpoints": [(check["size"], check["root"], check["log"]) for check in report["checkpoints"]],
        **{key: report[key] for key in same},
    }


class OpenSslAskedOnce(ledger_trust.OpenSsl):
    """The same signatures are in many of the ledgers."""

    known = {}

    def _verify(self, *question):
        if question not in self.known:
            self.known[question] = super()._verify(*question)
        return self.known[question]


class Agreement(unittest.TestCase):
    def test_both_audits_say_the_same_of_every_ledger(self):
        ledgers = sorted(path for path in LEDGERS.glob("*") if (path / "audit.json").exists())
        self.assertGreaterEqual(len(ledgers), LEDGERS_MIN, f"run the tests of the module bootstrap first: {LEDGERS}")
        seen = collections.Counter()
        with mock.patch.object(ledger_trust, "OpenSsl", OpenSslAskedOnce):
            for ledger in ledgers:
                with self.subTest(ledger=ledger.name):
                    theirs = json.loads((ledger / "audit.json").read_text())
                    exit_theirs = int((ledger / "audit.exit").read_text())
                    ours, exit_ours, _ = audit_ledger.audit(
                        str(ledger / "log"), str(ledger / "store.db"), str(ledger / "allowed_signers"), [str(ledger / "checkpoints")])
                    self.assertEqual(audited(exit_ours, ours), audited(exit_theirs, theirs))
                    seen.update((ours["log"], ours["authentic"], ours["complete"]))
        self.assertGreater(len(seen), 6, "the ledgers are too much alike")

    def test_both_verifiers_say_the_same_of_every_ledger(self):
        ledgers = sorted(path for path in LEDGERS.glob("*") if (path / "diptych.json").exists())
        self.assertGreaterEqual(len(ledgers), LEDGERS_MIN, f"run the tests of the module bootstrap first: {LEDGERS}")
        for ledger in ledgers:
            with self.subTest(ledger=ledger.name):
                theirs = json.loads((ledger / "diptych.json").read_text())
                exit_theirs = int((ledger / "diptych.exit").read_text())
                exit_ours, ours, errors = judged(ledger)
                self.assertEqual(essence(exit_ours, ours), essence(exit_theirs, theirs), errors)


if __name__ == "__main__":
    unittest.main()
