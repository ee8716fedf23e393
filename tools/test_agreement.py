"""The independent verifier says of every ledger that Diptych's tests made what Diptych said of it.

The ledgers, sound and damaged at random, lie below bootstrap/target/agreement after the tests of the module bootstrap ran,
each with the report of `diptych verify --json` in diptych.json and its exit code in diptych.exit.

    python3 tools/test_agreement.py
"""

import collections
import json
import pathlib
import subprocess
import sys
import unittest

TOOLS = pathlib.Path(__file__).resolve().parent
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
                    if finding["kind"] in ("mismatch", "missing_in_store", "missing_in_log", "pending", "duplicate_id"))
    return {
        "exit": exit_code,
        "verdict": report["verdict"],
        "log": report["log"],
        "store": report["store"],
        "kinds": dict(kinds),
        "places": places,
        "findings_total": report["findings_total"],
        "mark": report.get("mark"),
    }


class Agreement(unittest.TestCase):
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
