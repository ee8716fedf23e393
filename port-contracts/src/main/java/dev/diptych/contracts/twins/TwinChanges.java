package dev.diptych.contracts.twins;

import dev.diptych.domain.chain.LedgerId;
import dev.diptych.domain.chain.SealedEvent;
import dev.diptych.domain.signature.Attestation;
import dev.diptych.domain.transaction.PinnedAnswer;
import dev.diptych.ports.driven.Attesting;
import dev.diptych.ports.driven.ForeignStoreException;
import dev.diptych.ports.driven.LogPosition;
import dev.diptych.ports.driven.StoreConflictException;
import dev.diptych.ports.driven.StoreFailedException;
import dev.diptych.ports.driven.StoreId;
import dev.diptych.ports.driven.StoreIdentity;
import dev.diptych.ports.driven.StoredRow;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a transaction changed and has not committed, over what was committed before. One thread at a time. */
final class TwinChanges {
    private static final String SCHEMA = "diptych_mirror/store_schema";
    private static final Pattern ATTESTATION = Pattern.compile("diptych_events/([1-9][0-9]{0,15})/attestation");

    private final TwinStoreDisk disk;
    private final Map<Long, StoredRow> inserted = new LinkedHashMap<>();
    private final Map<String, StoredRow> insertedById = new HashMap<>();
    private final Map<String, String> values;
    private final Map<Long, Attestation> attestations = new HashMap<>();
    private int schema;
    private Optional<LedgerId> ledger;
    private StoreId storeId;
    private long epoch;
    private Optional<TwinStoreDisk.Followed> followed;
    private Optional<String> pinned;
    private boolean doomed;

    TwinChanges(TwinStoreDisk disk) {
        this.disk = disk;
        StoreIdentity identity = disk.identity();
        this.ledger = identity.ledgerId();
        this.storeId = identity.storeId();
        this.schema = identity.schema();
        this.epoch = identity.epoch();
        this.followed = disk.followed();
        this.pinned = disk.pinned();
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

    StoreId storeId() {
        return storeId;
    }

    long epoch() {
        return epoch;
    }

    void identify(StoreId id, long inEpoch) {
        storeId = id;
        epoch = inEpoch;
    }

    int schema() {
        return schema;
    }

    /** As far as they were set in this transaction. */
    Map<Long, Attestation> attestations() {
        return Map.copyOf(attestations);
    }

    /** Nothing of this can be kept. */
    void doom() {
        doomed = true;
    }

    /** A caller's table is what stands before the first slash of its keys; the store's own are tables too. */
    OptionalLong rowCount(String table) {
        switch (table) {
            case "diptych_events":
                return OptionalLong.of(disk.rowCount() + inserted.size());
            case "diptych_mirror":
                return OptionalLong.of(1);
            case "diptych_event_tags":
                return schema == 1 ? OptionalLong.empty() : OptionalLong.of(tagCount());
            default:
                return callersRowCount(table);
        }
    }

    private long tagCount() {
        long tags = disk.tagCount();
        for (StoredRow row : inserted.values()) {
            tags += TwinQuery.tagCount(row);
        }
        return tags;
    }

    private OptionalLong callersRowCount(String table) {
        long rows = values.keySet().stream()
                .filter(key -> key.startsWith(table + "/"))
                .count();
        return rows == 0 ? OptionalLong.empty() : OptionalLong.of(rows);
    }

    Optional<TwinStoreDisk.Followed> followed() {
        return followed;
    }

    Optional<String> pinned() {
        return pinned;
    }

    Map<String, String> values() {
        return Map.copyOf(values);
    }

    void put(String key, String value) {
        requireRoom();
        if (!isOwn(key)) {
            values.put(key, value);
        } else if (key.equals(SCHEMA)) {
            schema = Integer.parseInt(value);
        } else {
            attestations.put(attested(key), attestation(value));
        }
    }

    Optional<String> get(String key) {
        if (!isOwn(key)) {
            return Optional.ofNullable(values.get(key));
        }
        if (key.equals(SCHEMA)) {
            return Optional.of(Integer.toString(schema));
        }
        long sequence = attested(key);
        return Optional.ofNullable(attestations.get(sequence))
                .or(() -> disk.attestation(sequence))
                .map(Attestation::word);
    }

    void remove(String key) {
        requireRoom();
        if (isOwn(key)) {
            throw new IllegalArgumentException("what is the store's own does not go: " + key);
        }
        values.remove(key);
    }

    private static boolean isOwn(String key) {
        return key.startsWith("diptych_");
    }

    /** The sequence of the event whose attestation a key names. */
    private static long attested(String key) {
        Matcher parts = ATTESTATION.matcher(key);
        if (!parts.matches()) {
            throw new IllegalArgumentException("the store in memory has nothing of its own that is called " + key);
        }
        return Long.parseLong(parts.group(1));
    }

    private static Attestation attestation(String word) {
        return Arrays.stream(Attestation.values())
                .filter(known -> known.word().equals(word))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("not an attestation: " + word));
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

    void insert(List<SealedEvent> events, Attesting attesting, boolean isVoid) {
        requireRoom();
        Set<String> ids = new HashSet<>();
        List<StoredRow> rows = new ArrayList<>(events.size());
        for (SealedEvent event : events) {
            StoredRow row = TwinStoreDisk.rowOf(event, isVoid);
            if (row(row.sequence()).isPresent() || row(row.id()).isPresent() || !ids.add(row.id())) {
                doomed = true;
                throw new StoreConflictException("the store in memory has sequence " + row.sequence() + " or id "
                        + row.id() + " already. Nothing was changed. Next: read the row and compare");
            }
            rows.add(row);
        }
        for (SealedEvent event : events) {
            if (schema > 1) {
                attestations.put(event.sequenceValue(), event.isSigned() ? attesting.of(event) : Attestation.UNSIGNED);
            }
        }
        rows.forEach(this::add);
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

    void pin(Optional<PinnedAnswer> answer) {
        requireRoom();
        pinned = answer.map(PinnedAnswer::text);
    }

    /** Takes back what {@code work} does, as a savepoint is rolled back to. */
    void takingBack(Runnable work) {
        Map<Long, StoredRow> rowsBefore = new LinkedHashMap<>(inserted);
        Map<String, String> valuesBefore = new HashMap<>(values);
        Map<Long, Attestation> attestationsBefore = new HashMap<>(attestations);
        int schemaBefore = schema;
        Optional<LedgerId> ledgerBefore = ledger;
        StoreId storeBefore = storeId;
        long epochBefore = epoch;
        work.run();
        clear();
        rowsBefore.values().forEach(this::add);
        values.putAll(valuesBefore);
        attestations.putAll(attestationsBefore);
        schema = schemaBefore;
        ledger = ledgerBefore;
        identify(storeBefore, epochBefore);
    }

    /** Nothing of this is kept: the store rolled it back by itself. */
    void rollBackInside() {
        doomed = true;
        clear();
    }

    private void clear() {
        inserted.clear();
        attestations.clear();
        insertedById.clear();
        values.clear();
    }

    private void add(StoredRow row) {
        inserted.put(row.sequence(), row);
        insertedById.put(row.id(), row);
    }

    private void requireRoom() {
        if (disk.isFull()) {
            rollBackInside();
            throw new StoreFailedException(
                    "the disk of the store in memory is full. Nothing of the transaction is kept."
                            + " Next: make room");
        }
    }
}
