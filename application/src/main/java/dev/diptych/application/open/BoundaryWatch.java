package dev.diptych.application.open;

import dev.diptych.domain.chain.SealedEvent;
import dev.diptych.domain.chain.Sequence;
import dev.diptych.domain.cutover.BoundaryEvent;
import dev.diptych.domain.cutover.SchemaCutover;
import dev.diptych.domain.cutover.StoreCutover;
import dev.diptych.ports.driven.StoreId;
import dev.diptych.ports.driven.StoreIdentity;
import dev.diptych.ports.driven.StoreReader;
import dev.diptych.ports.driven.StoreTransaction;
import dev.diptych.ports.driving.OpenRefusal;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Holds a store against the boundaries of its ledger: first those whose rows it has, then each that is met in the log behind
 * them. Who a store may be is told by the newest, and its epoch says behind which of them it lies.
 *
 * <pre>
 *   boundary in the log     the store has its row    the store lacks it
 *   of an earlier epoch     history                  history: a store that is to take another's place follows
 *   names this store        history                  its own beginning
 *   names another store     superseded               superseded
 *   in place                history                  the store is from before it
 * </pre>
 *
 * <p>A store of epoch 0 is being made from the log. It takes what comes, and at the end of the log the identity that the newest
 * boundaries name. An in-place boundary of which nothing is told yet counts if its row is there, because the epoch was raised
 * in the same transaction; void ones do not count.
 */
public final class BoundaryWatch {
    private static final long BEING_MADE = 0;

    private final StoreIdentity store;
    private final Set<Sequence> rows = new HashSet<>();
    private Optional<Met> newest = Optional.empty();
    private Optional<Met> newestOfStores = Optional.empty();

    /** A boundary, where it was met. */
    private record Met(Sequence at, BoundaryEvent.Known said) {
        Optional<StoreId> names() {
            return said instanceof StoreCutover cutover
                    ? Optional.of(new StoreId(cutover.toStore()))
                    : Optional.empty();
        }
    }

    private BoundaryWatch(StoreIdentity store) {
        this.store = store;
    }

    /**
     * Begins with the store's own rows, which must be understood.
     *
     * @throws RefusedException if by these alone it must not be written
     */
    public static BoundaryWatch over(StoreReader reader) {
        BoundaryWatch watch = new BoundaryWatch(reader.identity());
        for (OwnEventWalk walk = OwnEventWalk.ofBoundaries(reader); walk.advance(); ) {
            watch.rows.add(walk.event().sequence());
            known(walk.event()).ifPresent(watch::remember);
        }
        watch.judgeRows();
        return watch;
    }

    /**
     * The next event of the log that happened. One that is no boundary may be left out.
     *
     * @throws RefusedException if nothing may be written into this store from here on
     */
    public void met(SealedEvent event) {
        if (!BoundaryEvent.isBoundary(event.type()) || rows.contains(event.sequence())) {
            return;
        }
        known(event).ifPresent(boundary -> {
            judge(boundary);
            remember(boundary);
        });
    }

    /**
     * All events of the log are in the store: nothing but the newest boundary may say who it is.
     *
     * @throws RefusedException if it is another store than that, or not yet
     */
    void requireAuthority() {
        if (store.epoch() == BEING_MADE) {
            return;
        }
        newestOfStores.filter(boundary -> !isNamedBy(boundary)).ifPresent(boundary -> {
            throw superseded(boundary);
        });
        long epoch = newestEpoch();
        if (store.epoch() > epoch) {
            throw new RefusedException(new OpenRefusal.Unavailable("the store " + store.storeId() + " is of epoch "
                    + store.epoch() + ", and the ledger of epoch " + epoch
                    + ": it is to take another's place, and that has not happened. Nothing was appended. Next: name the"
                    + " store that the ledger has, or finish the cutover to this one: diptych cutover run"));
        }
    }

    /** Gives a store that was made from the log who it is, once all decided events of the log are in it. */
    public void identify(StoreTransaction tx) {
        if (store.epoch() == BEING_MADE && tx.identity().epoch() == BEING_MADE) {
            tx.identify(newestOfStores.flatMap(Met::names).orElse(store.storeId()), newestEpoch());
        }
    }

    /** Whether the store is one that is being made, and does not know yet who it is. */
    public boolean isStoreBeingMade() {
        return store.epoch() == BEING_MADE;
    }

    private static Optional<Met> known(SealedEvent event) {
        return BoundaryEvent.of(event)
                .filter(BoundaryEvent.Known.class::isInstance)
                .map(said -> new Met(event.sequence(), (BoundaryEvent.Known) said));
    }

    private void remember(Met boundary) {
        newest = Optional.of(boundary);
        if (boundary.said() instanceof StoreCutover) {
            newestOfStores = Optional.of(boundary);
        }
    }

    private void judgeRows() {
        if (store.epoch() == BEING_MADE) {
            return;
        }
        long epoch = newestEpoch();
        newestOfStores
                .filter(boundary -> !isNamedBy(boundary) && store.epoch() <= epoch)
                .ifPresent(boundary -> {
                    throw superseded(boundary);
                });
        if (store.epoch() < epoch) {
            throw new RefusedException(new OpenRefusal.StoreDamaged("the store is of epoch " + store.epoch()
                    + ", and its newest boundary, at sequence "
                    + newest.orElseThrow().at() + ", of epoch " + epoch
                    + ", which one transaction wrote. Nothing was changed. Next: put the store back from a backup"));
        }
    }

    private void judge(Met boundary) {
        if (boundary.said().epoch() < store.epoch() || store.epoch() == BEING_MADE) {
            return;
        }
        if (boundary.said() instanceof SchemaCutover
                || isNamedBy(boundary) && boundary.said().epoch() > store.epoch()) {
            throw predates(boundary);
        }
        if (!isNamedBy(boundary)) {
            throw superseded(boundary);
        }
    }

    private boolean isNamedBy(Met boundary) {
        return boundary.names().filter(store.storeId()::equals).isPresent();
    }

    private long newestEpoch() {
        return newest.map(boundary -> boundary.said().epoch()).orElse(1L);
    }

    private RefusedException superseded(Met boundary) {
        StoreId by = boundary.names().orElseThrow();
        return new RefusedException(new OpenRefusal.Superseded(
                boundary.at(),
                by,
                "the store " + store.storeId() + " was superseded: since the boundary at sequence " + boundary.at()
                        + " of the log the ledger's store is " + by
                        + ". Nothing was changed. Next: name that store, with"
                        + " --store; where it is lost, diptych replay makes a new one in its place, which has every event"
                        + " but not the caller's tables"));
    }

    private RefusedException predates(Met boundary) {
        return new RefusedException(new OpenRefusal.StorePredatesCutover(
                boundary.at(),
                "the store " + store.storeId() + " predates a cutover: it is of epoch " + store.epoch()
                        + ", and the log tells at sequence " + boundary.at() + " of a committed one that led to epoch "
                        + boundary.said().epoch()
                        + ", whose work this store does not have. Nothing was changed. Next: put"
                        + " a newer backup of the store in its place; or both copies from the same backup, which loses the"
                        + " events behind it; or move the store aside, then diptych replay, which makes a new one that has"
                        + " every event but not the caller's tables"));
    }
}
