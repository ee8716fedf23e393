package dev.diptych.adapters.jsonl;

import dev.diptych.domain.chain.LineVerdict;
import dev.diptych.domain.finding.Place;
import dev.diptych.ports.driven.DamagedCopyException;
import dev.diptych.ports.driven.LogUnavailableException;
import java.io.IOException;
import java.nio.file.Path;

/** The sentences that several classes say in the same words. */
final class Messages {
    private Messages() {}

    /** What an exception of the file system says, with its kind where the message is only a path. */
    static String reason(IOException failed) {
        String message = failed.getMessage();
        String kind = failed.getClass().getSimpleName();
        boolean says = message != null && message.indexOf(' ') >= 0;
        return says ? message : kind + (message == null ? "" : " " + message);
    }

    static LogUnavailableException unreadable(Path log, IOException failed) {
        return new LogUnavailableException(
                "cannot read the log " + log + ": " + reason(failed)
                        + ". Nothing was changed. Next: see that the medium is sound and that this user may read it",
                failed);
    }

    static DamagedCopyException damaged(LogDirectory directory, Place place, long sequence, String found) {
        return new DamagedCopyException("the log " + directory.path() + " is damaged in " + place
                + ": expected the event with sequence " + sequence + ", found " + found
                + ". Nothing was changed. Next: diptych verify --dir " + directory.parent() + " lists every finding");
    }

    /** What a line is that is no sound event. */
    static String described(LineVerdict verdict) {
        return verdict.fold(
                sound -> "sequence " + sound.event().sequenceValue(),
                payload ->
                        "a payload that hashes to " + payload.found() + " where " + payload.expected() + " was sealed",
                envelope -> "an envelope that hashes to " + envelope.found() + " where " + envelope.expected()
                        + " was sealed",
                undecodable -> "something else than " + undecodable.expected() + " at byte " + undecodable.at()
                        + " of the line",
                version -> "a line of version " + version.version());
    }
}
