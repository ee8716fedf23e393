package dev.diptych.adapters.jsonl;

import dev.diptych.domain.chain.ChainHead;
import dev.diptych.domain.chain.EventHash;
import dev.diptych.domain.chain.Sequence;
import dev.diptych.domain.merkle.MerkleFrontier;
import dev.diptych.domain.merkle.MerkleHash;
import dev.diptych.ports.driven.TreeMemory;
import dev.diptych.ports.driven.files.DurableFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Remembers how far a Merkle tree was grown in a small file, replaced as a whole:
 *
 * <pre>
 * diptych tree 1
 * SEQ HASH          the newest event in it
 * SUBTREE           of the tree over all before it: base64, the largest first, a line for each bit that is set in SEQ - 1
 * </pre>
 *
 * <p>Whatever does not match is as good as absent. The directory is not made: where there is none, nothing is remembered.
 */
public final class TreeFile implements TreeMemory {
    private static final String HEADER = "diptych tree 1";
    private static final Pattern HEAD = Pattern.compile("([1-9][0-9]{0,15}) ([0-9a-f]{64})");
    private static final int BYTES_MAX = 4096;

    private final SmallFiles files;
    private final Optional<Path> file;

    private TreeFile(SmallFiles files, Optional<Path> file) {
        this.files = files;
        this.file = file;
    }

    /** Remembers in a file that may or may not be there yet. */
    public static TreeFile at(DurableFiles files, Path file) {
        return new TreeFile(new SmallFiles(files), Optional.of(file));
    }

    /** Remembers nothing. */
    public static TreeFile nowhere() {
        return new TreeFile(new SmallFiles(new NioDurableFiles()), Optional.empty());
    }

    @Override
    public Optional<Grown> recall() {
        try {
            return file.isEmpty()
                    ? Optional.empty()
                    : files.read(file.get(), BYTES_MAX)
                            .flatMap(bytes -> parse(new String(bytes, StandardCharsets.UTF_8)));
        } catch (IOException unreadable) {
            // A hint that cannot be read costs a walk from the first event, and nothing else.
            return Optional.empty();
        }
    }

    @Override
    public void remember(Grown grown) {
        if (file.isEmpty()) {
            return;
        }
        try {
            files.replace(file.get(), render(grown).getBytes(StandardCharsets.UTF_8));
        } catch (IOException notWritten) {
            // Whoever only reads may not write here; the next checkpoint then takes longer.
            return;
        }
    }

    private static String render(Grown grown) {
        StringBuilder text = new StringBuilder(HEADER)
                .append('\n')
                .append(grown.head().sequence())
                .append(' ')
                .append(grown.head().hash().hex())
                .append('\n');
        grown.before().subtrees().forEach(subtree -> text.append(subtree).append('\n'));
        return text.toString();
    }

    private static Optional<Grown> parse(String text) {
        List<String> lines = List.of(text.split("\n", -1));
        boolean isTree = lines.size() >= 3
                && lines.get(0).equals(HEADER)
                && lines.get(lines.size() - 1).isEmpty();
        Matcher head = HEAD.matcher(isTree ? lines.get(1) : "");
        if (!head.matches() || Long.parseLong(head.group(1)) > Sequence.VALUE_MAX) {
            return Optional.empty();
        }
        Sequence sequence = Sequence.of(Long.parseLong(head.group(1)));
        List<MerkleHash> subtrees = new ArrayList<>();
        lines.subList(2, lines.size() - 1)
                .forEach(line -> MerkleHash.parse(line).ifPresent(subtrees::add));
        boolean isWhole = subtrees.size() == lines.size() - 3 && Long.bitCount(sequence.value() - 1) == subtrees.size();
        return isWhole
                ? Optional.of(new Grown(
                        new ChainHead(sequence, EventHash.parse(head.group(2))),
                        MerkleFrontier.of(sequence.value() - 1, subtrees)))
                : Optional.empty();
    }
}
