package dev.diptych.contracts.twins;

import dev.diptych.domain.chain.LedgerId;
import dev.diptych.domain.signature.Attestation;
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
import java.util.Set;
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
            int schema,
            Map<Long, Optional<Attestation>> attestations,
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
    private final Map<Long, Attestation> attestations = new HashMap<>();
    private final Deque<Undo> unforced = new ArrayDeque<>();
    private Map<String, String> callersValues = Map.of();
    private Identity identity = Identity.NONE;
    private Optional<TwinStoreDisk.Followed> followed = Optional.empty();
    private Optional<String> pinned = Optional.empty();
    private Optional<TwinChanges> leftOver = Optional.empty();
    private int schema = TwinStoreProvider.SCHEMA;

    // ---- what is there

    Identity identity() {
        return identity;
    }

    int schema() {
        return schema;
    }

    int rowCount() {
        return rows.size();
    }

    Iterable<StoredRow> rows() {
        return rows.values();
    }

    /** A store of schema 1 has none. */
    Optional<Attestation> attestation(long sequence) {
        return Optional.ofNullable(attestations.get(sequence)).filter(known -> rows.containsKey(sequence));
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
        copy.attestations.putAll(attestations);
        copy.schema = schema;
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

    /** One of schema 1 knows nothing of signatures. */
    void setSchema(int version) {
        schema = version;
        if (version == 1) {
            attestations.clear();
        }
    }

    void clear() {
        rows.clear();
        sequences.clear();
        attestations.clear();
        schema = TwinStoreProvider.SCHEMA;
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
                schema,
                before(changes.attestations().keySet()),
                fragile));
        changes.rows().forEach(this::put);
        attestations.putAll(changes.attestations());
        schema = changes.schema();
        identity = Identity.of(changes);
        followed = changes.followed();
        pinned = changes.pinned();
        callersValues = changes.values();
    }

    private Map<Long, Optional<Attestation>> before(Set<Long> changed) {
        Map<Long, Optional<Attestation>> before = new HashMap<>();
        changed.forEach(sequence -> before.put(sequence, Optional.ofNullable(attestations.get(sequence))));
        return before;
    }

    private void undo(Undo undo) {
        undo.attestations()
                .forEach((sequence, before) -> before.ifPresentOrElse(
                        attestation -> attestations.put(sequence, attestation), () -> attestations.remove(sequence)));
        schema = undo.schema();
        for (long sequence : undo.sequences()) {
            row(sequence).ifPresent(this::remove);
        }
        identity = undo.identity();
        followed = undo.followed();
        pinned = undo.pinned();
        callersValues = undo.values();
    }
}
