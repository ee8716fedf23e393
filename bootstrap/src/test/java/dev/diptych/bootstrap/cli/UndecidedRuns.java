package dev.diptych.bootstrap.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diptych.bootstrap.Diptych;
import dev.diptych.domain.event.EventDraft;
import dev.diptych.domain.event.EventId;
import dev.diptych.ports.driving.BackUpAnswer;
import dev.diptych.ports.driving.BindAnswer;
import dev.diptych.ports.driving.BoundEvent;
import dev.diptych.ports.driving.Mirror;
import dev.diptych.ports.driving.MirrorSingleEventOutcome;
import dev.diptych.ports.driving.Progress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.BiConsumer;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** Transactions of a caller that ended, and whose outcome the log does not tell yet. */
final class UndecidedRuns {
    private UndecidedRuns() {}

    /** Looks at a ledger at the moment at which the caller has committed and nobody has settled. */
    static void committedAndNotTold(Path ledger, Look look) {
        bound(ledger, (bound, callers) -> {
            callers.execute("BEGIN IMMEDIATE");
            assertThat(bound.mirrorInto(callers)).isInstanceOf(MirrorSingleEventOutcome.Inserted.class);
            callers.execute("COMMIT");
            look.at();
        });
    }

    /** Looks at a ledger at the moment at which the event is in the log and the caller's transaction has not begun. */
    static void boundAndWithoutRow(Path ledger, Look look) {
        bound(ledger, (bound, callers) -> look.at());
    }

    private static void bound(Path ledger, BiConsumer<BoundEvent, Handle> work) {
        try (Mirror mirror = Diptych.open(ledger);
                Handle callers =
                        Jdbi.create("jdbc:sqlite:" + ledger.resolve("store.db")).open()) {
            EventDraft draft = EventDraft.of("com.example.order_billed.v1", "{\"order\":7}")
                    .withId(new EventId("order-7-billed"));
            BoundEvent bound = mirror.bind(draft, mirror.decide()).fold(BindAnswer.Bound::event, refused -> {
                throw new AssertionError("it was not bound: " + refused);
            });
            work.accept(bound, callers);
            bound.settle();
        }
    }

    /** Both copies as they were at that moment, as if everything had stopped there. */
    static Path copyOf(Path ledger, Path copy) {
        committedAndNotTold(
                ledger,
                () -> assertThat(Diptych.at(ledger).backup(copy, Progress.UNSEEN))
                        .isInstanceOf(BackUpAnswer.BackedUp.class));
        return copy;
    }

    /** Both copies as they are if everything stops behind the force of the bound event's line, before any transaction. */
    static void copyWithoutRows(Path ledger, Path copy) {
        boundAndWithoutRow(ledger, () -> {
            assertThat(Diptych.at(ledger).backup(copy, Progress.UNSEEN)).isInstanceOf(BackUpAnswer.BackedUp.class);
            try {
                Files.delete(copy.resolve("manifest.json"));
                Ledgers.setLog(copy, Ledgers.log(ledger));
            } catch (IOException failed) {
                throw new UncheckedIOException(failed);
            }
        });
    }

    /** Somebody who looks. */
    interface Look {
        void at();
    }
}
