package dev.diptych.contracts.twins;

import dev.diptych.domain.chain.SealedEvent;
import dev.diptych.ports.driven.EventCursor;
import java.util.Optional;

/** A walk over rows, each judged. */
final class TwinRowCursor implements EventCursor {
    private final TwinRowScan scan;
    private Optional<SealedEvent> current = Optional.empty();

    TwinRowCursor(TwinRowScan scan) {
        this.scan = scan;
    }

    @Override
    public boolean advance() {
        current = Optional.empty();
        if (scan.advance()) {
            current = Optional.of(TwinStoreReader.judged(scan.row()));
        }
        return current.isPresent();
    }

    @Override
    public SealedEvent event() {
        return current.orElseThrow(() -> new IllegalStateException("there is no event to look at"));
    }

    @Override
    public void close() {
        scan.close();
        current = Optional.empty();
    }
}
