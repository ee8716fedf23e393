package dev.diptych.ports.driven;

import dev.diptych.domain.chain.SealedEvent;

/**
 * A row as the bytes of the line it should be, not judged.
 *
 * @param sequence its sequence, which is its key
 * @param id its id as it stands
 * @param line the line that its columns make, with LF: not to be changed
 * @param isVoid whether its void flag is set
 */
public record StoredRow(long sequence, String id, byte[] line, boolean isVoid) {
    /** Whether the row holds this very event, void or not. */
    public boolean spells(SealedEvent event) {
        return event.isLine(line, 0, line.length);
    }

    /** Whether the row holds this very event, and says that it happened. */
    public boolean holds(SealedEvent event) {
        return !isVoid && spells(event);
    }
}
