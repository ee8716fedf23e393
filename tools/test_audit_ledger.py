#!/usr/bin/env python3
"""Tests of the independent audit: the format page's examples, RFC 8032, RFC 6962, C2SP, the golden ledgers, trust, exits.

    python3 tools/test_audit_ledger.py          SEED=7 python3 tools/test_audit_ledger.py
"""

import base64
import contextlib
import hashlib
import io
import json
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
import unittest
from unittest import mock

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)
sys.dont_write_bytecode = True
import audit_ledger  # noqa: E402
import ed25519  # noqa: E402
import golden_ledger  # noqa: E402
import ledger_trust  # noqa: E402
import verify_ledger  # noqa: E402
from golden_ledger import LEDGER_ID, SEGMENT_1, Chain, checkpoint, fingerprint, merkle_root, trust, write_ledger  # noqa: E402
from golden_signed import ALICE, BOB, CAROL, RECOVERY, required, revoked, rotated  # noqa: E402

GOLDEN = os.path.join(os.path.dirname(HERE), "golden")
FORMAT_PAGE = os.path.join(os.path.dirname(HERE), "docs", "format.md")
SEED = int(os.environ.get("SEED", "20261123"))


RSA = "b ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAAAQQDJ\r\n"


class DirectoryCase(unittest.TestCase):
    """A test with a directory of its own."""

    def setUp(self):
        self.directory = tempfile.mkdtemp(prefix="audit-ledger-test-")
        self.addCleanup(shutil.rmtree, self.directory)
        self.count = 0

    def file(self, content, name="file"):
        path = os.path.join(self.directory, name)
        with open(path, "wb") as file:
            file.write(content if isinstance(content, bytes) else content.encode())
        return path

    def ledger(self, log, rows=None, **store):
        self.count += 1
        folder = os.path.join(self.directory, str(self.count))
        write_ledger(folder, log, rows, **store)
        return folder


def run_tool(tool, *arguments):
    """(exit code, output, errors) of a tool's main, in this process."""
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stderr(err):
        try:
            code = tool.main(list(arguments), out, err)
        except SystemExit as ended:
            code = ended.code
    return code, out.getvalue(), err.getvalue()


def counted(report):
    kinds = {}
    for finding in report["findings"]:
        kinds[finding["kind"]] = kinds.get(finding["kind"], 0) + 1
    return kinds


# ---- the format page ---------------------------------------------------------------------------------------------------

class TheWorkedExamples(DirectoryCase):
    """Recomputes sections 14.6 and 15.2 of the format page, and runs what 14.5 says to run."""

    def setUp(self):
        super().setUp()
        with open(FORMAT_PAGE, encoding="utf-8") as file:
            self.page = file.read()
        self.lines = re.search(r"```jsonl signed\n(.*?)```", self.page, re.S)[1].encode().splitlines(keepends=True)

    def row(self, title):
        return re.search(r"^\| %s \| `(.*)` \|$" % re.escape(title), self.page, re.M)[1]

    def test_keys_ids_messages_and_signatures_are_those_that_it_says(self):
        seed, public = bytes.fromhex(self.row("secret key")), bytes.fromhex(self.row("public key"))
        self.assertEqual(public, ed25519.public_key(seed))
        self.assertEqual(self.row("as OpenSSH writes it"), "ssh-ed25519 " + golden_ledger.open_ssh(seed))
        self.assertEqual(self.row("key id"), fingerprint(seed))
        self.assertEqual(self.row("key id"), ledger_trust.key_id(public))
        for title, line in ("event hash of the first", self.lines[0]), ("event hash of the second", self.lines[1]):
            envelope = line[:line.index(b',"event_hash":')]
            self.assertEqual(self.row(title), hashlib.sha256(b"diptych.event.v1\n" + envelope).hexdigest())
            self.assertIn(b'"key_id":"%s"' % self.row("key id").encode(), envelope)
        message = bytes.fromhex(self.row("what is signed (85 bytes, hex)"))
        self.assertEqual(message, b"diptych.signature.v1\n" + bytes.fromhex(LEDGER_ID + self.row("event hash of the first")))
        self.assertEqual(85, len(message))
        signature = ed25519.sign(seed, message)
        self.assertEqual(self.row("signature (hex)"), signature.hex())
        self.assertIn(b'"signature":"%s"' % golden_ledger.base64url(signature).encode(), self.lines[0])

    def test_leaves_root_key_hash_and_checkpoint_are_those_that_it_says(self):
        hashes = [bytes.fromhex(self.row(title)) for title in ("event hash of the first", "event hash of the second")]
        leaves = [hashlib.sha256(b"\x00" + event_hash).digest() for event_hash in hashes]
        self.assertEqual([self.row("first leaf"), self.row("second leaf")], [leaf.hex() for leaf in leaves])
        root = hashlib.sha256(b"\x01" + leaves[0] + leaves[1]).digest()
        self.assertEqual(self.row("root (hex)"), root.hex())
        note = re.search(r"```checkpoint\n(.*?)```", self.page, re.S)[1]
        text, signatures = note.split("\n\n")
        origin = "diptych/ledger/" + LEDGER_ID
        self.assertEqual([origin, "2", base64.b64encode(root).decode()], text.split("\n"))
        dash, name, encoded = signatures.strip().split(" ")
        self.assertEqual(("\u2014", origin), (dash, name))
        seed = bytes.fromhex(self.row("secret key"))
        key_hash = hashlib.sha256(origin.encode() + b"\n\x01" + ed25519.public_key(seed)).digest()[:4]
        self.assertEqual(self.row("key hash"), key_hash.hex())
        self.assertEqual(key_hash + ed25519.sign(seed, (text + "\n").encode()), base64.b64decode(encoded))

    def test_it_is_a_golden_ledger(self):
        folder = os.path.join(GOLDEN, "signed-worked-example")
        with open(os.path.join(folder, "log", SEGMENT_1), "rb") as file:
            self.assertEqual(b"".join(self.lines), file.read())
        with open(os.path.join(folder, "checkpoints"), encoding="utf-8") as file:
            self.assertIn("```checkpoint\n%s```" % file.read(), self.page)
        with open(os.path.join(folder, "allowed_signers"), encoding="utf-8") as file:
            self.assertEqual(self.row("line of trust") + "\n", file.read())

    def test_the_commands_of_the_page_tell_good_signatures_from_bad_ones(self):
        commands = re.search(r"### 14.5 .*?```sh\n(.*?)```", self.page, re.S)[1]
        self.file(self.row("as OpenSSH writes it") + " alice\n", "key.pub")

        def checked(line):
            self.file(line, "line.jsonl")
            return subprocess.run(["bash", "-c", commands], cwd=self.directory, env=dict(os.environ, LEDGER=LEDGER_ID),
                                  stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False).returncode
        for line in self.lines:
            self.assertEqual(0, checked(line))
        event_hash = self.row("event hash of the first").encode()
        self.assertNotEqual(0, checked(self.lines[0].replace(event_hash, event_hash[1:] + b"0")))
        printed = subprocess.run(["ssh-keygen", "-l", "-f", "key.pub"], cwd=self.directory, stdout=subprocess.PIPE, check=True)
        self.assertIn(self.row("key id"), printed.stdout.decode())

    def test_every_kind_of_finding_of_an_audit_is_in_a_golden_ledger(self):
        chapters = self.page[self.page.index("### 14.4"):]
        named = {kind for kind in re.findall(r"`([a-z_]+)`", chapters) if kind in audit_ledger.SIGNATURE_KINDS + (
            "duplicate", "forked", "truncated", "rewritten", "bad_checkpoint")}
        self.assertEqual(10, len(named))
        seen = set()
        for name in os.listdir(GOLDEN):
            seen.update(expected_of(name)["audit"].get("kinds", ()))
        self.assertEqual(named | {"undecodable", "event_hash", "payload_hash", "gap", "link", "batch", "segment_name", "torn_tail",
                                  "unknown_version", "transaction", "undecided"}, seen)


def expected_of(name):
    with open(os.path.join(GOLDEN, name, "expected.json"), encoding="utf-8") as file:
        return json.load(file)


def arguments_of(name):
    """How a tool is told of a golden ledger's trust and checkpoints."""
    folder = os.path.join(GOLDEN, name)
    arguments = [folder, "--json"]
    for file_name, option in (("allowed_signers", "--allowed-signers"), ("checkpoints", "--against")):
        if os.path.exists(os.path.join(folder, file_name)):
            arguments += [option, os.path.join(folder, file_name)]
    return arguments


class GoldenLedgers(unittest.TestCase):
    def test_each_gets_the_audit_that_is_written_beside_it(self):
        names = sorted(os.listdir(GOLDEN))
        self.assertGreater(len(names), 290)
        for name in names:
            with self.subTest(name):
                expected = expected_of(name)["audit"]
                demanded = ["--signed-from", str(expected.pop("signed_from"))] if "signed_from" in expected else []
                code, out, err = run_tool(audit_ledger, *arguments_of(name), *demanded)
                if expected == {"exit": 7}:
                    self.assertEqual((7, ""), (code, out))
                    self.assertIn("Nothing was changed", err)
                    continue
                report = json.loads(out)
                said = dict(report, exit=code, kinds=counted(report), checkpoints=[check["log"] for check in report["checkpoints"]])
                self.assertEqual("", err)
                self.assertEqual(expected, {key: said[key] for key in expected}, report)
                self.assertEqual(sum(said["kinds"].values()), report["findings_total"])
                self.assertEqual(code == 0 and report["events"] > 0, report["mark"] is not None)

    def test_each_with_checkpoints_gets_the_verification_that_is_written_beside_it(self):
        held = [name for name in sorted(os.listdir(GOLDEN)) if "against" in expected_of(name)]
        self.assertGreater(len(held), 30)
        for name in held:
            with self.subTest(name):
                expected = expected_of(name)["against"]
                code, out, err = run_tool(verify_ledger, *arguments_of(name))
                report = json.loads(out)
                standings = [[check["log"], check["store"]] for check in report["checkpoints"]]
                self.assertEqual("", err)
                self.assertEqual(expected, {"exit": code, "kinds": counted(report), "checkpoints": standings}, report)
                self.assertEqual(code == 0, report["mark"] is not None)


# ---- the parts ---------------------------------------------------------------------------------------------------------

class TestDataOfItsOwn(unittest.TestCase):
    def test_the_maker_of_test_data_signs_as_rfc_8032_says(self):
        vectors = (  # section 7.1: secret key, public key, message, signature
            ("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
             "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "",
             "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b"),
            ("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
             "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", "72",
             "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"),
            ("c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
             "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025", "af82",
             "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a"),
        )
        openssl = ledger_trust.OpenSsl()
        self.addCleanup(openssl.close)
        for secret, public, message, signature in vectors:
            secret, public, message, signature = (bytes.fromhex(part) for part in (secret, public, message, signature))
            self.assertEqual(public, ed25519.public_key(secret))
            self.assertEqual(signature, ed25519.sign(secret, message))
            if message:  # openssl does not take an empty file
                self.assertTrue(openssl.start(public, message, signature).result())

    def test_openssl_agrees_with_it_on_random_keys_and_notices_each_flipped_bit_that_is_tried(self):
        dice = random.Random(SEED)
        openssl = ledger_trust.OpenSsl()
        self.addCleanup(openssl.close)
        for _ in range(20):
            seed, message = dice.randbytes(32), dice.randbytes(dice.randrange(1, 200))
            public, signature = ed25519.public_key(seed), ed25519.sign(seed, message)
            flipped = bytearray(signature)
            flipped[dice.randrange(64)] ^= 1 << dice.randrange(8)
            self.assertTrue(openssl.start(public, message, signature).result(), "seed %d" % SEED)
            self.assertFalse(openssl.start(public, message, bytes(flipped)).result(), "seed %d" % SEED)
            self.assertFalse(openssl.start(public, message + b".", signature).result(), "seed %d" % SEED)

    def test_nothing_is_good_by_a_key_of_small_order(self):
        openssl = ledger_trust.OpenSsl()
        self.addCleanup(openssl.close)
        identity = (1).to_bytes(32, "little")
        self.assertFalse(openssl.start(identity, b"anything", identity + bytes(32)).result())
        self.assertFalse(openssl.start((2**255 - 18).to_bytes(32, "little"), b"anything", identity + bytes(32)).result())

    def test_the_points_of_order_8_are_on_the_curve_and_become_of_order_4_when_doubled(self):
        for y in ledger_trust.SMALL_ORDER[3:]:  # x^2 = -y^2 there
            self.assertEqual(0, (2 * y * y - 1 + ed25519.D * y**4) % ed25519.P)


class TheTree(unittest.TestCase):
    def test_roots_are_those_of_rfc_6962(self):
        # The inputs and roots of the reference implementation of certificate transparency, where leaves are these texts.
        leaves = [bytes.fromhex(text) for text in ("", "00", "10", "2021", "3031", "40414243", "5051525354555657",
                                                   "606162636465666768696a6b6c6d6e6f")]
        roots = ("6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
                 "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
                 "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
                 "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
                 "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
                 "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
                 "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
                 "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328")
        tree = ledger_trust.Tree()
        self.assertEqual("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855", tree.root().hex())
        for leaf, root in zip(leaves, roots):
            tree.add(leaf)
            self.assertEqual(root, tree.root().hex())

    def test_growing_gives_the_root_that_the_definition_gives(self):
        hashes = [hashlib.sha256(b"%d" % n).digest() for n in range(200)]
        tree = ledger_trust.Tree()
        for size in range(201):
            self.assertEqual(merkle_root(hashes[:size]), tree.root())
            if size < 200:
                tree.add(hashes[size])


class Notes(DirectoryCase):
    def test_a_note_that_another_implementation_signed_is_verified(self):
        # The note and the key of the examples of golang.org/x/mod/sumdb/note.
        text = b"If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n"
        signature = base64.b64decode("x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=")
        key = base64.b64decode("ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW")
        self.assertEqual(1, key[0])
        self.assertEqual(bytes.fromhex("c74f20a3"), signature[:4])
        self.assertEqual(signature[:4], ledger_trust.note_key_hash("PeterNeumann", key[1:]))
        openssl = ledger_trust.OpenSsl()
        self.addCleanup(openssl.close)
        self.assertTrue(openssl.start(key[1:], text, signature[4:]).result())

    def test_a_checkpoint_of_the_c2sp_page_can_be_read(self):
        note = ("example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n\n"
                "\u2014 example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=\n")
        read = ledger_trust.Checkpoint("it", note.encode())
        self.assertEqual(("example.com/behind-the-sofa", 20852163), (read.origin, read.size))
        self.assertEqual("03 3d e0 ae", read.signatures[0][1].hex(" "))

    def test_what_is_no_checkpoint_is_refused(self):
        chain = Chain().plain(2)
        good = checkpoint(chain, 2, ALICE)
        self.assertTrue(ledger_trust.Checkpoint("it", good.encode()).readable)
        root, origin = good.split("\n")[2], good.split("\n")[0]
        for broken in (
                good.replace("\n2\n", "\n02\n"), good.replace("\n2\n", "\n+2\n"), good.replace("\n2\n", "\n9007199254740992\n"),
                good.replace("\n2\n", "\n\u0662\n"), good.replace(root, root[:-1]), good.replace(root, root[:-4] + "AAAA"), good.replace(origin, "a b"),
                good.replace(origin, "a+b"), good.replace(origin, "diptych.signature.v1"), good.replace(origin, "x" * 256),
                good.replace("\u2014 ", "- "), good.replace("\n\n", "\n"), good.replace("\n\n", "\n\n\n"), good + "\n", good + "text\n",
                good[:-1], good.replace("\n\n", "\n\t\n\n"), good + good.split("\n\n")[1] * 100, good.replace("\n\n", "\n" + "x" * 66_000 + "\n\n"),
                good.split("\n\n")[0] + "\n\n\u2014 name QUJDRA==\n", good.split("\n\n")[0] + "\n\n\u2014  QUJDREU=\n", ""):
            self.assertFalse(ledger_trust.Checkpoint("it", broken.encode()).readable, broken)
        self.assertFalse(ledger_trust.Checkpoint("it", good.encode() + b"\xff").readable)

    def test_a_file_is_cut_behind_its_signatures(self):
        chain = Chain().plain(3)
        one, two, three = (checkpoint(chain, size, *seeds) for size, seeds in ((1, [ALICE]), (2, [ALICE, BOB]), (3, [ALICE])))
        read = ledger_trust.read_checkpoints(self.file("\n" + one + two + "\n\n" + three, "kept"))
        self.assertEqual([1, 2, 3], [note.size for note in read])
        self.assertEqual(["kept #1", "kept #2", "kept #3"], [os.path.basename(note.name) for note in read])
        self.assertEqual(["kept"], [os.path.basename(note.name) for note in ledger_trust.read_checkpoints(self.file(two, "kept"))])
        self.assertEqual([1, None], [note.size for note in ledger_trust.read_checkpoints(self.file(one + "half of"))])
        for nothing in "", "\n\n":
            self.assertRaises(ledger_trust.Unusable, ledger_trust.read_checkpoints, self.file(nothing))


class AllowedSigners(DirectoryCase):
    def read(self, text):
        return ledger_trust.read_allowed_signers(self.file(text, "allowed_signers"))

    def test_openssh_reads_the_golden_ones_as_we_do(self):
        """ssh-keygen finds the principal of each key that we trust; where we leave out a line, it may know more than we want."""
        key = self.file("ssh-ed25519 %s\n" % golden_ledger.open_ssh(ALICE), "key.pub")
        private = os.path.join(self.directory, "signer")
        subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", private], check=True)
        with open(private + ".pub", encoding="ascii") as file:
            blob = file.read().split()[1]
        with open(os.path.join(GOLDEN, "trust-options-and-quotes", "allowed_signers"), encoding="utf-8") as file:
            signers = self.file(file.read().replace(golden_ledger.open_ssh(ALICE), blob), "allowed_signers")
        message = self.file("hello")
        subprocess.run(["ssh-keygen", "-q", "-Y", "sign", "-n", "diptych", "-f", private, message], check=True, stderr=subprocess.DEVNULL)
        found = subprocess.run(["ssh-keygen", "-Y", "find-principals", "-f", signers, "-s", message + ".sig"], stdout=subprocess.PIPE, check=True)
        self.assertIn(b"alice@example.com", found.stdout)
        self.assertEqual([ledger_trust.parse_blob(blob)], [line.public for line in ledger_trust.read_allowed_signers(signers)[0]])
        self.assertTrue(os.path.exists(key))

    def test_what_cannot_be_understood_is_refused_with_its_line(self):
        blob = golden_ledger.open_ssh(ALICE)
        for line in ("alice", "alice ssh-ed25519", "alice ssh-ed25519 AAAA", "alice ssh-ed25519 %s" % blob[:-4], "alice unknown ssh-ed25519 " + blob,
                     'alice namespaces=diptych ssh-ed25519 ' + blob, 'alice valid-after="2026" ssh-ed25519 ' + blob,
                     'alice valid-after="20260230Z" ssh-ed25519 ' + blob, 'alice valid-after="20260101Z",valid-after="20260101Z" ssh-ed25519 ' + blob,
                     'alice valid-after="20260102Z",valid-before="20260102Z" ssh-ed25519 ' + blob, 'alice cert-authority="x" ssh-ed25519 ' + blob, 'alice namespaces ssh-ed25519 ' + blob,
                     'alice namespaces="diptych" ' + blob, "alice ssh-rsa " + blob, "alice ssh-unknown " + blob, 'alice ssh-ed25519 %s=' % blob, '"alice ssh-ed25519 ' + blob):
            with self.subTest(line):
                with self.assertRaisesRegex(ledger_trust.Unusable, "line 3"):
                    self.read("# whom to trust\n\n" + line + "\n")
        self.assertRaises(ledger_trust.Unusable, ledger_trust.read_allowed_signers, self.directory + "/missing")
        self.assertRaises(ledger_trust.Unusable, self.read, b"\xff")

    def test_what_is_left_out_is_said(self):
        trusted, notes = self.read(trust(ALICE) + RSA + "c cert-authority ssh-ed25519 %s\n" % golden_ledger.open_ssh(BOB)
                                   + trust(CAROL, 'namespaces="file"'))
        self.assertEqual(1, len(trusted))
        self.assertEqual(["line 2", "line 3", "line 4"], [re.search("line [0-9]", note)[0] for note in notes])

    def test_times_are_local_unless_they_say_otherwise(self):
        with mock.patch.dict(os.environ, {"TZ": "UTC-3"}):  # three hours east
            ledger_trust.time.tzset()
            try:
                lines, _ = self.read(trust(ALICE, 'valid-after="202611231300"') + trust(ALICE, 'valid-after="20261123130000Z"'))
            finally:
                os.environ.pop("TZ")
                ledger_trust.time.tzset()
        self.assertEqual([b"2026-11-23T10:00:00.000000Z", b"2026-11-23T13:00:00.000000Z"], [line.after for line in lines])


# ---- the whole ---------------------------------------------------------------------------------------------------------

class TheReport(DirectoryCase):
    def audit(self, chain, trusted=None, *arguments, **ledger):
        folder = self.ledger(ledger.pop("log", chain.log()), ledger.pop("rows", chain.rows), **ledger)
        asked = ["--allowed-signers", self.file(trusted, "allowed_signers")] if trusted is not None else []
        code, out, err = run_tool(audit_ledger, folder, "--json", *asked, *arguments)
        self.assertEqual("", err)
        return code, json.loads(out)

    def test_json_has_the_keys_of_the_format_in_their_order(self):
        chain = Chain().signed(ALICE, 2)
        against = self.file(checkpoint(chain, 2, ALICE), "kept")
        code, report = self.audit(chain, trust(ALICE), "--against", against)
        self.assertEqual(0, code)
        root = base64.b64encode(merkle_root([bytes.fromhex(line.fields["event_hash"]) for line in chain.lines])).decode()
        self.assertEqual(
            json.dumps({"log": "intact", "authentic": "authentic", "complete": "complete", "events": 2, "signed": 2, "verified": 2,
                        "skipped": 0, "read_again": 0,
                        "checkpoints": [{"name": against, "origin": "diptych/ledger/" + LEDGER_ID, "size": 2, "root": root, "log": "extends"}],
                        "findings": [], "findings_total": 0, "not_checked": ["duplicate_ids"], "notes": [], "mark": "2:%s:1" % chain.head}),
            json.dumps(report))

    def test_findings_are_in_the_order_of_the_log_with_place_and_key(self):
        chain = Chain().signed(ALICE).signed(BOB).batch(dict(prev_event_hash="a" * 64, seed=BOB))
        _, report = self.audit(chain, trust(ALICE))
        self.assertEqual([("unknown_key", 2), ("link", 3), ("unknown_key", 3)], [(f["kind"], f["seq"]) for f in report["findings"]])
        self.assertEqual({"kind": "unknown_key", "seq": 2, "id": chain.lines[1].fields["id"], "found": fingerprint(BOB), "segment": SEGMENT_1,
                          "offset": len(chain.lines[0].bytes), "line": 2}, report["findings"][0])

    def test_a_cut_log_says_what_is_remembered_and_what_is_there(self):
        chain = Chain().plain(4)
        _, report = self.audit(chain, log={SEGMENT_1: chain.text(1, 3)})
        self.assertEqual([{"kind": "truncated", "seq": 4, "expected": 4, "found": 2}], report["findings"])

    def test_findings_are_listed_up_to_1_000_and_counted_to_the_last(self):
        chain = Chain().batch(required("true", ALICE)).plain(1_205)
        _, report = self.audit(chain, trust(ALICE))
        self.assertEqual((1_000, 1_205), (len(report["findings"]), report["findings_total"]))

    def test_a_line_is_known_again_among_the_1_024_before_it_only(self):
        chain = Chain().plain(1_025)
        for again, kind in ((2, "duplicate"), (1, "gap")):
            text = chain.text() + chain.lines[again - 1].bytes
            _, report = self.audit(chain, log={SEGMENT_1: text, "%020d.jsonl" % (again + 1): b""})
            self.assertEqual(kind, report["findings"][0]["kind"])

    def test_text_names_verdicts_findings_and_what_was_not_checked(self):
        chain = Chain().signed(BOB).plain(1)
        folder = self.ledger(chain.log(), chain.rows)
        code, out, _ = run_tool(audit_ledger, folder, "--allowed-signers", self.file(trust(ALICE) + RSA))
        self.assertEqual(6, code)
        for part in ("log:       intact, 2 events", "authentic: unauthentic, 1 signed, 0 verified", "complete:  as_far_as_the_store",
                     "finding unknown_key: 1", "not checked: duplicate_ids", "note: "):
            self.assertIn(part, out)

    def test_what_cannot_be_audited_is_said_with_exit_7(self):
        chain = Chain().signed(ALICE)
        folder = self.ledger(chain.log(), chain.rows)
        missing = os.path.join(self.directory, "missing")
        for arguments in ([missing], [folder, "--allowed-signers", missing], [folder, "--against", missing],
                          [folder, "--allowed-signers", self.file("alice nothing")]):
            code, out, err = run_tool(audit_ledger, *arguments)
            self.assertEqual((7, ""), (code, out))
            self.assertIn("Nothing was changed", err)
        for arguments in ([], [folder, "--signed-from", "0"], [folder, "--no-such-option"]):
            self.assertEqual(2, run_tool(audit_ledger, *arguments)[0])

    def test_without_openssl_signatures_are_refused_and_everything_else_works(self):
        chain = Chain().signed(ALICE)
        folder = self.ledger(chain.log(), chain.rows)
        signers = self.file(trust(ALICE))
        with mock.patch.dict(os.environ, {"PATH": self.directory}):
            self.assertEqual(0, run_tool(audit_ledger, folder)[0])
            code, out, err = run_tool(audit_ledger, folder, "--allowed-signers", signers)
        self.assertEqual((7, ""), (code, out))
        self.assertIn("openssl", err)
        useless = self.file("#!/bin/sh\nexit 1\n", "openssl")
        os.chmod(useless, 0o755)
        with mock.patch.dict(os.environ, {"PATH": self.directory + os.pathsep + os.environ["PATH"]}):
            code, _, err = run_tool(audit_ledger, folder, "--allowed-signers", signers)
        self.assertEqual(7, code)
        self.assertIn("3.0", err)

    def test_it_changes_nothing_and_leaves_nothing_behind(self):
        folder = os.path.join(self.directory, "copy")
        shutil.copytree(os.path.join(GOLDEN, "checkpoint-rewritten"), folder)
        temporary = os.path.join(self.directory, "temporary")
        os.mkdir(temporary)
        before = {name: os.listdir(os.path.join(folder, name)) for name in (".", "log")}
        with mock.patch.object(tempfile, "tempdir", temporary):
            self.assertEqual(6, run_tool(audit_ledger, folder, "--allowed-signers", os.path.join(folder, "allowed_signers"),
                                         "--against", os.path.join(folder, "checkpoints"))[0])
        self.assertEqual([], os.listdir(temporary))
        self.assertEqual(before, {name: os.listdir(os.path.join(folder, name)) for name in (".", "log")})

    def test_it_runs_as_a_program_of_its_own(self):
        folder = os.path.join(GOLDEN, "signed-forged")
        done = subprocess.run([sys.executable, "-B", os.path.join(HERE, "audit_ledger.py"), folder, "--json", "--allowed-signers",
                               os.path.join(folder, "allowed_signers")], stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False)
        self.assertEqual((6, b""), (done.returncode, done.stderr))
        self.assertEqual("unauthentic", json.loads(done.stdout)["authentic"])


class OneFlippedByte(DirectoryCase):
    """Every byte of a signed ledger's log, one bit at a time: found by the audit alone, without the other copy."""

    def test_every_byte_is_vouched_for(self):
        dice = random.Random(SEED)
        chain = Chain().signed(ALICE).batch(rotated(ALICE, BOB, ALICE)).batch(dict(seed=BOB), dict(seed=BOB, payload=b'{"a":"\\u00e9"}'))
        text = chain.text()
        folder = self.ledger(chain.log(), chain.rows)
        signers = self.file(trust(ALICE), "allowed_signers")
        path = os.path.join(folder, "log", SEGMENT_1)
        verified = {}

        def remembered(self_, public, message, signature):
            """Lets openssl judge each signature once: nothing else changes between the rounds."""
            known = public, message, signature
            if known not in verified:
                verified[known] = real(self_, public, message, signature)
            return verified[known]
        real = ledger_trust.OpenSsl._verify
        with mock.patch.object(ledger_trust.OpenSsl, "_verify", remembered):
            self.assertEqual(0, run_tool(audit_ledger, folder, "--allowed-signers", signers)[0])
            for at in range(len(text)):
                flipped = bytearray(text)
                flipped[at] ^= 1 << dice.randrange(8)
                with open(path, "wb") as file:
                    file.write(flipped)
                code, out, _ = run_tool(audit_ledger, folder, "--json", "--allowed-signers", signers)
                self.assertIn(code, (3, 6), "seed %d, byte %d: %s" % (SEED, at, out))
        self.assertGreater(len(verified), len(chain.lines))


class ManySignatures(DirectoryCase):
    def test_random_histories_are_judged_as_they_were_made(self):
        """Keys come and go at random; whoever made the history knows which lines are wrong, and why."""
        print("histories: seed %d" % SEED)
        dice = random.Random(SEED)
        for round_number in range(12):
            chain, expected = random_history(dice)
            folder = self.ledger(chain.log(), chain.rows)
            signers = self.file(trust(ALICE) + trust(RECOVERY, 'namespaces="diptych-recovery"'), "allowed_signers")
            _, out, _ = run_tool(audit_ledger, folder, "--json", "--allowed-signers", signers)
            found = {finding["seq"]: finding["kind"] for finding in json.loads(out)["findings"]}
            self.assertEqual(expected, found, "seed %d, round %d" % (SEED, round_number))


def random_history(dice):
    """A chain, and the findings that it deserves by sequence."""
    seeds = [ALICE] + [hashlib.sha256(b"%d" % n).digest() for n in range(6)]
    chain, expected, live, ever, ended, demanded = Chain(), {}, {ALICE}, {ALICE}, set(), False
    for seq in range(1, 26):
        signer = dice.choice(seeds + sorted(live) * 3)
        standing = "key_not_valid" if signer in ended else None if signer in live else "unknown_key"
        act = dice.choice(("sign", "sign", "sign", "forge", "omit", "rotate", "revoke", "demand"))
        if act == "sign":
            chain.batch(dict(seed=signer))
        elif act == "forge":
            chain.batch(dict(seed=signer, signature="A" * 86))
            standing = standing or "bad_signature"
        elif act == "omit":
            chain.batch({})
            standing = "missing_signature" if demanded else None
        elif act == "demand":
            word = dice.choice(("true", "false"))
            chain.batch(required(word, signer))
            demanded = (word == "true") if standing is None else demanded
        elif act == "revoke":
            target = dice.choice([signer, dice.choice(seeds)])
            by = dice.choice((signer, RECOVERY))
            chain.batch(revoked(target, by))
            standing = None if by == RECOVERY else standing or (None if by == target else "rotation_rejected")
            if standing is None:
                live.discard(target)
                ended.add(target)
        else:
            to = dice.choice([seed for seed in seeds if seed != signer])
            by = dice.choice((signer, RECOVERY))
            chain.batch(rotated(signer, to, by))
            standing = None if by == RECOVERY else standing
            standing = standing or (None if to not in ended and signer in ever else "rotation_rejected")
            if standing is None:
                live.discard(signer)
                ended.add(signer)
                live.add(to)
                ever.add(to)
        if standing:
            expected[seq] = standing
    return chain, expected


if __name__ == "__main__":
    unittest.main()
