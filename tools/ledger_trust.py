"""Whom to trust, signatures, and the Merkle tree: what verify_ledger.py and audit_ledger.py share beyond the line.

Written from docs/format.md, sections 14 and 15, with the Python standard library; signatures are verified by the command
`openssl`, version 3.0 or later, once for each signature, several at a time.
"""

import base64
import binascii
import concurrent.futures
import fnmatch
import hashlib
import os
import re
import shutil
import subprocess
import tempfile
import time
import unicodedata

EVENTS, CHECKPOINTS, RECOVERY = "events", "checkpoints", "recovery"
NAMESPACES = {"diptych": EVENTS, "diptych-checkpoint": CHECKPOINTS, "diptych-recovery": RECOVERY}
KEY_TYPE = re.compile(r"ssh-ed25519|ssh-ed448|ssh-rsa|ssh-dss|ecdsa-sha2-nistp(?:256|384|521)|sk-(?:ssh-ed25519|ecdsa-sha2-nistp256)@openssh\.com"
                      r"|(?:sk-)?(?:ssh|ecdsa|rsa)-[a-z0-9-]+-cert-v0[01]@openssh\.com")
BLOB_START = b"\x00\x00\x00\x0bssh-ed25519\x00\x00\x00\x20"
SPKI_START = bytes.fromhex("302a300506032b6570032100")  # RFC 8410, section 4
SIGNATURE_PREFIX = b"diptych.signature.v1\n"
SIGNATURE_LINE = "\u2014 "
NOTE_BYTES_MAX = 65_536
NOTE_SIGNATURES_MAX = 100
NUMBER_MAX = 2**53 - 1
OPENSSL_AT_ONCE = 4

# The second coordinates of the points of small order on the curve; openssl takes them for keys, and anybody could sign by them.
_P = 2**255 - 19
_OF_ORDER_8 = 2707385501144840649318225287225658788936804267575313519463743609750303402022
SMALL_ORDER = (0, 1, _P - 1, _OF_ORDER_8, _P - _OF_ORDER_8)


class Unusable(Exception):
    """What was named cannot be used: a message instead of a report."""


# ---- keys ----------------------------------------------------------------------------------------------------------

def key_id(public):
    """The OpenSSH fingerprint of the 32 bytes of a key."""
    return "SHA256:" + base64.b64encode(hashlib.sha256(BLOB_START + public).digest()).rstrip(b"=").decode()


def parse_blob(text):
    """The 32 bytes of the key in what follows `ssh-ed25519`, or None if it is no such thing in its one spelling."""
    blob = strict_base64(text)
    return blob[len(BLOB_START):] if blob and len(blob) == len(BLOB_START) + 32 and blob.startswith(BLOB_START) else None


def strict_base64(text):
    """The bytes of padded base64 in the one spelling that they have, or None."""
    try:
        decoded = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return None
    return decoded if base64.b64encode(decoded).decode() == text else None


class TrustLine:
    """One key that somebody trusts: for which uses, and from when (inclusive) to when (exclusive)."""

    __slots__ = ("public", "uses", "after", "before")

    def __init__(self, public, uses, after=None, before=None):
        self.public, self.uses, self.after, self.before = public, frozenset(uses), after, before

    def valid(self, uses, recorded_at):
        """Times of one spelling, so their text is in their order."""
        return (bool(self.uses & uses) and (self.after is None or recorded_at >= self.after)
                and (self.before is None or recorded_at < self.before))


_PRINCIPALS = re.compile(r'(?:"[^"]+"|[^ \t"]+)(?:[ \t]+|$)')
_OPTION = re.compile(r'(?P<name>[A-Za-z-]+)(?:="(?P<value>(?:\\"|[^"])*)")?(?P<more>,|[ \t]+|$)')


def read_allowed_signers(path):
    """(the trust lines, notes) of an allowed_signers file."""
    try:
        with open(path, "rb") as file:
            text = file.read().decode("utf-8")
    except OSError as problem:
        raise Unusable("the trusted keys cannot be read: %s" % problem)
    except UnicodeDecodeError:
        raise Unusable("the trusted keys in %s are not UTF-8" % path)
    trusted, notes = [], []
    for number, line in enumerate(text.split("\n"), 1):
        line = line[:-1] if line.endswith("\r") else line
        line = line.lstrip(" \t")
        if line and not line.startswith("#"):
            entry = _trust_line(line, "%s line %d" % (path, number))
            if isinstance(entry, str):
                notes.append(entry)
            else:
                trusted.append(entry)
    return trusted, notes


def _trust_line(line, where):
    """A TrustLine, or a note why the line is left out."""
    principals = _PRINCIPALS.match(line)
    if not principals:
        raise Unusable("%s: expected principals, found something else" % where)
    rest, options = line[principals.end():], {}
    if not KEY_TYPE.fullmatch(_word(rest)):
        options, rest = _options(rest, where)
    key_type = _word(rest)
    encoded = _word(rest[len(key_type):].lstrip(" \t"))
    if not KEY_TYPE.fullmatch(key_type) or not _is_of_type(encoded, key_type):
        raise Unusable("%s: expected a key's type and its base64, found something else" % where)
    after, before = (_time(options[name], where) if name in options else None for name in ("valid-after", "valid-before"))
    if after and before and after >= before:
        raise Unusable("%s: expected valid-before behind valid-after" % where)
    if "cert-authority" in options:
        return "%s: a certificate authority is left out" % where
    if key_type != "ssh-ed25519":
        return "%s: a key of the type %s is left out" % (where, key_type)
    public = parse_blob(encoded)
    if public is None:
        raise Unusable("%s: expected the base64 of an Ed25519 key, found something else" % where)
    uses = {EVENTS, CHECKPOINTS}
    if "namespaces" in options:
        uses = {use for namespace, use in NAMESPACES.items() if _matches(options["namespaces"], namespace)}
        if not uses:
            return "%s: a key for none of Diptych's namespaces is left out" % where
    return TrustLine(public, uses, after, before)


def _word(text):
    return re.match(r"[^ \t]*", text)[0]


def _is_of_type(encoded, key_type):
    blob = strict_base64(encoded) or b""
    start = len(key_type).to_bytes(4, "big") + key_type.encode()
    return blob.startswith(start) and len(blob) > len(start)


def _options(text, where):
    """(the options, what follows them)."""
    found = {}
    while True:
        option = _OPTION.match(text)
        name = option["name"].lower() if option else None
        known = name in ("cert-authority", "namespaces", "valid-after", "valid-before")
        if not known or (option["value"] is None) != (name == "cert-authority"):
            raise Unusable("%s: expected a key, or options of OpenSSH with their values in quotes, found something else" % where)
        if name in found and name != "cert-authority":
            raise Unusable("%s: expected each option once, found %s twice" % (where, name))
        found[name] = (option["value"] or "").replace('\\"', '"')
        text = text[option.end():]
        if option["more"] != ",":
            return found, text


def _time(value, where):
    """As the format spells times, so that it can be compared with recorded_at."""
    parts = re.fullmatch(r"([0-9]{8})(?:([0-9]{4})([0-9]{2})?)?([Zz]?)", value)
    try:
        digits = parts[1] + (parts[2] or "0000") + (parts[3] or "00")
        given = time.strptime(digits, "%Y%m%d%H%M%S")
        if given.tm_sec > 59:
            raise ValueError
        if not parts[4]:
            given = time.gmtime(time.mktime(given[:8] + (-1,)))
    except (TypeError, ValueError, OverflowError):
        raise Unusable("%s: expected a time YYYYMMDD[HHMM[SS]][Z], found %r" % (where, value))
    return time.strftime("%Y-%m-%dT%H:%M:%S.000000Z", given).zfill(27).encode()


def _matches(patterns, namespace):
    """OpenSSH's pattern list: some pattern, and none of those that begin with an exclamation mark."""
    found = False
    for pattern in patterns.split(","):
        negated = pattern.startswith("!")
        plain = pattern[negated:].replace("[", "[[]")
        if fnmatch.fnmatchcase(namespace, plain):
            if negated:
                return False
            found = True
    return found


# ---- openssl -------------------------------------------------------------------------------------------------------

class OpenSsl:
    """Verifies Ed25519 signatures with the command `openssl`, a few at a time. Close it, or its files stay."""

    # RFC 8032, section 7.1, test 2.
    _KEY = bytes.fromhex("3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c")
    _SIGNATURE = bytes.fromhex("92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
                               "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00")

    def __init__(self):
        self._directory = None
        self._pool = None

    def start(self, public, message, signature):
        """Begins to verify; the answer's result() tells whether the signature is good."""
        if self._pool is None:
            self._begin()
        return self._pool.submit(self._verify, public, message, signature)

    def _begin(self):
        self._directory = tempfile.mkdtemp(prefix="ledger-trust-")
        self._pool = concurrent.futures.ThreadPoolExecutor(OPENSSL_AT_ONCE)
        try:
            works = self._verify(self._KEY, b"\x72", self._SIGNATURE) and not self._verify(self._KEY, b"\x73", self._SIGNATURE)
        except OSError as problem:
            raise Unusable("signatures cannot be verified without the command openssl: %s" % problem)
        if not works:
            raise Unusable("this openssl cannot verify Ed25519 signatures; version 3.0 or later is needed")

    def close(self):
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)
            shutil.rmtree(self._directory, ignore_errors=True)

    def _verify(self, public, message, signature):
        if len(signature) != 64 or int.from_bytes(public, "little") % 2**255 % _P in SMALL_ORDER:
            return False
        place = tempfile.mkdtemp(dir=self._directory)
        files = {name: os.path.join(place, name) for name in ("key", "message", "signature")}
        for name, content in (("key", SPKI_START + public), ("message", message), ("signature", signature)):
            with open(files[name], "wb") as file:
                file.write(content)
        done = subprocess.run(
            ["openssl", "pkeyutl", "-verify", "-pubin", "-keyform", "DER", "-inkey", files["key"], "-rawin", "-in", files["message"],
             "-sigfile", files["signature"]], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
        shutil.rmtree(place, ignore_errors=True)
        return done.returncode == 0


# ---- the tree ------------------------------------------------------------------------------------------------------

class Tree:
    """The Merkle tree of RFC 6962, section 2.1, over event hashes; kept as the roots of its whole subtrees."""

    def __init__(self):
        self.size = 0
        self._subtrees = []

    def add(self, event_hash):
        grown = hashlib.sha256(b"\x00" + event_hash).digest()
        rest = self.size
        while rest & 1:
            grown = hashlib.sha256(b"\x01" + self._subtrees.pop() + grown).digest()
            rest >>= 1
        self._subtrees.append(grown)
        self.size += 1

    def root(self):
        if not self._subtrees:
            return hashlib.sha256(b"").digest()
        root = self._subtrees[-1]
        for subtree in reversed(self._subtrees[:-1]):
            root = hashlib.sha256(b"\x01" + subtree + root).digest()
        return root


class Beginning:
    """The readable beginning of a copy, and the roots of it at the sizes that are asked for."""

    def __init__(self, sizes):
        self.readable = 0
        self._tree = Tree()
        self._sizes = set(sizes)
        self._ended = False
        self.roots = {0: self._tree.root()}

    def event(self, seq, event_hash):
        """The next event of the copy; no hash (None) for one that cannot be read."""
        if self._ended or event_hash is None or seq != self.readable + 1:
            self._ended = True
            return
        self.readable = seq
        if self._sizes:
            self._tree.add(event_hash)
            if seq in self._sizes:
                self.roots[seq] = self._tree.root()

    def standing(self, checkpoint, readable, whole):
        """What the copy is to a checkpoint that is proven, where so many events can be read, and whether that is all of it."""
        if checkpoint.size <= readable:
            return "extends" if self.roots[checkpoint.size] == checkpoint.root else "rewritten"
        return "truncated" if whole else "unreadable"


# ---- checkpoints ---------------------------------------------------------------------------------------------------

class Checkpoint:
    """A note as it was kept, and what it says (None where it is no checkpoint)."""

    def __init__(self, name, note):
        self.name = name
        self.origin = self.size = self.root = self.why = None
        self.text, self.signatures = b"", []
        try:
            self._parse(note)
        except ValueError as problem:
            self.origin = self.size = self.root = None
            self.why = str(problem)

    def _parse(self, note):
        if len(note) > NOTE_BYTES_MAX:
            raise ValueError("is longer than %d bytes" % NOTE_BYTES_MAX)
        try:
            text = note.decode("utf-8")
        except UnicodeDecodeError:
            raise ValueError("is not UTF-8")
        if any(c < " " and c != "\n" for c in text) or "\n\n" not in text or not text.endswith("\n"):
            raise ValueError("is not a text, an empty line and signatures, without control characters")
        at = text.rindex("\n\n") + 1
        lines = text[at + 1:-1].split("\n")
        if len(text) == at + 1 or len(lines) > NOTE_SIGNATURES_MAX:
            raise ValueError("does not have 1 to %d signatures" % NOTE_SIGNATURES_MAX)
        for line in lines:
            name, _, signature = line[len(SIGNATURE_LINE):].partition(" ")
            signature = strict_base64(signature)
            if not line.startswith(SIGNATURE_LINE) or not is_name(name) or signature is None or len(signature) <= 4:
                raise ValueError("has a signature line that is none")
            self.signatures.append((name, signature[:4], signature[4:]))
        said = text[:at - 1].split("\n")
        if len(said) < 3 or "" in said:
            raise ValueError("does not have the three lines of a checkpoint")
        origin, size, root = said[0], said[1], strict_base64(said[2])
        if not is_name(origin) or len(origin.encode("utf-16-le")) > 510 or "\x7f" in origin or origin.startswith("diptych.signature."):
            raise ValueError("has an origin that is none")
        if not re.fullmatch("0|[1-9][0-9]{0,15}", size, re.ASCII) or int(size) > NUMBER_MAX:
            raise ValueError("has a size that is none")
        if root is None or len(root) != 32:
            raise ValueError("has a root that is none")
        self.text = text[:at].encode()
        self.origin, self.size, self.root = origin, int(size), root

    @property
    def readable(self):
        return self.origin is not None

    def prove(self, trusted, openssl, ledger_id):
        """Whether it is proven, by section 15; says why not."""
        if not self.readable:
            return False
        if trusted is None:
            self.why = "cannot be proven: nobody said whom to trust"
            return False
        default = "diptych/ledger/"
        if ledger_id is not None and self.origin.startswith(default) and self.origin[len(default):] != ledger_id:
            self.why = "is of the ledger %s" % self.origin[len(default):]
            return False
        counting = 0
        for name, key_hash, signature in self.signatures:
            keys = {line.public for line in trusted if CHECKPOINTS in line.uses and note_key_hash(self.origin, line.public) == key_hash}
            if name == self.origin and keys:
                counting += 1
                if not any(openssl.start(public, self.text, signature).result() for public in sorted(keys)):
                    self.why = "has a signature that is not good"
                    return False
        if not counting:
            self.why = "is not signed by a key that is trusted for checkpoints"
        return counting > 0

    def as_dict(self, **standings):
        said = {"name": self.name}
        if self.readable:
            said.update(origin=self.origin, size=self.size, root=base64_of(self.root))
        said.update(standings)
        return said


def is_name(name):
    return bool(name) and not any(c == "+" or c < " " or c.isspace() or unicodedata.category(c).startswith("Z") for c in name)


def note_key_hash(name, public):
    return hashlib.sha256(name.encode() + b"\n\x01" + public).digest()[:4]


def read_checkpoints(path):
    """The notes of a file, one behind the other."""
    try:
        with open(path, "rb") as file:
            lines = re.findall(rb"[^\n]*\n|[^\n]+", file.read())
    except OSError as problem:
        raise Unusable("the checkpoints cannot be read: %s" % problem)
    notes, at = [], 0
    while at < len(lines):
        if lines[at] == b"\n":
            at += 1
            continue
        end = _end_of_note(lines, at)
        notes.append(b"".join(lines[at:end]))
        at = end
    if not notes:
        raise Unusable("there is no checkpoint in %s" % path)
    return [Checkpoint(path if len(notes) == 1 else "%s #%d" % (path, n), note) for n, note in enumerate(notes, 1)]


def _end_of_note(lines, at):
    """Behind the lines up to an empty one, and behind the signatures that follow it."""
    while at < len(lines) and lines[at] != b"\n":
        at += 1
    signed = at + 1
    while signed < len(lines) and lines[signed].startswith(SIGNATURE_LINE.encode()):
        signed += 1
    return signed if signed > at + 1 else at


class Against:
    """A copy, or two, held against checkpoints."""

    def __init__(self, files, trusted):
        self.checkpoints = [checkpoint for path in files for checkpoint in read_checkpoints(path)]
        self._trusted = trusted
        self.sizes = {checkpoint.size for checkpoint in self.checkpoints if checkpoint.readable}

    def judge(self, openssl, ledger_id, **copies):
        """(the part of the report, the findings as (kind, details)); each copy is (Beginning, events readable, whether that is all)."""
        report, findings = [], []
        for checkpoint in self.checkpoints:
            proven = checkpoint.prove(self._trusted, openssl, ledger_id)
            standings = {name: copy[0].standing(checkpoint, *copy[1:]) if proven else "unproven" for name, copy in copies.items()}
            report.append(checkpoint.as_dict(**standings))
            if not proven:
                findings.append(("bad_checkpoint", dict(why="%s %s" % (checkpoint.name, checkpoint.why))))
            for name, (beginning, readable, _) in copies.items():
                if standings[name] == "truncated":
                    findings.append(("truncated", dict(where=name, seq=checkpoint.size, expected=checkpoint.size, found=readable)))
                elif standings[name] == "rewritten":
                    findings.append(("rewritten", dict(where=name, seq=checkpoint.size, expected=base64_of(checkpoint.root),
                                                       found=base64_of(beginning.roots[checkpoint.size]))))
        return report, findings


def base64_of(data):
    return base64.b64encode(data).decode()
