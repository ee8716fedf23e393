package dev.diptych.contracts.crash;

import java.util.List;
import java.util.Optional;

/**
 * A transaction that was tried: what it would leave, and what its caller was told.
 *
 * @param key what is in the caller's table if and only if it was committed
 * @param ids its bound events; empty for a cutover, whose boundary has an id of its own making
 */
final class Deed {
    private final String key;
    private final List<String> ids;
    private Optional<Boolean> committed = Optional.empty();

    Deed(String key, List<String> ids) {
        this.key = key;
        this.ids = List.copyOf(ids);
    }

    String key() {
        return key;
    }

    List<String> ids() {
        return ids;
    }

    /** The caller was told that all of it happened, or that nothing of it did. */
    void told(boolean isCommitted) {
        committed = Optional.of(isCommitted);
    }

    /** Whether the caller was told that all of it happened; empty if it was told nothing for sure. */
    Optional<Boolean> committed() {
        return committed;
    }
}
