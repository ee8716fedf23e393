package dev.diptych.domain.merkle;

import dev.diptych.domain.chain.EventHash;
import dev.diptych.domain.chain.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** What golang.org/x/mod/sumdb says of a tree, as tools/interop/transparency wrote it down. */
public final class GoVectors {
    private GoVectors() {}

    /** The lines that begin with a word, without it, taken apart at the spaces. */
    public static List<String[]> lines(String word) {
        return text(word).stream().map(line -> line.split(" ")).toList();
    }

    /** The lines that begin with a word, without it. */
    public static List<String> text(String word) {
        try (InputStream file = GoVectors.class.getResourceAsStream("/golang-tlog-vectors.txt")) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> line.startsWith(word + " "))
                    .map(line -> line.substring(word.length() + 1))
                    .toList();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** What stands for the hash of the event at an index from 0. */
    public static EventHash leaf(long index) {
        return EventHash.of(new Sha256()
                .add(("leaf " + index).getBytes(StandardCharsets.US_ASCII))
                .finish());
    }

    static List<MerkleHash> hashes(String[] words, int from) {
        return Arrays.stream(words, from, words.length)
                .map(word -> MerkleHash.parse(word).orElseThrow())
                .toList();
    }
}
