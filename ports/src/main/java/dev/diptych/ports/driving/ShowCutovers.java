package dev.diptych.ports.driving;

import dev.diptych.domain.chain.Sequence;
import dev.diptych.domain.cutover.BoundaryEvent;
import dev.diptych.domain.cutover.CutoverPhase;
import dev.diptych.domain.cutover.PlanDigest;
import dev.diptych.domain.cutover.SchemaCutover;
import dev.diptych.domain.event.EventTime;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Reads the boundaries of a ledger, beside a writer or without one. Takes no lock and writes nothing. */
@FunctionalInterface
public interface ShowCutovers {
    /**
     * Looked for in the store by its index of types, and in the log behind the store's newest event; what became of each, the
     * log tells.
     *
     * @throws dev.diptych.ports.driven.PortException if a copy cannot be read
     */
    History show();

    /**
     * All boundaries, oldest first.
     *
     * @param epoch the epoch of the store; empty where there is no store
     * @param boundaries each of them
     */
    record History(Optional<Long> epoch, List<Boundary> boundaries) {
        public History {
            boundaries = List.copyOf(boundaries);
        }

        /** How far a plan is: what became of the newest boundary that has its digest. */
        public CutoverPhase phaseOf(PlanDigest plan) {
            return newestOf(plan).map(boundary -> boundary.outcome().phase()).orElse(CutoverPhase.NOT_BEGUN);
        }

        /** The newest boundary of a plan. */
        public Optional<Boundary> newestOf(PlanDigest plan) {
            return boundaries.stream()
                    .filter(boundary -> boundary.says() instanceof SchemaCutover cutover
                            && cutover.planDigest().equals(plan))
                    .reduce((older, newer) -> newer);
        }

        /** The newest boundary at which authority moved. */
        public Optional<Boundary> newestCommitted() {
            return boundaries.stream()
                    .filter(boundary -> boundary.outcome() == Outcome.COMMITTED)
                    .reduce((older, newer) -> newer);
        }

        /**
         * The newest boundary at which authority moved, if it led to a later epoch than the store's: another store took this
         * one's place, or this one is from before. One of epoch 0 is still being made, and gets there.
         */
        public Optional<Boundary> movedPastStore() {
            return newestCommitted()
                    .filter(boundary -> boundary.says() instanceof BoundaryEvent.Known known
                            && epoch.filter(ours -> ours > 0 && ours < known.epoch())
                                    .isPresent());
        }
    }

    /**
     * A boundary in the log.
     *
     * @param event where it is
     * @param recordedAt when
     * @param says what it says
     * @param outcome what became of it
     */
    record Boundary(AppendReceipt event, EventTime recordedAt, BoundaryEvent says, Outcome outcome) {
        public Sequence at() {
            return event.sequence();
        }
    }

    /** What became of a boundary. */
    enum Outcome {
        /** Authority moved there. */
        COMMITTED(CutoverPhase.COMMITTED),
        /** It is void: nothing was changed. */
        ABORTED(CutoverPhase.ABORTED),
        /** The log does not tell: the cutover is under way, or the next opening settles it. */
        UNDECIDED(CutoverPhase.UNDECIDED);

        private final CutoverPhase phase;

        Outcome(CutoverPhase phase) {
            this.phase = phase;
        }

        CutoverPhase phase() {
            return phase;
        }

        /** As reports spell it. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
