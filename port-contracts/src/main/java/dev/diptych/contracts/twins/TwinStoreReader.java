package dev.diptych.contracts.twins;

import dev.diptych.contracts.events.EditedLine;
import dev.diptych.domain.chain.ChainHead;
import dev.diptych.domain.chain.EventHash;
import dev.diptych.domain.chain.LedgerId;
import dev.diptych.domain.chain.LineDecoder;
import dev.diptych.domain.chain.LineVerdict;
import dev.diptych.domain.chain.SealedEvent;
import dev.diptych.domain.chain.Sequence;
import dev.diptych.domain.event.EventId;
import dev.diptych.domain.event.EventType;
import dev.diptych.domain.signature.Attestation;
import dev.diptych.domain.transaction.PinnedAnswer;
import dev.diptych.ports.driven.DamagedCopyException;
import dev.diptych.ports.driven.EventCursor;
import dev.diptych.ports.driven.EventPage;
import dev.diptych.ports.driven.EventQuery;
import dev.diptych.ports.driven.RowScan;
import dev.diptych.ports.driven.StoreFailedException;
import dev.diptych.ports.driven.StoreIdentity;
import dev.diptych.ports.driven.StoreReader;
import dev.diptych.ports.driven.StoredPosition;
import dev.diptych.ports.driven.StoredRow;
import java.util.List;
import java.util.Optional;

/** A twin store for reading. */
class TwinStoreReader implements StoreReader {
    final TwinStoreDisk disk;
    final int process;
    private volatile boolean closed;
    private volatile Optional<StoreFailedException> broken = Optional.empty();

    TwinStoreReader(TwinStoreDisk disk) {
        this.disk = disk;
        this.process = disk.process();
    }

    @Override
    public StoreIdentity identity() {
        return open().identity();
    }

    @Override
    public Optional<LedgerId> ledgerId() {
        return identity().ledgerId();
    }

    @Override
    public Optional<ChainHead> head() {
        return open().row(disk.highest()).map(TwinStoreReader::asHead);
    }

    @Override
    public Optional<StoredPosition> position() {
        return open().followed()
                .flatMap(followed ->
                        disk.row(followed.sequence()).map(row -> new StoredPosition(followed.position(), asHead(row))));
    }

    @Override
    public Optional<PinnedAnswer> pinned() {
        return pinned(open().pinned());
    }

    @Override
    public Optional<Attestation> attestation(Sequence sequence) {
        TwinStoreDisk opened = open();
        return opened.identity().schema() == 1 ? Optional.empty() : opened.attestation(sequence.value());
    }

    static Optional<PinnedAnswer> pinned(Optional<String> text) {
        return text.map(said -> PinnedAnswer.parse(said)
                .orElseThrow(() -> new DamagedCopyException("the store in memory has a pinned answer that is none: "
                        + said + ". Nothing was changed. Next: verify")));
    }

    @Override
    public Sequence highestSequence() {
        return Sequence.of(open().highest());
    }

    @Override
    public Optional<StoredRow> row(Sequence sequence) {
        return open().row(sequence.value());
    }

    @Override
    public Optional<SealedEvent> find(EventId id) {
        return open().row(id.value()).map(TwinStoreReader::judged);
    }

    @Override
    public Optional<SealedEvent> find(Sequence sequence) {
        return open().row(sequence.value()).map(TwinStoreReader::judged);
    }

    @Override
    public EventPage query(EventQuery query) {
        return TwinQuery.run(open(), query);
    }

    @Override
    public List<String> ownTypes() {
        return open().page(0, Long.MAX_VALUE, Integer.MAX_VALUE).stream()
                .map(row -> EditedLine.of(row.line()).text("event_type").orElse(""))
                .filter(type -> type.startsWith(EventType.OWN_PREFIX))
                .distinct()
                .sorted()
                .toList();
    }

    @Override
    public RowScan scan(Sequence after, Sequence through) {
        return new TwinRowScan(this, after.value(), through.value());
    }

    @Override
    public EventCursor after(Sequence sequence) {
        return new TwinRowCursor(new TwinRowScan(this, sequence.value(), Long.MAX_VALUE));
    }

    @Override
    public Optional<String> note() {
        open();
        return Optional.empty();
    }

    @Override
    public void close() {
        closed = true;
    }

    void breakDown(StoreFailedException because) {
        broken = Optional.of(because);
    }

    boolean isBroken() {
        return broken.isPresent();
    }

    boolean isClosed() {
        return closed;
    }

    boolean isOfDeadProcess() {
        return process != disk.process();
    }

    final TwinStoreDisk open() {
        if (closed) {
            throw new IllegalStateException("this store in memory was closed");
        }
        if (isOfDeadProcess()) {
            throw new IllegalStateException("the process that opened this store in memory has died");
        }
        if (broken.isPresent()) {
            throw new StoreFailedException(
                    "the medium of the store in memory failed, and it is not used on. Next: open it again",
                    broken.get());
        }
        disk.requireWorking();
        return disk;
    }

    static SealedEvent judged(StoredRow row) {
        LineVerdict verdict = new LineDecoder(TwinPayloadReader.FORMAT).decode(row.line(), 0, row.line().length);
        if (verdict instanceof LineVerdict.WellFormed sound
                && sound.event().sequenceValue() == row.sequence()
                && sound.event().id().value().equals(row.id())) {
            return sound.event();
        }
        throw new DamagedCopyException("the row with sequence " + row.sequence()
                + " in the store in memory is no sound event: " + verdict + ". Nothing was changed. Next: verify");
    }

    private static ChainHead asHead(StoredRow row) {
        String hash = EditedLine.of(row.line()).text("event_hash").orElse("");
        try {
            return new ChainHead(Sequence.of(row.sequence()), EventHash.parse(hash));
        } catch (IllegalArgumentException noHash) {
            throw new DamagedCopyException(
                    "the row with sequence " + row.sequence() + " in the store in memory has no event hash."
                            + " Nothing was changed. Next: verify",
                    noHash);
        }
    }
}
