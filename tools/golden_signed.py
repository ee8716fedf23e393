"""The golden ledgers about signatures, keys and checkpoints (docs/format.md, sections 14 to 16), with their verdicts by hand."""

import ed25519
from golden_ledger import LEDGER_ID, SEGMENT_1, SIGNING_SEED, Chain, base64url, changed, checkpoint, fingerprint, note_signature
from golden_ledger import open_ssh, trust

# The secret keys of RFC 8032, section 7.1: tests 1, 2, 3, 1024 and SHA(abc).
ALICE = SIGNING_SEED
BOB = bytes.fromhex("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb")
CAROL = bytes.fromhex("c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7")
RECOVERY = bytes.fromhex("f5e5767cf153319517630f226876b86c8160cc583bc013744c6bf255f5cc0ee5")
WITNESS = bytes.fromhex("833fe62409237b9d62ec77587520911e9a759cec1d19755b7da901b96dca3d42")

TRUST_ALICE = trust(ALICE, principal="alice@example.com")
TRUST_RECOVERY = trust(RECOVERY, 'namespaces="diptych-recovery"', "board@example.com")
INTACT = "intact"
FAR = "as_far_as_the_store"


def says(signed, verified, exit_code=0, log=INTACT, authentic="authentic", complete=FAR, checkpoints=(), not_checked=(), signed_from=None,
         **kinds):
    """What an audit says; the words about what it did not look at without `duplicate_ids`, which is always there."""
    if exit_code == 0 and authentic == "unauthentic":
        exit_code = 6
    said = {"exit": exit_code, "log": log, "authentic": authentic, "complete": complete, "signed": signed, "verified": verified,
            "kinds": kinds, "checkpoints": list(checkpoints), "not_checked": [*not_checked, "duplicate_ids"]}
    return dict(said, signed_from=signed_from) if signed_from else said


def bad(signed, verified, **more):
    return says(signed, verified, authentic="unauthentic", **more)


def held(exit_code, *standings, **kinds):
    """What a verification says that is given checkpoints: the exit code, (log, store) for each, and how many findings of each kind."""
    return {"exit": exit_code, "checkpoints": [list(pair) for pair in standings], "kinds": kinds}


# ---- events about keys -----------------------------------------------------------------------------------------------

def about_keys(event_type, payload, seed=None, **more):
    return dict(event_type="diptych.key." + event_type, source_type="diptych", payload=payload.encode(), seed=seed, **more)


def rotated(old, new, by, **more):
    return about_keys("rotated.v1", '{"from":"%s","to":"%s"}' % (fingerprint(old), open_ssh(new)), by, **more)


def revoked(key, by, reason="stolen", **more):
    return about_keys("revoked.v1", '{"key":"%s","reason":"%s"}' % (fingerprint(key), reason), by, **more)


def required(word, by, **more):
    return about_keys("signatures.v1", '{"required":%s}' % word, by, **more)


def at(text):
    """A recorded time."""
    return dict(recorded_at="2026-11-23T%sZ" % text)


# ---- signatures ------------------------------------------------------------------------------------------------------

def signatures(g):
    def case(name, why, chain, audit, trusted=TRUST_ALICE, **more):
        g.signed("signed-" + name, why, chain, audit, trusted, **more)

    example = Chain()
    for seq, text in (1, "hello"), (2, "and again"):
        example.add(seed=ALICE, id="evt_01JD000000000000000000000%d" % seq, source_type="user", event_type="com.example.greeted.v1",
                    payload=b'{"text":"%s"}' % text.encode())
    case("worked-example", "The example of the format page: two signed events and a checkpoint.", example,
         says(2, 2, complete="complete", checkpoints=["extends"]), checkpoints=checkpoint(example, 2, ALICE),
         against=held(0, ("extends", "extends")))
    three = Chain().batch(dict(seed=ALICE), dict(seed=ALICE)).signed(ALICE).batch(dict(seed=ALICE), dict(seed=ALICE))
    case("three-segments", "Signed batches in three segments.", three, says(5, 5), log=three.log(1, 3, 4))
    between = Chain().plain(1).signed(ALICE).plain(1)
    case("between-unsigned", "Nobody demanded the signatures that are missing.", between, says(1, 1))
    case("nobody-asked", "Signed, and nobody said whom to trust.", Chain().signed(ALICE, 2),
         says(2, 0, authentic="not_checked", not_checked=["signatures"]), None)
    case("trusts-nobody", "An empty file of trusted keys is an answer.", Chain().signed(ALICE), bad(1, 0, unknown_key=1), "")
    case("unsigned", "Nobody vouches for anything, and nobody has to.", Chain().plain(2), says(0, 0, authentic="unsigned"))
    case("unknown-key", "Signed by a key that nobody trusts.", Chain().signed(ALICE).signed(BOB), bad(2, 1, unknown_key=1))
    forged = Chain().signed(ALICE).batch(dict(seed=ALICE, signature="A" * 86)).signed(ALICE)
    case("forged", "A signature of zeros.", forged, bad(3, 2, bad_signature=1))
    case("under-another-name", "Signed by one key under the key id of another.", Chain().batch(
        dict(seed=ALICE, signature=base64url(ed25519.sign(BOB, b"anything")))), bad(1, 0, bad_signature=1))

    two = Chain().signed(ALICE, 2)
    first, second = (line.fields["signature"] for line in two.lines)
    swapped = Chain().batch(dict(seed=ALICE, signature=second)).batch(dict(seed=ALICE, signature=first))
    case("swapped", "The signatures of two events changed places, in both copies.", swapped, bad(2, 0, bad_signature=2))
    replayed = Chain().batch(dict(seed=ALICE)).batch(dict(seed=ALICE, signature=first))
    case("replayed", "The signature of the event before.", replayed, bad(2, 1, bad_signature=1))
    other = Chain("e" * 64, "evt_")
    other.signed(ALICE)
    elsewhere = Chain().batch(dict(seed=ALICE, signature=other.lines[0].fields["signature"])).signed(ALICE)
    case("replayed-from-another-ledger", "The signature of the same event in another ledger.", elsewhere, bad(2, 1, bad_signature=1))
    moved = Chain("e" * 64)
    for line in two.lines:
        moved.batch(dict(seed=ALICE, signature=line.fields["signature"]))
    case("ledger-id-changed", "A whole ledger under another id: its hashes were recomputed, its signatures were not.", moved,
         bad(2, 0, bad_signature=2), ledger_id="e" * 64)

    stripped = {SEGMENT_1: two.text().replace(b',"signature":"' + second.encode() + b'"', b"")}
    case("stripped", "The signature is gone; the key id still asks for one.", two,
         says(1, 1, 6, "damaged", complete="not_checked", not_checked=["completeness"], undecodable=1), log=stripped,
         expected=(6, "diverged", "damaged", dict(undecodable=1, mismatch=1)))
    bare = {SEGMENT_1: stripped[SEGMENT_1].replace(b',"key_id":"%s","payload_hash":"%s"' % (
        fingerprint(ALICE).encode(), two.lines[1].fields["payload_hash"].encode()),
        b',"payload_hash":"%s"' % two.lines[1].fields["payload_hash"].encode())}
    case("stripped-with-its-key-id", "Signature and key id are gone: the event hash knew of them.", two,
         says(1, 1, 6, "damaged", complete="not_checked", not_checked=["completeness"], event_hash=1), log=bare,
         expected=(6, "diverged", "damaged", dict(event_hash=1, mismatch=1)))
    rechained = Chain().batch(required("true", ALICE)).signed(ALICE).plain(1)
    case("stripped-and-rechained", "Stripped in both copies, hashes recomputed; the ledger required the signature.", rechained,
         bad(2, 2, missing_signature=1))
    hurt = Chain().signed(ALICE, 3)
    case("payload-damaged", "What is damaged is not judged any further; its neighbours are.", hurt,
         says(2, 2, 6, "damaged", payload_hash=1), log={SEGMENT_1: hurt.text().replace(b'{"n":2}', b'{"n":3}')},
         expected=(6, "diverged", "damaged", dict(payload_hash=1, mismatch=1)))
    tail = Chain().signed(ALICE, 2).batch(dict(seed=ALICE, signature="A" * 86), dict(seed=BOB))
    case("torn-tail", "What is wrong with signatures in a torn tail is nobody's business.", tail,
         says(2, 2, 3, "torn_tail", torn_tail=1), log={SEGMENT_1: tail.text(1, 4)}, rows=tail.rows[:2],
         expected=(3, "in_parity", "torn_tail", dict(torn_tail=1)))
    holed = Chain().signed(ALICE, 2).batch(dict(seed=ALICE, signature="A" * 86)).signed(ALICE)
    case("behind-a-gap", "Signatures are judged behind a gap, too.", holed,
         bad(3, 2, exit_code=6, log="damaged", gap=1, bad_signature=1), log={SEGMENT_1: holed.lines[0].bytes + holed.text(3)},
         expected=(6, "log_behind", "damaged", dict(gap=1, missing_in_log=1)))
    doubled = Chain().signed(ALICE, 3)
    case("line-twice", "A signed line is there twice: its signature is good each time.", doubled,
         says(4, 4, 6, "damaged", duplicate=1), log={SEGMENT_1: doubled.text(1, 3) + doubled.text(2)},
         expected=(6, "diverged", "damaged", dict(gap=1, duplicate_id=1)))
    forked = Chain().signed(ALICE, 2)
    twin = Chain().signed(ALICE).batch(dict(seed=ALICE, id="another", payload=b'"other"')).signed(ALICE, 2)
    case("two-at-one-sequence", "Two histories from sequence 2 on, one behind the other, both signed.", forked,
         says(5, 5, 6, "forked", forked=1), log={SEGMENT_1: forked.text() + twin.text(2)},
         expected=(6, "store_behind", "damaged", dict(gap=1, missing_in_store=1, pending=2)))
    headless = Chain().signed(ALICE, 2)
    case("headless", "The first line is gone and with it the ledger id; the store still knows it.", headless,
         says(1, 1, 6, "damaged", gap=1), log={SEGMENT_1: headless.lines[1].bytes},
         expected=(6, "log_behind", "damaged", dict(gap=1, missing_in_log=1)))
    case("from-a-sequence-on", "Whoever asks may demand signatures that the ledger does not.", Chain().plain(2).signed(ALICE).plain(1),
         bad(1, 1, signed_from=2, missing_signature=2))
    glass = Chain().batch(dict(
        event_type="diptych.policy.broken_glass.v1", source_type="diptych", seed=ALICE,
        payload=b'{"who":"ops","scope":"all","reason":"INC-7","from":"2026-11-23T10:00:00.000000Z",'
                b'"until":"2026-11-23T11:00:00.000000Z","rules":["r"]}'), dict(seed=ALICE))
    case("broken-glass", "What says that glass was broken is signed as its event is.", glass, says(2, 2))


# ---- trust -----------------------------------------------------------------------------------------------------------

def trusts(g):
    def case(name, why, chain, audit, trusted, **more):
        g.signed("trust-" + name, why, chain, audit, trusted, **more)

    def windows(*times):
        chain = Chain()
        for time in times:
            chain.batch(dict(seed=ALICE, **at(time)))
        return chain

    bounded = trust(ALICE, 'valid-after="20261123100001Z",valid-before="20261123100003Z"')
    case("bounds", "From its first moment, and until before its last.",
         windows("10:00:00.999999", "10:00:01.000000", "10:00:02.999999", "10:00:03.000000"), bad(4, 2, key_not_valid=2), bounded)
    case("two-windows", "The same key twice: either window is enough.", windows("10:00:00.000000", "12:00:00.000000", "14:00:00.000000"),
         bad(3, 2, key_not_valid=1), trust(ALICE, 'valid-before="202611231100Z"') + trust(ALICE, 'valid-after="202611231300Z"'))
    case("whole-days", "Times without an hour begin the day.", windows("10:00:00.000000"), says(1, 1),
         trust(ALICE, 'Valid-After="20261123Z",VALID-BEFORE="20261124Z"'))
    case("for-checkpoints-only", "A key for checkpoints does not sign events.", Chain().signed(ALICE), bad(1, 0, key_not_valid=1),
         trust(ALICE, 'namespaces="diptych-checkpoint"'))
    case("for-recovery-only", "A key for recovery does not sign events.", Chain().signed(RECOVERY), bad(1, 0, key_not_valid=1), TRUST_RECOVERY)
    case("patterns", "Namespaces are patterns.", Chain().signed(ALICE).signed(BOB).signed(CAROL), bad(3, 2, key_not_valid=1),
         trust(ALICE, 'namespaces="git,dipt*"') + trust(BOB, 'namespaces="dipt?ch"') + trust(CAROL, 'namespaces="diptych*,!diptych"'))
    case("without-namespaces", "Without namespaces a key is for events and checkpoints, not for recovery.",
         Chain().signed(ALICE).batch(revoked(BOB, ALICE)).signed(BOB), bad(3, 3, rotation_rejected=1), TRUST_ALICE + trust(BOB))
    rsa = "old@example.com ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAAAQQDJ\n"
    authority = "ca@example.com cert-authority ssh-ed25519 %s\n" % open_ssh(BOB)
    case("of-other-kinds", "Comments, other types of keys, certificate authorities and other namespaces are passed over.",
         Chain().signed(ALICE).signed(BOB).signed(CAROL), bad(3, 1, unknown_key=2),
         "# who may\n\n" + rsa + authority + trust(CAROL, 'namespaces="git"') + '"alice and co" ssh-ed25519 %s her laptop\n' % open_ssh(ALICE))
    case("options-and-quotes", "Several options, blanks between the words, a comment.", Chain().signed(ALICE), says(1, 1),
         '  alice@example.com,*@example.org\tnamespaces="diptych",valid-after="20260101Z" \t ssh-ed25519   %s  her key\n' % open_ssh(ALICE))


# ---- keys along the chain --------------------------------------------------------------------------------------------

def keys(g):
    def case(name, why, chain, audit, trusted=TRUST_ALICE, **more):
        g.signed("keys-" + name, why, chain, audit, trusted, **more)

    both = TRUST_ALICE + TRUST_RECOVERY
    case("rotated", "Alice gives way to Bob, whom nobody named.",
         Chain().signed(ALICE).batch(rotated(ALICE, BOB, ALICE)).signed(BOB, 2), says(4, 4))
    case("rotated-twice", "And Bob to Carol.",
         Chain().batch(rotated(ALICE, BOB, ALICE)).signed(BOB).batch(rotated(BOB, CAROL, BOB)).signed(CAROL), says(4, 4))
    case("rotated-in-one-batch", "It counts from the next sequence on, in the same batch already.",
         Chain().batch(rotated(ALICE, BOB, ALICE), dict(seed=BOB), dict(seed=ALICE)), bad(3, 2, key_not_valid=1))
    case("rotated-and-used-again", "A key that was rotated away is over.",
         Chain().batch(rotated(ALICE, BOB, ALICE)).signed(ALICE).signed(BOB), bad(3, 2, key_not_valid=1))
    case("rotated-with-an-earlier-time", "Times order nothing: behind the rotation is behind it, whatever the event says.",
         Chain().batch(rotated(ALICE, BOB, ALICE)).batch(dict(seed=ALICE, **at("08:00:00.000000"))).signed(BOB), bad(3, 2, key_not_valid=1))
    case("rotated-by-another", "Carol, who is trusted for events, rotates Alice away: rejected, and nothing changes.",
         Chain().batch(rotated(ALICE, BOB, CAROL)).signed(ALICE).signed(BOB), bad(3, 2, rotation_rejected=1, unknown_key=1),
         TRUST_ALICE + trust(CAROL))
    case("rotated-by-a-stranger", "A key that nobody knows rotates Alice away.",
         Chain().batch(rotated(ALICE, BOB, BOB)).signed(BOB).signed(ALICE), bad(3, 1, unknown_key=2))
    case("rotated-by-one-that-ended", "Alice rotates again after she was rotated away.",
         Chain().batch(rotated(ALICE, BOB, ALICE)).batch(rotated(BOB, CAROL, ALICE)).signed(CAROL).signed(BOB),
         bad(4, 2, key_not_valid=1, unknown_key=1))
    case("rotated-unsigned", "Nobody signed the rotation: it changes nothing.",
         Chain().batch(rotated(ALICE, BOB, None)).signed(BOB).signed(ALICE), bad(2, 1, missing_signature=1, unknown_key=1))
    case("rotated-forged", "The signature of the rotation is not good: it changes nothing.",
         Chain().batch(rotated(ALICE, BOB, ALICE, signature="A" * 86)).signed(BOB).signed(ALICE), bad(3, 1, bad_signature=1, unknown_key=1))
    case("rotated-by-recovery", "The key for recovery puts Bob in Alice's place.",
         Chain().signed(ALICE).batch(rotated(ALICE, BOB, RECOVERY)).signed(BOB), says(3, 3), both)
    case("rotated-to-one-that-ended", "A key that ended never begins again.",
         Chain().batch(rotated(ALICE, BOB, ALICE)).batch(rotated(BOB, ALICE, BOB)).signed(BOB), bad(3, 3, rotation_rejected=1))
    case("rotated-from-nobody", "The key for recovery rotates a key that nobody trusts: there is nothing to inherit.",
         Chain().batch(rotated(CAROL, BOB, RECOVERY)).signed(BOB).signed(ALICE), bad(3, 2, rotation_rejected=1, unknown_key=1), both)
    case("rotated-to-a-trusted-one", "Bob was trusted anyway, for a while; now he is as long as Alice's heir.",
         Chain().batch(rotated(ALICE, BOB, ALICE, **at("10:00:00.000000"))).batch(dict(seed=BOB, **at("12:00:00.000000"))), says(2, 2),
         TRUST_ALICE + trust(BOB, 'valid-before="202611231100Z"'))
    case("heir-without-bounds", "The bounds of a key are not those of its heir.",
         Chain().batch(rotated(ALICE, BOB, ALICE, **at("10:00:00.000000"))).batch(dict(seed=BOB, **at("12:00:00.000000"))), says(2, 2),
         trust(ALICE, 'valid-before="202611231100Z"'))
    case("heir-with-all-uses", "Bob inherits recovery, too, and revokes Carol.",
         Chain().batch(rotated(ALICE, BOB, ALICE)).batch(revoked(CAROL, BOB)).signed(CAROL), bad(3, 2, key_not_valid=1),
         trust(ALICE, 'namespaces="diptych,diptych-recovery"') + trust(CAROL))
    case("rotated-after-its-time", "A rotation that comes when the key is valid no more.",
         Chain().batch(rotated(ALICE, BOB, ALICE, **at("12:00:00.000000"))).signed(BOB), bad(2, 0, key_not_valid=1, unknown_key=1),
         trust(ALICE, 'valid-before="202611231100Z"'))

    case("revoked", "Alice ends herself; what she signed stays good.",
         Chain().signed(ALICE, 2).batch(revoked(ALICE, ALICE)), says(3, 3))
    case("revoked-and-used-again", "Whoever has the stolen key signs on.",
         Chain().signed(ALICE).batch(revoked(ALICE, ALICE, 'lost \\"laptop\\" \\\\ caf\u00e9')).signed(ALICE), bad(3, 2, key_not_valid=1))
    case("revoked-by-recovery", "The board ends Alice's key and puts Bob's in its place.",
         Chain().signed(ALICE).batch(revoked(ALICE, RECOVERY)).batch(rotated(ALICE, BOB, RECOVERY)).signed(BOB), says(4, 4), both)
    case("revoked-by-another", "Carol cannot end Alice's key.",
         Chain().batch(revoked(ALICE, CAROL)).signed(ALICE), bad(2, 2, rotation_rejected=1), TRUST_ALICE + trust(CAROL))

    case("required", "From here on every event is signed, but for the ledger's own.",
         Chain().plain(1).batch(required("true", ALICE)).signed(ALICE).batch(dict(
             event_type="diptych.format.v1", source_type="diptych", payload=b'{"version":7}')), says(2, 2))
    case("required-and-missing", "Two events are not signed behind the demand.",
         Chain().plain(1).batch(required("true", ALICE)).plain(2).signed(ALICE), bad(2, 2, missing_signature=2))
    case("required-no-more", "And then it is demanded no more.",
         Chain().batch(required("true", ALICE)).signed(ALICE).batch(required("false", ALICE)).plain(1), says(3, 3))
    case("required-by-recovery", "A key for recovery may demand it.",
         Chain().batch(required("true", RECOVERY)).plain(1), bad(1, 1, missing_signature=1), both)
    case("required-by-a-stranger", "A stranger may not.", Chain().batch(required("true", BOB)).plain(1), bad(1, 0, unknown_key=1))
    case("required-unsigned", "The demand itself must be signed.", Chain().batch(required("true", None)).plain(1),
         bad(0, 0, missing_signature=1))
    case("required-nobody-asked", "Without trusted keys the demand is taken at its word.",
         Chain().batch(required("true", ALICE)).plain(1), bad(1, 0, not_checked=["signatures"], missing_signature=1), None)
    case("unsigned-nobody-asked", "An event about keys must be signed, whoever asks.",
         Chain().batch(rotated(ALICE, BOB, None)), bad(0, 0, missing_signature=1), None)
    ended = Chain().batch(revoked(ALICE, ALICE)).batch(required("true", ALICE)).plain(1)
    case("required-by-one-that-ended-nobody-asked", "At its word means: not at that of a key that ended.", ended,
         says(2, 0, authentic="not_checked", not_checked=["signatures"]), None)

    case("of-a-later-version", "An event about keys that only a newer program understands.",
         Chain().batch(about_keys("signatures.v1", '{"required":true,"from":9}', ALICE)).plain(1), says(1, 1, not_checked=["key_events"]))
    case("of-another-spelling", "White space in a payload that has one spelling: a version that is not known.",
         Chain().batch(about_keys("revoked.v1", '{"key":"%s","reason":" "}' % fingerprint(ALICE), ALICE)).signed(ALICE),
         says(2, 2, not_checked=["key_events"]))
    case("of-another-type", "A type that is not known must be signed all the same.",
         Chain().batch(about_keys("praised.v1", "{}")), bad(0, 0, not_checked=["key_events"], missing_signature=1))


# ---- checkpoints -----------------------------------------------------------------------------------------------------

def checkpoints(g):
    five = Chain().signed(ALICE, 5)
    name = "diptych/ledger/" + LEDGER_ID

    def case(case_name, why, standings, notes, audit, chain=five, trusted=TRUST_ALICE, **more):
        log_standings = [pair[0] for pair in standings]
        g.signed("checkpoint-" + case_name, why, chain, dict(audit, checkpoints=log_standings), trusted, notes, **more)

    fine = ("extends", "extends")
    case("history", "The ledger extends each of three checkpoints.", [fine] * 3,
         checkpoint(five, 1, ALICE) + checkpoint(five, 3, ALICE) + "\n\n" + checkpoint(five, 5, ALICE), says(5, 5, complete="complete"),
         against=held(0, fine, fine, fine))
    seven = Chain().signed(ALICE, 7)
    case("every-size", "The root at every size, the empty tree among them.", [fine] * 8,
         "".join(checkpoint(seven, size, ALICE) for size in range(8)), says(7, 7, complete="complete"), chain=seven,
         against=held(0, *[fine] * 8))
    cut = ("truncated", "truncated")
    case("truncated", "Both copies were cut behind sequence 3: only the checkpoint tells.", [cut], checkpoint(five, 5, ALICE),
         says(3, 3, 3, complete="incomplete", truncated=1), log={SEGMENT_1: five.text(1, 4)}, rows=five.rows[:3],
         against=held(3, cut, truncated=2))
    case("truncated-behind-clean-close", "Both copies were cut; the last clean close tells without any checkpoint.", [], None,
         says(3, 3, 3, complete="incomplete", truncated=1), log={SEGMENT_1: five.text(1, 4)}, rows=five.rows[:3],
         writer="closed 5 %s %s %d\nstore-closed\n" % (five.head, SEGMENT_1, len(five.text())))
    case("truncated-log", "The log was cut: checkpoint and store tell.", [("truncated", "extends")], checkpoint(five, 5, ALICE),
         says(3, 3, 3, complete="incomplete", truncated=2), log={SEGMENT_1: five.text(1, 4)},
         expected=(3, "log_behind", INTACT, dict(missing_in_log=2)),
         against=held(3, ("truncated", "extends"), missing_in_log=2, truncated=1))
    case("truncated-store", "The store is behind the checkpoint; the log is not.", [("extends", "truncated")], checkpoint(five, 5, ALICE),
         says(5, 5, complete="complete"), rows=five.rows[:3], expected=(3, "store_behind", INTACT, dict(pending=2)),
         against=held(3, ("extends", "truncated"), pending=2, truncated=1))
    new = Chain().signed(ALICE, 3).batch(dict(seed=ALICE, payload=b'"new"')).signed(ALICE)
    both = ("rewritten", "rewritten")
    case("rewritten", "The end of both copies was written anew, with hashes and signatures.", [fine, both, both],
         checkpoint(five, 3, ALICE) + checkpoint(five, 4, ALICE) + checkpoint(five, 5, ALICE),
         says(5, 5, 6, complete="rewritten", rewritten=2), chain=new, against=held(6, fine, both, both, rewritten=4))
    case("rewritten-log", "The end of the log was written anew; checkpoint and store tell.", [("rewritten", "extends")],
         checkpoint(five, 5, ALICE), says(5, 5, 6, "forked", complete="rewritten", forked=1, rewritten=1), chain=new, rows=five.rows,
         expected=(6, "diverged", "forked", dict(mismatch=2)),
         against=held(6, ("rewritten", "extends"), mismatch=2, rewritten=1))
    case("rewritten-store", "A row in the store was written anew, with its hash.", [("extends", "rewritten")], checkpoint(five, 5, ALICE),
         says(5, 5, complete="complete"), rows=five.rows[:3] + [new.rows[3]] + five.rows[4:],
         expected=(3, "diverged", INTACT, dict(mismatch=1)), against=held(6, ("extends", "rewritten"), mismatch=1, rewritten=1))

    none = ("unproven", "unproven")

    def unproven(case_name, why, notes, trusted=TRUST_ALICE, **audit):
        audit = dict(dict(signed=5, verified=5, exit_code=3, bad_checkpoint=1), **audit)
        case("unproven-" + case_name, why, [none], notes, says(**audit), trusted=trusted, against=held(3, none, bad_checkpoint=1))

    good = checkpoint(five, 5, ALICE)
    unproven("forged", "The signature is not good.", good.replace("\n5\n", "\n4\n"))
    unproven("by-a-stranger", "Signed by a key that nobody trusts.", checkpoint(five, 5, BOB))
    unproven("by-a-key-for-events", "Signed by a key that is trusted for events only.", good, trust(ALICE, 'namespaces="diptych"'))
    unproven("under-another-name", "Signed under a name that is not the origin.",
             good[:good.index("\u2014")] + note_signature("example.com/log", ALICE, good[:good.index("\n\u2014")]))
    unproven("of-another-ledger", "A checkpoint of another ledger.", checkpoint(five, 5, ALICE, origin="diptych/ledger/" + "e" * 64))
    unproven("nobody-asked", "Without trusted keys a checkpoint proves nothing.", good, None, authentic="not_checked", verified=0,
             not_checked=["signatures"])
    unproven("one-bad-signature", "A good signature and a bad one, both by trusted keys.",
             checkpoint(five, 5, ALICE) + note_signature(name, BOB, "something else"), TRUST_ALICE + trust(BOB))
    unproven("no-signature", "A text, and nobody signed it.", good[:good.index("\u2014")])
    unproven("no-checkpoint", "Something else, well signed.", "hello\n\n" + note_signature("hello", ALICE, "hello\n"))
    unproven("leading-zero", "A size is spelled without leading zeros.", signed_text(name + "\n05\n" + good.split("\n")[2] + "\n", name))
    unproven("unfinished", "The LF of the last line is missing.", good[:-1])
    case("unproven-in-a-history", "One of three proves nothing; the others do.", [fine, none, fine],
         checkpoint(five, 1, ALICE) + checkpoint(five, 2, BOB) + checkpoint(five, 3, ALICE), says(5, 5, 3, bad_checkpoint=1),
         against=held(3, fine, none, fine, bad_checkpoint=1))

    case("of-its-own-origin", "A ledger may be given another name.", [fine], checkpoint(five, 5, ALICE, origin="example.com/orders"),
         says(5, 5, complete="complete"), against=held(0, fine))
    case("with-extensions", "Further lines are signed, and nothing is understood of them.", [fine],
         checkpoint(five, 5, ALICE, extensions=["anything goes"]), says(5, 5, complete="complete"), against=held(0, fine))
    case("with-witnesses", "Others add their signatures; those that nobody knows are ignored.", [fine],
         checkpoint(five, 5, ALICE) + note_signature("witness.example", WITNESS, "x"), says(5, 5, complete="complete"), against=held(0, fine))
    case("by-an-expired-key", "A checkpoint has no time, so bounds are not judged.", [fine], checkpoint(five, 5, BOB),
         says(5, 5, complete="complete"), trusted=TRUST_ALICE + trust(BOB, 'valid-before="20000101Z"'), against=held(0, fine))
    given_up = Chain().signed(ALICE, 2).batch(rotated(ALICE, BOB, ALICE)).signed(BOB)
    case("by-a-key-that-ended", "What the chain says of keys is about events.", [fine], checkpoint(given_up, 4, ALICE),
         says(4, 4, complete="complete"), chain=given_up, against=held(0, fine))

    hurt = five.text().replace(b'"batch_end":3', b'"batch_eMd":3')
    expected = (6, "diverged", "damaged", dict(undecodable=1, mismatch=1))
    unread = ("unreadable", "extends")
    case("behind-damage", "What lies before the damage can be judged, what lies behind it cannot.", [fine, unread],
         checkpoint(five, 2, ALICE) + checkpoint(five, 3, ALICE), says(4, 4, 6, "damaged", undecodable=1), log={SEGMENT_1: hurt},
         expected=expected, against=held(6, fine, unread, undecodable=1, mismatch=1))
    case("over-a-damaged-payload", "A damaged payload leaves the event hash as it was.", [fine], checkpoint(five, 5, ALICE),
         says(4, 4, 6, "damaged", complete="complete", payload_hash=1), log={SEGMENT_1: five.text().replace(b'{"n":3}', b'{"n":4}')},
         expected=(6, "diverged", "damaged", dict(payload_hash=1, mismatch=1)),
         against=held(6, fine, payload_hash=1, mismatch=1))
    case("with-a-hole-in-the-store", "A row is gone: what the store had cannot be told.", [("extends", "unreadable")],
         checkpoint(five, 5, ALICE), says(5, 5, complete="complete"), rows=five.rows[:2] + five.rows[3:],
         expected=(3, "store_behind", INTACT, dict(missing_in_store=1)), against=held(3, ("extends", "unreadable"), missing_in_store=1))
    torn = five.text(1, 5) + five.lines[4].bytes[:90]
    case("and-a-torn-tail", "The tail is no part of the ledger: the first checkpoint is extended, the second is not.",
         [fine, ("truncated", "truncated")], checkpoint(five, 4, ALICE) + checkpoint(five, 5, ALICE),
         says(4, 4, 3, "torn_tail", complete="incomplete", torn_tail=1, truncated=1), log={SEGMENT_1: torn}, rows=five.rows[:4],
         expected=(3, "in_parity", "torn_tail", dict(torn_tail=1)),
         against=held(3, fine, ("truncated", "truncated"), torn_tail=1, truncated=2))
    whole_batch = Chain().signed(ALICE, 2).batch(dict(seed=ALICE), dict(seed=ALICE))
    case("into-a-torn-tail", "A sound line of the torn batch is no event of the ledger.", [("truncated", "truncated")],
         checkpoint(whole_batch, 3, ALICE), says(2, 2, 3, "torn_tail", complete="incomplete", torn_tail=1, truncated=1),
         chain=whole_batch, log={SEGMENT_1: whole_batch.text(1, 4)}, rows=whole_batch.rows[:2],
         expected=(3, "in_parity", "torn_tail", dict(torn_tail=1)),
         against=held(3, ("truncated", "truncated"), torn_tail=1, truncated=2))
    case("of-an-unborn-ledger", "The ledger was begun anew: it has no event.", [cut], checkpoint(five, 5, ALICE),
         says(0, 0, 3, authentic="unsigned", complete="incomplete", truncated=1), log={SEGMENT_1: b""}, rows=[],
         against=held(3, cut, truncated=2))
    case("of-an-edited-row", "An edited hash in the store: the roots differ.", [("extends", "rewritten")], checkpoint(five, 5, ALICE),
         says(5, 5, complete="complete"), rows=[changed(row, event_hash=b"\x00" * 32) if row[0] == 3 else row for row in five.rows],
         expected=(3, "diverged", INTACT, dict(mismatch=1)), against=held(6, ("extends", "rewritten"), mismatch=1, rewritten=1))


def signed_text(text, name):
    return text + "\n" + note_signature(name, ALICE, text)


def signed_ledgers(g):
    for group in (signatures, trusts, keys, checkpoints):
        group(g)
