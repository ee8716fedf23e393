package dev.diptych.bootstrap.cli;

import dev.diptych.domain.event.InvalidEventException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Locale;
import java.util.Optional;

/** Drafts as JSON Lines. A line of nothing but white space is passed over. */
final class JsonLinesSource implements DraftSource {
    private final InputLines lines;
    private final long amount;

    /** @param amount how many bytes there are, 0 if that is not known */
    JsonLinesSource(InputStream in, long amount) {
        this.lines = new InputLines(in);
        this.amount = amount;
    }

    @Override
    public Optional<Item> next() throws IOException {
        Optional<InputLines.Line> line = lines.next();
        while (line.isPresent()
                && line.get().tooLong().isEmpty()
                && isBlank(line.get().bytes())) {
            line = lines.next();
        }
        return line.map(JsonLinesSource::item);
    }

    @Override
    public long reached() {
        return lines.bytesRead();
    }

    @Override
    public long amount() {
        return amount;
    }

    @Override
    public void close() throws IOException {
        lines.close();
    }

    private static Item item(InputLines.Line line) {
        String place = "line " + line.number();
        if (line.tooLong().isPresent()) {
            return new NoDraft(
                    place,
                    String.format(
                            Locale.ROOT,
                            "draft: expected at most %,d bytes, found %,d",
                            InputLines.LINE_BYTES_MAX,
                            line.tooLong().get().length()),
                    line.tooLong().get());
        }
        Text text = new InMemory(line.bytes());
        try {
            return new Draft(place, DraftParser.parse(line.bytes()), text);
        } catch (InvalidEventException invalid) {
            return new NoDraft(place, invalid.getMessage(), text);
        }
    }

    private static boolean isBlank(byte[] bytes) {
        for (byte b : bytes) {
            if (b != ' ' && b != '\t' && b != '\r') {
                return false;
            }
        }
        return true;
    }

    private record InMemory(byte[] bytes) implements Text {
        @Override
        public int bytesInMemory() {
            return bytes.length;
        }

        @Override
        public void copyTo(OutputStream target) throws IOException {
            target.write(bytes);
        }
    }
}
