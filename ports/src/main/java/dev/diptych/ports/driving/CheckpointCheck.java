package dev.diptych.ports.driving;

import dev.diptych.domain.checkpoint.Checkpoint;
import java.util.Locale;
import java.util.Optional;

/**
 * What holding a ledger against one checkpoint came to.
 *
 * @param name where the checkpoint came from, for reports
 * @param checkpoint what it says; empty where that cannot be read
 * @param log what the log is to it
 * @param store what the store is to it; empty where the store was not asked
 */
public record CheckpointCheck(String name, Optional<Checkpoint> checkpoint, Standing log, Optional<Standing> store) {

    /** What a copy is to a checkpoint. */
    public enum Standing {
        /** The copy's first events are those of the checkpoint, and whatever else it has came after. */
        EXTENDS,
        /** The copy ends before the checkpoint does. */
        TRUNCATED,
        /** The copy has as many events, and they are not those of the checkpoint. */
        REWRITTEN,
        /** The checkpoint proves nothing: its signature is not right, or not one of a trusted key. */
        UNPROVEN,
        /** The copy cannot be read that far: damage lies before. */
        UNREADABLE;

        /** The standing as reports spell it. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Whether every copy that was asked extends the checkpoint. */
    public boolean isFine() {
        return log == Standing.EXTENDS && store.map(Standing.EXTENDS::equals).orElse(true);
    }
}
