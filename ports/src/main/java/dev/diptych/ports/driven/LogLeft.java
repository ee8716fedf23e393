package dev.diptych.ports.driven;

import dev.diptych.domain.chain.ChainHead;
import java.util.Optional;

/**
 * How the last writer left the log and the store.
 *
 * @param writerBefore whether any writer ever held this log
 * @param cleanAt the head at the last clean close, however the writers after it ended: what was forced then can never be
 *     a torn tail. Empty where there was no clean close, or the log was empty then
 * @param cleanly whether the last writer closed cleanly
 * @param storeClosed whether the last writer closed the store properly
 * @param holder who holds the log now; only a reader ever sees one
 */
public record LogLeft(
        boolean writerBefore,
        Optional<ChainHead> cleanAt,
        boolean cleanly,
        boolean storeClosed,
        Optional<Holder> holder) {
    /** No writer has ever been here. */
    public static final LogLeft NEVER_HELD = new LogLeft(false, Optional.empty(), false, false, Optional.empty());

    /**
     * A process that holds a log.
     *
     * @param pid its process id
     * @param start when it started, as it recorded that
     */
    public record Holder(long pid, String start) {}
}
