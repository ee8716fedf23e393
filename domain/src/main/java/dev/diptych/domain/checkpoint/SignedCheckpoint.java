package dev.diptych.domain.checkpoint;

import dev.diptych.domain.chain.Sequence;
import dev.diptych.domain.keys.KeyUse;
import dev.diptych.domain.keys.TrustedKey;
import dev.diptych.domain.keys.TrustedKeys;
import dev.diptych.domain.keys.VerifyingKey;
import dev.diptych.domain.merkle.MerkleHash;
import dev.diptych.domain.signature.EventSignature;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * A checkpoint and who signed it (https://c2sp.org/tlog-checkpoint), not judged. The text of the note is
 *
 * <pre>
 * ORIGIN
 * SIZE        decimal, without leading zeros
 * ROOT        base64 of 32 bytes
 * extension lines, not empty, none in what is made here
 * </pre>
 *
 * <p>Extension lines are kept as they are and covered by the signatures; nothing is understood of them.
 *
 * @param checkpoint what it says
 * @param extensions the extension lines
 * @param note the note, exactly as it was signed
 */
public record SignedCheckpoint(Checkpoint checkpoint, List<String> extensions, SignedNote note) {
    private static final String WHAT = "a checkpoint";
    private static final int LINES_MIN = 3;

    public SignedCheckpoint {
        extensions = List.copyOf(extensions);
    }

    /**
     * @throws MalformedNoteException if the text is no checkpoint in a signed note
     */
    public static SignedCheckpoint parse(String text) {
        SignedNote note = SignedNote.parse(text);
        List<String> lines = lines(note.text());
        Checkpoint checkpoint = new Checkpoint(origin(lines.get(0)), size(lines.get(1)), root(lines.get(2)));
        return new SignedCheckpoint(checkpoint, lines.subList(LINES_MIN, lines.size()), note);
    }

    /**
     * Signs a checkpoint, under its origin as the key's name.
     *
     * @param signing makes the signature of a message with the private half of the key
     */
    public static SignedCheckpoint sign(
            Checkpoint checkpoint, VerifyingKey key, Function<byte[], EventSignature> signing) {
        byte[] signature = signing.apply(NoteText.encoded(checkpoint.text())).toBytes();
        NoteKey named = new NoteKey(checkpoint.origin(), key);
        SignedNote note = new SignedNote(checkpoint.text(), List.of(NoteSignature.of(named, signature)));
        return new SignedCheckpoint(checkpoint, List.of(), note);
    }

    /**
     * What the signatures are worth. A signature belongs to a key by name and key id; those of keys that nobody trusts are
     * ignored, as the specification demands, so that others may add theirs. One of a trusted key that is not good spoils the
     * whole. The time bounds of trust are not judged: a checkpoint has no time.
     */
    public CheckpointTrust judge(TrustedKeys trusted, SignatureJudge judge) {
        List<TrustedKey> candidates = trusted.keys().stream()
                .filter(key -> key.uses().contains(KeyUse.CHECKPOINTS))
                .toList();
        byte[] message = NoteText.encoded(note.text());
        Optional<TrustedKey> good = Optional.empty();
        for (NoteSignature signature : note.signatures()) {
            List<TrustedKey> named = candidates.stream()
                    .filter(key -> isBy(signature, key.key()))
                    .toList();
            Optional<TrustedKey> by = named.stream()
                    .filter(key -> isGood(signature, key.key(), message, judge))
                    .findFirst();
            if (by.isEmpty() && !named.isEmpty()) {
                return new CheckpointTrust.Bad(named.get(0));
            }
            good = good.or(() -> by);
        }
        return good.<CheckpointTrust>map(CheckpointTrust.Good::new).orElseGet(this::unknown);
    }

    /** Whether the very key signed it, under its origin, and well. */
    public boolean isSignedBy(VerifyingKey key, SignatureJudge judge) {
        byte[] message = NoteText.encoded(note.text());
        List<NoteSignature> named = note.signatures().stream()
                .filter(signature -> isBy(signature, key))
                .toList();
        return !named.isEmpty() && named.stream().allMatch(signature -> isGood(signature, key, message, judge));
    }

    /** The note's text, as it is kept. */
    public String render() {
        return note.render();
    }

    private CheckpointTrust.Unknown unknown() {
        List<String> names = note.signatures().stream()
                .map(signature -> NoteText.quoted(signature.name()))
                .distinct()
                .toList();
        return new CheckpointTrust.Unknown("signed by " + String.join(", ", names)
                + ", and by no key that is trusted for checkpoints under the name "
                + NoteText.quoted(checkpoint.origin()));
    }

    private boolean isBy(NoteSignature signature, VerifyingKey key) {
        return signature.name().equals(checkpoint.origin())
                && signature.keyHash() == new NoteKey(checkpoint.origin(), key).hash();
    }

    private static boolean isGood(NoteSignature signature, VerifyingKey key, byte[] message, SignatureJudge judge) {
        byte[] bytes = signature.signature();
        return bytes.length == EventSignature.BYTES && judge.isGood(key, message, EventSignature.of(bytes));
    }

    private static List<String> lines(String text) {
        List<String> lines = new ArrayList<>();
        int from = 0;
        while (from < text.length()) {
            int to = text.indexOf('\n', from);
            if (to == from) {
                throw malformed(lines.size() + 1, "a line that is not empty", "an empty one");
            }
            lines.add(text.substring(from, to));
            from = to + 1;
        }
        if (lines.size() < LINES_MIN) {
            throw malformed(lines.size(), "origin, size and root, a line each", lines.size() + " lines");
        }
        return lines;
    }

    private static String origin(String line) {
        if (Checkpoint.flawInOrigin(line).isPresent()) {
            throw malformed(
                    1,
                    "an origin of 1 to " + Checkpoint.ORIGIN_CHARACTERS_MAX + " characters without white space and +",
                    NoteText.quoted(line));
        }
        return line;
    }

    private static Sequence size(String line) {
        boolean isNumber = line.matches("0|[1-9][0-9]{0,15}");
        if (!isNumber || Long.parseLong(line) > Sequence.VALUE_MAX) {
            throw malformed(
                    2, "a size from 0 to " + Sequence.VALUE_MAX + " without leading zeros", NoteText.quoted(line));
        }
        return Sequence.of(Long.parseLong(line));
    }

    private static MerkleHash root(String line) {
        return MerkleHash.parse(line)
                .orElseThrow(() -> malformed(3, "a root, base64 of 32 bytes", NoteText.quoted(line)));
    }

    private static MalformedNoteException malformed(long line, String expected, String found) {
        return new MalformedNoteException(line, WHAT, expected, found);
    }
}
