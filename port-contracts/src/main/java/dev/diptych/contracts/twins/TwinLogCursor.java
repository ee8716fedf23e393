package dev.diptych.contracts.twins;

import dev.diptych.domain.chain.SealedEvent;
import dev.diptych.domain.chain.Sequence;
import dev.diptych.ports.driven.EventCursor;
import java.util.Optional;
import java.util.function.Function;

/** A walk from sequence to sequence until there is none. */
final class TwinLogCursor implements EventCursor {
    private final Function<Sequence, Optional<SealedEvent>> find;
    private Sequence next;
    private Optional<SealedEvent> current = Optional.empty();
    private boolean ended;
    private boolean closed;

    TwinLogCursor(Function<Sequence, Optional<SealedEvent>> find, Sequence after) {
        this.find = find;
        this.next = after.next();
    }

    @Override
    public boolean advance() {
        if (closed) {
            throw new IllegalStateException("this walk was closed");
        }
        current = Optional.empty();
        if (ended) {
            return false;
        }
        ended = true;
        current = find.apply(next);
        ended = current.isEmpty();
        next = next.next();
        return current.isPresent();
    }

    @Override
    public SealedEvent event() {
        return current.orElseThrow(() -> new IllegalStateException("there is no event to look at"));
    }

    @Override
    public void close() {
        closed = true;
        current = Optional.empty();
    }
}
