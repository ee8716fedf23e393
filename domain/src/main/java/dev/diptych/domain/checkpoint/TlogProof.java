package dev.diptych.domain.checkpoint;

import dev.diptych.domain.merkle.InclusionProof;
import dev.diptych.domain.merkle.MerkleHash;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * A proof that can be kept and judged on its own, as https://c2sp.org/tlog-proof spells it:
 *
 * <pre>
 * c2sp.org/tlog-proof@v1
 * extra BASE64             may be missing; here it is the event's line, its LF included
 * index N                  from 0, so that it is the event's sequence less one
 * BASE64                   the path, the leaf's neighbour first, none in a tree of one leaf
 * (an empty line)
 * the signed checkpoint, as it is
 * </pre>
 *
 * <p>Nothing is judged here but the spelling, and that the path has the length that index and size demand. The extra data is
 * vouched for by nothing but its hash being the leaf.
 */
public final class TlogProof {
    /** The most bytes of a proof: the longest line in base64, and room for the rest. */
    public static final int BYTES_MAX = 16 * 1024 * 1024;

    private static final String HEADER = "c2sp.org/tlog-proof@v1";
    private static final String EXTRA = "extra ";
    private static final String INDEX = "index ";
    private static final String WHAT = "a proof";

    private final Optional<byte[]> extra;
    private final InclusionProof inclusion;
    private final SignedCheckpoint checkpoint;

    private TlogProof(Optional<byte[]> extra, InclusionProof inclusion, SignedCheckpoint checkpoint) {
        this.extra = extra;
        this.inclusion = inclusion;
        this.checkpoint = checkpoint;
    }

    /**
     * @param extra the extra data, of which a copy is taken
     * @param inclusion the path, in a tree of the checkpoint's size
     */
    public static TlogProof of(byte[] extra, InclusionProof inclusion, SignedCheckpoint checkpoint) {
        if (inclusion.size() != checkpoint.checkpoint().size().value()) {
            throw new IllegalArgumentException("the path must be in a tree of the checkpoint's size, "
                    + checkpoint.checkpoint().size() + ", was in one of " + inclusion.size());
        }
        return new TlogProof(Optional.of(extra.clone()), inclusion, checkpoint);
    }

    /**
     * @throws MalformedNoteException if the text is no proof
     */
    public static TlogProof parse(String text) {
        if (text.length() > BYTES_MAX) {
            throw malformed(1, "at most " + BYTES_MAX + " bytes", "more");
        }
        int blank = text.indexOf("\n\n");
        if (blank < 0) {
            throw malformed(1, "the lines of a proof, an empty line and a checkpoint", "no empty line");
        }
        List<String> lines = List.of(text.substring(0, blank).split("\n", -1));
        int at = 0;
        if (!lines.get(at).equals(HEADER)) {
            throw malformed(1, HEADER, NoteText.quoted(lines.get(at)));
        }
        at++;
        Optional<byte[]> extra = Optional.empty();
        if (at < lines.size() && lines.get(at).startsWith(EXTRA)) {
            extra = Optional.of(extra(lines.get(at)));
            at++;
        }
        long index = index(at < lines.size() ? lines.get(at) : "", at + 1L);
        List<MerkleHash> path = path(lines, at + 1);
        SignedCheckpoint checkpoint = checkpoint(text.substring(blank + 2), lines.size() + 2L);
        return new TlogProof(extra, inclusion(index, checkpoint, path, at + 1L), checkpoint);
    }

    /** A copy of the extra data. */
    public Optional<byte[]> extra() {
        return extra.map(byte[]::clone);
    }

    public InclusionProof inclusion() {
        return inclusion;
    }

    public SignedCheckpoint checkpoint() {
        return checkpoint;
    }

    /** The proof as it is kept and handed on. */
    public String render() {
        StringBuilder text = new StringBuilder(HEADER).append('\n');
        extra.ifPresent(data -> text.append(EXTRA)
                .append(Base64.getEncoder().encodeToString(data))
                .append('\n'));
        text.append(INDEX).append(inclusion.index()).append('\n');
        inclusion.path().forEach(hash -> text.append(hash).append('\n'));
        return text.append('\n').append(checkpoint.render()).toString();
    }

    /** Equal if and only if the texts are. */
    @Override
    public boolean equals(Object other) {
        return other instanceof TlogProof that
                && extra.map(ByteBuffer::wrap).equals(that.extra.map(ByteBuffer::wrap))
                && inclusion.equals(that.inclusion)
                && checkpoint.equals(that.checkpoint);
    }

    @Override
    public int hashCode() {
        return inclusion.hashCode();
    }

    @Override
    public String toString() {
        return render();
    }

    private static byte[] extra(String line) {
        return NoteText.base64(line.substring(EXTRA.length()))
                .orElseThrow(() -> malformed(2, "base64 behind extra", NoteText.quoted(line)));
    }

    private static long index(String line, long number) {
        if (!line.matches("index (0|[1-9][0-9]{0,15})")) {
            throw malformed(number, "index and a number without leading zeros", NoteText.quoted(line));
        }
        return Long.parseLong(line.substring(INDEX.length()));
    }

    private static List<MerkleHash> path(List<String> lines, int from) {
        List<MerkleHash> path = new ArrayList<>();
        for (int at = from; at < lines.size(); at++) {
            String line = lines.get(at);
            long number = at + 1L;
            path.add(MerkleHash.parse(line)
                    .orElseThrow(() -> malformed(number, "a hash, base64 of 32 bytes", NoteText.quoted(line))));
        }
        return path;
    }

    private static SignedCheckpoint checkpoint(String text, long line) {
        try {
            return SignedCheckpoint.parse(text);
        } catch (MalformedNoteException malformed) {
            throw malformed(line, "a signed checkpoint from here on", String.valueOf(malformed.getMessage()));
        }
    }

    private static InclusionProof inclusion(
            long index, SignedCheckpoint checkpoint, List<MerkleHash> path, long number) {
        try {
            return new InclusionProof(index, checkpoint.checkpoint().size().value(), path);
        } catch (IllegalArgumentException misfit) {
            throw malformed(
                    number,
                    "an index and a path that fit the size of the checkpoint",
                    String.valueOf(misfit.getMessage()));
        }
    }

    private static MalformedNoteException malformed(long line, String expected, String found) {
        return new MalformedNoteException(line, WHAT, expected, found);
    }
}
