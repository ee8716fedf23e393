package dev.diptych.domain.cutover;

import dev.diptych.domain.chain.ChainHead;
import dev.diptych.domain.event.EventType;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The boundary at which one store took another's place: {@code
 * {"from_store":"HEX","to_store":"HEX","epoch":N,"head_seq":N,"head_hash":"HEX"}}. Its force in the log is the commit point;
 * from this line on no store but the one named may be rolled forward.
 *
 * @param fromStore the id of the store before, 32 hexadecimal digits
 * @param toStore the id of the store behind
 * @param epoch the epoch behind the boundary, from 2
 * @param head the newest event before, which both stores had
 */
public record StoreCutover(String fromStore, String toStore, long epoch, ChainHead head)
        implements BoundaryEvent.Known {
    public static final EventType TYPE = new EventType("diptych.store.cutover.v1");

    private static final String STORE = "([0-9a-f]{32})";
    private static final Pattern STORE_ID = Pattern.compile(STORE);
    private static final Pattern SPELLING = Pattern.compile("\\{\"from_store\":\"" + STORE + "\",\"to_store\":\""
            + STORE + "\",\"epoch\":" + Spelling.NUMBER + "," + Spelling.HEAD + "}");

    public StoreCutover {
        requireStore(fromStore);
        requireStore(toStore);
        Spelling.requireEpoch(epoch);
        if (fromStore.equals(toStore) || head.sequence().isNone()) {
            throw new IllegalArgumentException("a store must give way to another one, behind an event; was " + fromStore
                    + " to " + toStore + " behind " + head);
        }
    }

    @Override
    public EventType type() {
        return TYPE;
    }

    @Override
    public String json() {
        return "{\"from_store\":\"" + fromStore + "\",\"to_store\":\"" + toStore + "\",\"epoch\":" + epoch + ","
                + Spelling.head(head) + "}";
    }

    static Optional<StoreCutover> read(String json) {
        Matcher parts = SPELLING.matcher(json);
        if (!parts.matches()) {
            return Optional.empty();
        }
        try {
            return Spelling.head(parts.group(4), parts.group(5))
                    .map(head ->
                            new StoreCutover(parts.group(1), parts.group(2), Long.parseLong(parts.group(3)), head));
        } catch (IllegalArgumentException saysSomethingElse) {
            return Optional.empty();
        }
    }

    private static void requireStore(String id) {
        if (!STORE_ID.matcher(id).matches()) {
            throw new IllegalArgumentException("a store id must be 32 hexadecimal digits, was " + id);
        }
    }
}
