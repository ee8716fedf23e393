package dev.diptych.ports.driving;

/**
 * Does what opening does by itself, and nothing else: cuts a torn tail after a copy, and rolls the store forward. Where there
 * is neither log nor store it is refused, and nothing is made.
 */
public interface RecoverMirror {
    /** Recovers, with a store to vouch for a torn tail. */
    RecoverAnswer recover();

    /**
     * Recovers, and cuts a torn tail even where no store vouches for it, because the caller asks for that. The bytes are
     * kept in quarantine. Where there is no store, none is made.
     */
    RecoverAnswer recoverCuttingTornTail();
}
