package dev.diptych.contracts.twins;

import dev.diptych.domain.chain.LedgerId;
import dev.diptych.domain.chain.SealedEvent;
import dev.diptych.ports.driven.ForeignStoreException;
import dev.diptych.ports.driven.LogPosition;
import dev.diptych.ports.driven.StoreConflictException;
import dev.diptych.ports.driven.StoredRow;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What a transaction changed and has not committed, over what was committed before. One thread at a time. */
final class TwinChanges {
    private final TwinStoreDisk disk;
    private final Map<Long, StoredRow> inserted = new LinkedHashMap<>();
    private final Map<String, StoredRow> insertedById = new HashMap<>();
    private final Map<String, String> values;
    private Optional<LedgerId> ledger;
    private Optional<TwinStoreDisk.Followed> followed;
    private boolean doomed;

    TwinChanges(TwinStoreDisk disk) {
        this.disk = disk;
        this.ledger = disk.identity().ledgerId();
        this.followed = disk.followed();
        this.values = new HashMap<>(disk.callersValues());
    }

    /** Whether nothing of this can be kept any more. */
    boolean isDoomed() {
        return doomed;
    }

    List<StoredRow> rows() {
        return List.copyOf(inserted.values());
    }

    Optional<LedgerId> ledger() {
        return ledger;
    }

    Optional<TwinStoreDisk.Followed> followed() {
        return followed;
    }

    Map<String, String> values() {
        return values;
    }

    Optional<StoredRow> row(long sequence) {
        return Optional.ofNullable(inserted.get(sequence)).or(() -> disk.row(sequence));
    }

    Optional<StoredRow> row(String id) {
        return Optional.ofNullable(insertedById.get(id)).or(() -> disk.row(id));
    }

    long highest() {
        return Math.max(
                disk.highest(),
                inserted.keySet().stream().mapToLong(Long::longValue).max().orElse(0));
    }

    void insert(List<SealedEvent> events) {
        Set<String> ids = new HashSet<>();
        List<StoredRow> rows = new ArrayList<>(events.size());
        for (SealedEvent event : events) {
            StoredRow row = TwinStoreDisk.rowOf(event);
            if (row(row.sequence()).isPresent() || row(row.id()).isPresent() || !ids.add(row.id())) {
                doomed = true;
                throw new StoreConflictException("the store in memory has sequence " + row.sequence() + " or id "
                        + row.id() + " already. Nothing was changed. Next: read the row and compare");
            }
            rows.add(row);
        }
        rows.forEach(row -> {
            inserted.put(row.sequence(), row);
            insertedById.put(row.id(), row);
        });
    }

    void adopt(LedgerId other) {
        if (ledger.isPresent() && !ledger.get().equals(other)) {
            doomed = true;
            throw new ForeignStoreException("the store in memory belongs to ledger " + ledger.get() + ", not to "
                    + other + ". Nothing was changed. Next: use the store of that ledger");
        }
        ledger = Optional.of(other);
    }

    void moveTo(LogPosition position, long sequence) {
        followed = Optional.of(new TwinStoreDisk.Followed(position, sequence));
    }
}
