package dev.diptych.domain.checkpoint;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The checkpoints of a file that holds one signed note behind the other, with or without empty lines between them. A note
 * goes on up to an empty line and, if signatures follow that, to the last of them. What is no checkpoint is told by its line and
 * stands only in the way of a note that it runs into.
 *
 * @param parts what the file holds, in its order
 */
public record CheckpointHistory(List<Part> parts) {
    private static final byte[] SIGNATURE_LINE = NoteText.encoded(SignedNote.SIGNATURE_LINE);

    public CheckpointHistory {
        parts = List.copyOf(parts);
    }

    /** A part of a file. */
    public sealed interface Part {
        /** Its number among the parts, from 1. */
        int number();

        /** Its first line, from 1. */
        long line();

        /** The lines as they are, where they are UTF-8; else with each wrong byte replaced. */
        String text();

        <R> R fold(Function<Readable, R> readable, Function<Unreadable, R> unreadable);
    }

    /**
     * A checkpoint, not judged.
     */
    public record Readable(int number, long line, String text, SignedCheckpoint checkpoint) implements Part {
        @Override
        public <R> R fold(Function<Readable, R> readable, Function<Unreadable, R> unreadable) {
            return readable.apply(this);
        }
    }

    /**
     * Something else.
     *
     * @param why what was expected where, the line counted from the file's beginning
     */
    public record Unreadable(int number, long line, String text, String why) implements Part {
        @Override
        public <R> R fold(Function<Readable, R> readable, Function<Unreadable, R> unreadable) {
            return unreadable.apply(this);
        }
    }

    /** Reads the whole of a file. */
    public static CheckpointHistory read(byte[] file) {
        List<Part> parts = new ArrayList<>();
        List<byte[]> lines = lines(file);
        int at = 0;
        while (at < lines.size()) {
            if (isEmpty(lines.get(at))) {
                at++;
            } else {
                int to = endOfPart(lines, at);
                parts.add(part(parts.size() + 1, at + 1L, lines.subList(at, to)));
                at = to;
            }
        }
        return new CheckpointHistory(parts);
    }

    /** The checkpoints that can be read, in their order. */
    public List<SignedCheckpoint> checkpoints() {
        return parts.stream()
                .flatMap(part -> part
                        .<Optional<SignedCheckpoint>>fold(
                                readable -> Optional.of(readable.checkpoint()), unreadable -> Optional.empty())
                        .stream())
                .toList();
    }

    /** The line behind those up to an empty one, and behind the signatures that follow it. */
    private static int endOfPart(List<byte[]> lines, int from) {
        int empty = from;
        while (empty < lines.size() && !isEmpty(lines.get(empty))) {
            empty++;
        }
        int end = empty + 1;
        while (end < lines.size() && isSignature(lines.get(end))) {
            end++;
        }
        return end > empty + 1 ? end : empty;
    }

    private static Part part(int number, long first, List<byte[]> lines) {
        int length = lines.stream().mapToInt(line -> line.length).sum();
        byte[] bytes = new byte[length];
        int at = 0;
        for (byte[] line : lines) {
            System.arraycopy(line, 0, bytes, at, line.length);
            at += line.length;
        }
        Optional<String> text = NoteText.decoded(bytes);
        if (text.isEmpty()) {
            return new Unreadable(
                    number, first, NoteText.replaced(bytes), "line " + first + ": expected UTF-8, found other bytes");
        }
        try {
            return new Readable(number, first, text.get(), SignedCheckpoint.parse(text.get()));
        } catch (MalformedNoteException malformed) {
            return new Unreadable(number, first, text.get(), malformed.inFileFrom(first));
        }
    }

    private static List<byte[]> lines(byte[] file) {
        List<byte[]> lines = new ArrayList<>();
        int from = 0;
        for (int i = 0; i < file.length; i++) {
            if (file[i] == '\n' || i == file.length - 1) {
                lines.add(Arrays.copyOfRange(file, from, i + 1));
                from = i + 1;
            }
        }
        return lines;
    }

    private static boolean isEmpty(byte[] line) {
        return line.length == 1 && line[0] == '\n';
    }

    private static boolean isSignature(byte[] line) {
        int length = SIGNATURE_LINE.length;
        return line.length >= length && Arrays.equals(line, 0, length, SIGNATURE_LINE, 0, length);
    }
}
