package dev.diptych.application.backup;

import dev.diptych.application.CopyParts;
import dev.diptych.application.MirrorParts;
import dev.diptych.application.cutover.BoundaryHistory;
import dev.diptych.domain.chain.ChainHead;
import dev.diptych.domain.chain.LedgerId;
import dev.diptych.domain.chain.LineVerdict;
import dev.diptych.domain.chain.SealedEvent;
import dev.diptych.domain.chain.Sequence;
import dev.diptych.domain.cutover.StoreCutover;
import dev.diptych.ports.driven.LogProvider;
import dev.diptych.ports.driven.LogReader;
import dev.diptych.ports.driven.LogScan;
import dev.diptych.ports.driven.PortException;
import dev.diptych.ports.driven.RowScan;
import dev.diptych.ports.driven.SealedEventSource;
import dev.diptych.ports.driven.StoreReader;
import dev.diptych.ports.driving.RestoreAnswer.Reason;
import dev.diptych.ports.driving.RestoreRequest;
import dev.diptych.ports.driving.ShowCutovers;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.BiConsumer;
import java.util.function.Function;

/**
 * Judges whether a backup is of the past of the ledger that is there, and what of its events the backup does not have. Each
 * copy that can still be read has a say: one that contradicts the backup makes it a fork. What is damaged has none, since
 * damage is why one restores.
 */
final class LedgerPast {
    private final MirrorParts parts;
    private final CopyParts copies;
    private final SoundBackUp backup;
    private final long through;

    LedgerPast(MirrorParts parts, CopyParts copies, SoundBackUp backup) {
        this.parts = parts;
        this.copies = copies;
        this.backup = backup;
        this.through =
                backup.manifest().head().map(head -> head.sequence().value()).orElse(0L);
    }

    /**
     * What one copy of the ledger says.
     *
     * @param head how far it goes; 0 if it has no event, or is not there; empty if that cannot be told
     */
    private record Testimony(OptionalLong head) {
        static final Testimony NOTHING_THERE = new Testimony(OptionalLong.of(0));
        static final Testimony UNREADABLE = new Testimony(OptionalLong.empty());
    }

    /**
     * How many events are behind the backup's newest; empty if that cannot be told.
     *
     * @throws NotRestoredException if the ledger has another history than the backup
     */
    OptionalLong behindBackUp() {
        Testimony log = log();
        Testimony store = store();
        if (log.head().isEmpty() || store.head().isEmpty()) {
            return OptionalLong.empty();
        }
        long newest = Math.max(log.head().getAsLong(), store.head().getAsLong());
        return OptionalLong.of(Math.max(0, newest - through));
    }

    private Testimony log() {
        return parts.log().presence() == LogProvider.LogPresence.HOLDS_BYTES
                ? heard(() -> parts.log().openForReading(), LogReader::close, "log")
                : Testimony.NOTHING_THERE;
    }

    private Testimony store() {
        return parts.store().presence().exists()
                ? heard(() -> parts.store().openForReading(), StoreReader::close, "store")
                : Testimony.NOTHING_THERE;
    }

    private <S extends SealedEventSource> Testimony heard(
            java.util.function.Supplier<S> opener, java.util.function.Consumer<S> closer, String copy) {
        try {
            S source = opener.get();
            try {
                return heard(source, copy);
            } finally {
                closer.accept(source);
            }
        } catch (PortException damaged) {
            return Testimony.UNREADABLE;
        }
    }

    private Testimony heard(SealedEventSource source, String copy) {
        Optional<LedgerId> ledger = source.ledgerId();
        Optional<LedgerId> expected = backup.manifest().store().ledgerId();
        if (ledger.isPresent() && expected.isPresent() && !ledger.equals(expected)) {
            throw fork("the " + copy + " is of ledger " + ledger.get() + ", the backup of ledger " + expected.get());
        }
        Optional<ChainHead> head = source.head();
        if (head.isEmpty()) {
            return ledger.isPresent() ? Testimony.UNREADABLE : Testimony.NOTHING_THERE;
        }
        requireOnePast(head.get(), source, copy);
        return new Testimony(OptionalLong.of(head.get().sequence().value()));
    }

    /** At the newest sequence that both have, both have the same event. */
    private void requireOnePast(ChainHead head, SealedEventSource source, String copy) {
        Sequence common = new Sequence(Math.min(head.sequence().value(), through));
        if (common.isNone()) {
            return;
        }
        Optional<ChainHead> here = common.equals(head.sequence()) ? Optional.of(head) : find(source, common);
        Optional<ChainHead> there = find(common);
        if (here.isPresent() && there.isPresent() && !here.equals(there)) {
            throw fork("at sequence " + common + " the " + copy + " has "
                    + here.get().hash() + ", the backup " + there.get().hash());
        }
    }

    private static Optional<ChainHead> find(SealedEventSource source, Sequence at) {
        Function<SealedEvent, ChainHead> asHead = SealedEvent::asHead;
        if (source instanceof LogReader log) {
            return log.find(at).map(asHead);
        }
        return source instanceof StoreReader store ? store.find(at).map(asHead) : Optional.empty();
    }

    private Optional<ChainHead> find(Sequence at) {
        try (LogReader reader = copies.logs().in(backup.directory().path()).openForReading()) {
            return reader.find(at).map(SealedEvent::asHead);
        }
    }

    private NotRestoredException fork(String what) {
        return new NotRestoredException(
                Reason.FORK,
                "the backup in " + backup.directory().path() + " is not of this ledger's past: " + what
                        + ". Nothing was changed. Next: name a backup of this ledger; where the backup is to be kept instead,"
                        + " restore it into a directory of its own");
    }

    /** Tells each event behind the backup's newest, from whichever copy has more of them. */
    void tellLost(BiConsumer<Sequence, byte[]> listener) {
        boolean isLogAhead = parts.log().presence() == LogProvider.LogPresence.HOLDS_BYTES
                && log().head().orElse(0) >= store().head().orElse(0);
        if (isLogAhead) {
            tellLines(listener);
        } else if (parts.store().presence().exists()) {
            tellRows(listener);
        }
    }

    private void tellLines(BiConsumer<Sequence, byte[]> listener) {
        try (LogReader reader = parts.log().openForReading();
                LogScan scan = reader.scan(new Sequence(through))) {
            while (scan.advance()) {
                if (scan.item() instanceof LogScan.LineRead line
                        && line.verdict() instanceof LineVerdict.WellFormed sound
                        && sound.event().sequenceValue() > through) {
                    listener.accept(sound.event().sequence(), withoutLf(line.bytes()));
                }
            }
        }
    }

    private void tellRows(BiConsumer<Sequence, byte[]> listener) {
        try (StoreReader reader = parts.store().openForReading();
                RowScan scan = reader.scan(new Sequence(through), reader.highestSequence())) {
            while (scan.advance()) {
                listener.accept(
                        Sequence.of(scan.sequence()), withoutLf(scan.row().line()));
            }
        }
    }

    private static byte[] withoutLf(byte[] line) {
        int end = line.length > 0 && line[line.length - 1] == '\n' ? line.length - 1 : line.length;
        return java.util.Arrays.copyOf(line, end);
    }

    /**
     * The log that stays must lead on from the backup's store, with no cutover between.
     *
     * @throws NotRestoredException if it does not
     */
    void requireLogLeadsOn() {
        Testimony log = log();
        if (log.head().isEmpty() || log.head().getAsLong() < through) {
            throw new NotRestoredException(
                    Reason.LOG_UNFIT,
                    "the log that is to stay "
                            + (log.head().isEmpty()
                                    ? "cannot be read to its end"
                                    : "ends at sequence " + log.head().getAsLong())
                            + ", and the backup's store goes through sequence " + through
                            + ". Nothing was changed. Next: diptych audit, which says what is wrong with the log, or restore"
                            + " both copies, without --store-only");
        }
        ShowCutovers.History history = new BoundaryHistory(
                        parts.log(), copies.stores().in(backup.directory().path()))
                .show();
        history.boundaries().stream()
                .filter(boundary -> boundary.outcome() == ShowCutovers.Outcome.COMMITTED)
                .filter(boundary -> isInTheWay(boundary, history.boundaries()))
                .findFirst()
                .ifPresent(boundary -> {
                    throw predates(boundary);
                });
    }

    private boolean isInTheWay(ShowCutovers.Boundary boundary, List<ShowCutovers.Boundary> all) {
        return boundary.at().value() > through || isNewestOfStores(boundary, all) && namesAnotherStore(boundary);
    }

    private static boolean isNewestOfStores(ShowCutovers.Boundary boundary, List<ShowCutovers.Boundary> all) {
        return all.stream()
                .filter(other -> other.says() instanceof StoreCutover)
                .reduce((older, newer) -> newer)
                .equals(Optional.of(boundary));
    }

    private boolean namesAnotherStore(ShowCutovers.Boundary boundary) {
        return boundary.says() instanceof StoreCutover cutover
                && !cutover.toStore().equals(backup.manifest().store().storeId().value());
    }

    private NotRestoredException predates(ShowCutovers.Boundary boundary) {
        return new NotRestoredException(
                Reason.PREDATES_CUTOVER,
                "the store of the backup in " + backup.directory().path() + " is from before the cutover at sequence "
                        + boundary.at() + " (" + boundary.says().type()
                        + "), which the log says was committed; what its steps did cannot be made from the log. Nothing was"
                        + " changed. Next, one of these: restore a backup that was made behind that sequence; restore both"
                        + " copies, without --store-only, and lose what came behind this backup (--lose-events); or move the"
                        + " store aside and run diptych replay, which makes Diptych's own tables anew and no other");
    }

    /** Whether so many events may be lost. */
    static boolean allows(RestoreRequest.Consent consent, OptionalLong lost) {
        return lost.isPresent()
                ? lost.getAsLong() == 0 || consent.events().equals(lost)
                : consent.events().isEmpty();
    }
}
