package dev.diptych.contracts.twins;

import dev.diptych.domain.chain.LedgerId;
import dev.diptych.domain.chain.LineDecoder;
import dev.diptych.domain.chain.LineVerdict;
import dev.diptych.domain.chain.SealedEvent;
import dev.diptych.domain.event.Limits;
import dev.diptych.domain.finding.Place;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** The bytes of a log as they were at one moment, cut into lines. Lines are judged when they are asked for. Safe for use by many threads. */
final class TwinLogImage {
    private final byte[] bytes;
    private final List<Integer> starts = new ArrayList<>();
    private final Map<Long, Integer> bySequence = new HashMap<>();

    TwinLogImage(byte[] bytes) {
        this.bytes = bytes;
        for (int start = 0; start < bytes.length; start = end(start)) {
            starts.add(start);
        }
        for (int line = 0; line < lines(); line++) {
            int index = line;
            claimedSequence(line).ifPresent(sequence -> bySequence.putIfAbsent(sequence, index));
        }
    }

    int length() {
        return bytes.length;
    }

    int lines() {
        return starts.size();
    }

    int start(int line) {
        return line == lines() ? bytes.length : starts.get(line);
    }

    int end(int start) {
        for (int at = start; at < bytes.length; at++) {
            if (bytes[at] == '\n') {
                return at + 1;
            }
        }
        return bytes.length;
    }

    boolean endsWithLf(int line) {
        return bytes[start(line + 1) - 1] == '\n';
    }

    byte[] line(int line) {
        return range(start(line), start(line + 1));
    }

    byte[] range(int from, int to) {
        return Arrays.copyOfRange(bytes, from, to);
    }

    Place place(int line) {
        return new Place(TwinLogDisk.SEGMENT_NAME, start(line), line + 1L);
    }

    LineVerdict verdict(int line) {
        return new LineDecoder(TwinPayloadReader.FORMAT).decodeOwned(line(line));
    }

    Optional<SealedEvent> event(int line) {
        return verdict(line) instanceof LineVerdict.WellFormed sound ? Optional.of(sound.event()) : Optional.empty();
    }

    /** The first line that claims a sequence. */
    OptionalInt lineOf(long sequence) {
        Integer line = bySequence.get(sequence);
        return line == null ? OptionalInt.empty() : OptionalInt.of(line);
    }

    /** The line that ends at an offset. */
    OptionalInt lineEndingAt(long offset) {
        for (int line = 0; line < lines(); line++) {
            if (start(line + 1) == offset && endsWithLf(line)) {
                return OptionalInt.of(line);
            }
        }
        return OptionalInt.empty();
    }

    Optional<LedgerId> ledgerId() {
        if (lines() == 0) {
            return Optional.empty();
        }
        LineVerdict first = verdict(0);
        if (first instanceof LineVerdict.WellFormed sound && sound.event().sequenceValue() == 1) {
            return Optional.of(new LedgerId(sound.event().previousHash()));
        }
        if (first instanceof LineVerdict.PayloadDiffers authentic && authentic.sequence() == 1) {
            return Optional.of(new LedgerId(authentic.previousHash()));
        }
        return Optional.empty();
    }

    /** The last event of the last batch that is whole, looking from the end. */
    Optional<SealedEvent> newest() {
        for (int line = lines() - 1; line >= 0; line--) {
            Optional<SealedEvent> event = event(line);
            if (event.isPresent() && endsWholeBatch(line, event.get())) {
                return event;
            }
        }
        return Optional.empty();
    }

    private boolean endsWholeBatch(int last, SealedEvent event) {
        if (event.sequenceValue() != event.batch().last() || event.batch().count() > last + 1L) {
            return false;
        }
        for (int line = last - 1; line > last - event.batch().count(); line--) {
            Optional<SealedEvent> before = event(line);
            Optional<SealedEvent> behind = event(line + 1);
            if (before.isEmpty()
                    || behind.isEmpty()
                    || !behind.get().linksTo(before.get().hash())
                    || !before.get().batch().equals(event.batch())) {
                return false;
            }
        }
        return true;
    }

    /** What the beginning of a line says its sequence is; nothing vouches for it. */
    private Optional<Long> claimedSequence(int line) {
        byte[] head = range(start(line), Math.min(start(line + 1), start(line) + 24));
        String text = new String(head, StandardCharsets.ISO_8859_1);
        int comma = text.indexOf(',');
        if (!text.startsWith("{\"seq\":") || comma < 0) {
            return Optional.empty();
        }
        String digits = text.substring(7, comma);
        return digits.matches("[1-9][0-9]{0,15}") ? Optional.of(Long.parseLong(digits)) : Optional.empty();
    }

    /** Whether a piece of log is longer than any batch may be. */
    static boolean isLongerThanABatch(int length) {
        return length > Limits.FORMAT.batchBytesMax();
    }
}
