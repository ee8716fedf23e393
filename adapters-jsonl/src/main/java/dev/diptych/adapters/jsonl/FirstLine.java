package dev.diptych.adapters.jsonl;

import dev.diptych.domain.chain.LedgerId;
import dev.diptych.domain.chain.LineDecoder;
import dev.diptych.domain.chain.LineVerdict;
import dev.diptych.ports.driven.files.DurableFile;
import java.io.IOException;
import java.util.Optional;

/** The line with sequence 1, whose previous hash is the ledger's identity. */
final class FirstLine {
    private final LogDirectory directory;
    private final LineDecoder decoder;

    FirstLine(LogDirectory directory, LineDecoder decoder) {
        this.directory = directory;
        this.decoder = decoder;
    }

    /** The identity; empty where the first segment is lost, or its first line cannot be trusted. */
    Optional<LedgerId> ledgerId() {
        Segment first = Segment.beginningAt(1);
        if (!directory.list().segments().contains(first)) {
            return Optional.empty();
        }
        try (DurableFile file = directory.openForReading(first)) {
            SegmentLines lines = SegmentLines.few(file, 0);
            return lines.next(file.size())
                    ? trusted(decoder.decode(lines.bytes(), lines.lineFrom(), lines.lineTo()))
                    : Optional.empty();
        } catch (IOException failed) {
            throw directory.unreadable(failed);
        }
    }

    private static Optional<LedgerId> trusted(LineVerdict verdict) {
        if (verdict instanceof LineVerdict.WellFormed sound && sound.event().sequenceValue() == 1) {
            return Optional.of(new LedgerId(sound.event().previousHash()));
        }
        if (verdict instanceof LineVerdict.PayloadDiffers authentic && authentic.sequence() == 1) {
            return Optional.of(new LedgerId(authentic.previousHash()));
        }
        return Optional.empty();
    }
}
