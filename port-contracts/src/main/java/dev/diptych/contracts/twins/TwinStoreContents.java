package dev.diptych.contracts.twins;

import dev.diptych.domain.chain.LedgerId;
import dev.diptych.ports.driven.StoreId;
import dev.diptych.ports.driven.StoredRow;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;

/**
 * What was committed to a twin store, and how much of it a power cut can still take. Guarded by the disk that it is on.
 *
 * <p>What a failed force left behind is not there, and is there again after a kill or a power cut, unless a commit was
 * written over it. After a kill it is fragile: the force of what comes later does not reach it.
 */
final class TwinStoreContents {
    /** What a commit changed, so that a power cut can take it back. */
    private record Undo(
            List<Long> sequences,
            Identity identity,
            Optional<TwinStoreDisk.Followed> followed,
            Optional<String> pinned,
            Map<String, String> values,
            boolean fragile) {}

    /** Who the store is. */
    record Identity(Optional<LedgerId> ledger, Optional<StoreId> store, long epoch) {
        private static final Identity NONE = new Identity(Optional.empty(), Optional.empty(), 1);

        static Identity of(TwinChanges changes) {
            return new Identity(changes.ledger(), Optional.of(changes.storeId()), changes.epoch());
        }
    }

    private final NavigableMap<Long, StoredRow> rows = new TreeMap<>();
    private final Map<String, Long> sequences = new HashMap<>();
    private final Deque<Undo> unforced = new ArrayDeque<>();
    private Map<String, String> callersValues = Map.of();
    private Identity identity = Identity.NONE;
    private Optional<TwinStoreDisk.Followed> followed = Optional.empty();
    private Optional<String> pinned = Optional.empty();
    private Optional<TwinChanges> leftOver = Optional.empty();

    // ---- what is there

    Identity identity() {
        return identity;
    }

    int rowCount() {
        return rows.size();
    }

    Optional<TwinStoreDisk.Followed> followed() {
        return followed;
    }

    Optional<String> pinned() {
        return pinned;
    }

    Map<String, String> callersValues() {
        return callersValues;
    }

    Optional<StoredRow> row(long sequence) {
        return Optional.ofNullable(rows.get(sequence));
    }

    Optional<StoredRow> row(String id) {
        return Optional.ofNullable(sequences.get(id)).map(rows::get);
    }

    long highest() {
        return rows.isEmpty() ? 0 : rows.lastKey();
    }

    List<StoredRow> page(long after, long through, int limit) {
        if (through <= after) {
            return List.of();
        }
        List<StoredRow> page = new ArrayList<>();
        for (StoredRow row : rows.subMap(after, false, through, true).values()) {
            if (page.size() == limit) {
                break;
            }
            page.add(row);
        }
        return page;
    }

    /** The same, as committed and forced, for another disk. */
    TwinStoreContents copied() {
        TwinStoreContents copy = new TwinStoreContents();
        rows.values().forEach(copy::put);
        copy.callersValues = callersValues;
        copy.identity = identity;
        copy.followed = followed;
        copy.pinned = pinned;
        return copy;
    }

    // ---- what a hand does to it

    void put(StoredRow row) {
        rows.put(row.sequence(), row);
        sequences.put(row.id(), row.sequence());
    }

    void remove(StoredRow row) {
        rows.remove(row.sequence());
        sequences.remove(row.id());
    }

    void make(StoreId store, long epoch) {
        identity = new Identity(Optional.empty(), Optional.of(store), epoch);
    }

    void pin(String text) {
        pinned = Optional.of(text);
    }

    void clear() {
        rows.clear();
        sequences.clear();
        unforced.clear();
        callersValues = Map.of();
        identity = Identity.NONE;
        followed = Optional.empty();
        pinned = Optional.empty();
        leftOver = Optional.empty();
    }

    // ---- commits and what becomes of them

    void commit(TwinChanges changes) {
        leftOver = Optional.empty();
        apply(changes, false);
    }

    /** With everything before it, unless that is fragile. */
    void commitForced(TwinChanges changes) {
        boolean onFragileGround = unforced.stream().anyMatch(Undo::fragile);
        commit(changes);
        if (!onFragileGround) {
            forced();
        }
    }

    /** The force of a commit failed, and what it had written lies there. */
    void leaveOver(TwinChanges changes) {
        leftOver = Optional.of(changes);
    }

    /** Everything that was committed is safe. */
    void forced() {
        unforced.clear();
    }

    void kill() {
        leftOver.ifPresent(changes -> apply(changes, true));
        leftOver = Optional.empty();
    }

    void powerCut(Random random) {
        if (leftOver.isPresent()) {
            // What was written last survived, and so did everything before it.
            apply(leftOver.get(), false);
            leftOver = Optional.empty();
            forced();
        }
        int gone = random.nextInt(unforced.size() + 1);
        for (int i = 0; i < gone; i++) {
            undo(unforced.removeLast());
        }
    }

    private void apply(TwinChanges changes, boolean fragile) {
        unforced.addLast(new Undo(
                changes.rows().stream().map(StoredRow::sequence).toList(),
                identity,
                followed,
                pinned,
                callersValues,
                fragile));
        changes.rows().forEach(this::put);
        identity = Identity.of(changes);
        followed = changes.followed();
        pinned = changes.pinned();
        callersValues = changes.values();
    }

    private void undo(Undo undo) {
        for (long sequence : undo.sequences()) {
            row(sequence).ifPresent(this::remove);
        }
        identity = undo.identity();
        followed = undo.followed();
        pinned = undo.pinned();
        callersValues = undo.values();
    }
}
