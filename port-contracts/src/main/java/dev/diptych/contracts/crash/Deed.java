package dev.diptych.contracts.crash;

import java.util.List;
import java.util.Optional;

/**
 * A transaction or a cutover that was tried: what it would leave, and what its caller was told.
 */
final class Deed {
    /** What was tried. */
    enum Kind {
        TRANSACTION,
        CUTOVER_IN_PLACE,
        CUTOVER_OF_THE_STORE
    }

    private final Kind kind;
    private final String key;
    private final List<String> ids;
    private Optional<Boolean> committed = Optional.empty();

    /**
     * @param key what is in the caller's table if and only if it was committed; a cutover of the store leaves nothing there
     * @param ids the bound events; empty for a cutover, whose boundary has an id of its own making
     */
    Deed(Kind kind, String key, List<String> ids) {
        this.kind = kind;
        this.key = key;
        this.ids = List.copyOf(ids);
    }

    Kind kind() {
        return kind;
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
