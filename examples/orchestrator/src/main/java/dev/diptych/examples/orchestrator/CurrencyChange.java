package dev.diptych.examples.orchestrator;

import dev.diptych.domain.event.EventDraft;
import dev.diptych.domain.policy.PolicyDecision;
import dev.diptych.ports.driven.StoreTransaction;
import dev.diptych.ports.driving.AppendReceipt;
import dev.diptych.ports.driving.BoundEvent;
import dev.diptych.ports.driving.CutoverAnswer;
import dev.diptych.ports.driving.CutoverRequest;
import dev.diptych.ports.driving.Mirror;
import dev.diptych.ports.driving.MirrorSingleEventOutcome;
import dev.diptych.ports.driving.MirrorTransaction;
import dev.diptych.ports.driving.SettleAnswer;
import dev.diptych.ports.driving.TransactionAnswer;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The same change in three ways. Which one to take depends on who shall own the transaction:
 *
 * <ul>
 *   <li>{@link #inOneTransaction}: Diptych begins and ends it. The simplest, and right for most.
 *   <li>{@link #inATransactionOfItsOwn}: the caller does, because its framework insists on that.
 *   <li>{@link #asACutover}: Diptych does, and fences, verifies before and behind, and raises the store's epoch, so that a
 *       copy of the store from before can never be written again by mistake.
 * </ul>
 *
 * <p>All three hold together whatever dies when: the tables, the flag and the event are there, or none of them is.
 */
public final class CurrencyChange {
    private final Mirror mirror;

    public CurrencyChange(Mirror mirror) {
        this.mirror = mirror;
    }

    /** What the ledger is told. */
    static EventDraft boundary() {
        return EventDraft.of(
                "com.example.shop.currency_added.v1", "{\"column\":\"orders.currency\",\"filled\":\"EUR\"}");
    }

    /**
     * One: in a transaction that Diptych runs.
     *
     * @param shop the shop's tables inside it: for SQLite {@code tx -> new SqliteShop(tx.unwrap(Handle.class))}
     */
    public TransactionAnswer<AppendReceipt> inOneTransaction(Function<MirrorTransaction, ShopTables> shop) {
        // The decision is made before: what it asks of the mirror is not to be asked while the transaction holds the
        // store.
        PolicyDecision decision = mirror.decide();
        return mirror.inTransaction(tx -> {
            ShopTables tables = shop.apply(tx);
            tables.expand();
            tables.backfill();
            tables.switchOn();
            requireNone(tables.problems());
            // Durable in the log from here on, and yet undecided: the line behind it will tell how this transaction
            // ended. Last,
            // so that a change that fails leaves no void event behind.
            return tx.append(boundary(), decision).fold(recorded -> recorded.receipt(), not -> {
                // The transaction is doomed already; to go on would only hide why.
                throw new IllegalStateException(not.why().message());
            });
        });
    }

    /**
     * Two: in a transaction that the shop brings. Three calls instead of one, because Diptych must not end what it did not
     * begin: bind the event, mirror it into the transaction, settle once that has ended.
     */
    public SettleAnswer inATransactionOfItsOwn(Supplier<OwnTransaction> begin) {
        BoundEvent bound = mirror.bind(boundary(), mirror.decide()).fold(is -> is.event(), not -> {
            throw new IllegalStateException(not.why().message());
        });
        // From here until it is settled nobody appends. So it is settled whatever happens, behind the transaction's
        // end.
        try (OwnTransaction own = begin.get()) {
            own.tables().expand();
            own.tables().backfill();
            own.tables().switchOn();
            requireNone(own.tables().problems());
            if (bound.mirrorInto(own.given()) instanceof MirrorSingleEventOutcome.Inserted) {
                own.commit();
            }
        } catch (RuntimeException failed) {
            SettleAnswer settled = bound.settle();
            failed.addSuppressed(new IllegalStateException("the event came to " + settled));
            throw failed;
        }
        return bound.settle();
    }

    /** Three: as the steps of a cutover. The ledger then also tells which plan it was, and who carried it out. */
    public CutoverAnswer asACutover(Function<StoreTransaction, ShopTables> shop, String operator) {
        return mirror.cutOver(CutoverRequest.of(
                "orders.currency",
                "2",
                List.of(
                        ShopStep.of("expand", shop, ShopTables::expand).leavingRowsOf("shop_orders"),
                        ShopStep.of("backfill", shop, ShopTables::backfill).leavingRowsOf("shop_orders"),
                        ShopStep.of("switch-on", shop, ShopTables::switchOn).growing("shop_flags", 1)),
                operator));
    }

    private static void requireNone(List<String> problems) {
        if (!problems.isEmpty()) {
            // What is thrown rolls everything back.
            throw new IllegalStateException(String.join("; ", problems));
        }
    }
}
