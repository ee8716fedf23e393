package dev.diptych.contracts.suites;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.diptych.domain.chain.SealedEvent;
import dev.diptych.ports.driven.DurableLog;
import dev.diptych.ports.driven.DurableLog.StoreLeft;
import dev.diptych.ports.driven.LogOpening.LogOpened;
import dev.diptych.ports.driven.LogOutcomeUnknownException;
import dev.diptych.ports.driven.LogProvider.TornTail;
import dev.diptych.ports.driven.PortException;
import dev.diptych.ports.driven.StoreMemory;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The contract of a log when the process dies or the power fails, at any call, and while it recovers from that. */
public abstract class LogCrashContract extends LogContract {
    private static final int POWER_CUTS = 25;

    @Test
    void keeps_every_acknowledged_event_when_the_process_dies() {
        DurableLog log = openNew();
        List<SealedEvent> all = flat(appendChain(log, 20, 4));
        if (declared(fixture.canKill(), fixture::kill)) {
            fixture.kill();
        } else {
            log.close(StoreLeft.NOT_KNOWN);
        }

        assertThat(walk(opened(storeThrough(all.get(4))).log())).isEqualTo(all);
    }

    @Test
    void keeps_every_acknowledged_event_when_the_power_fails() {
        for (int seed = 0; seed < POWER_CUTS; seed++) {
            fixture = newFixture();
            int cut = seed;
            DurableLog log = openNew();
            List<SealedEvent> all = flat(appendChain(log, 12, 4));
            if (declared(fixture.canCutPower(), () -> fixture.powerCut(cut))) {
                fixture.powerCut(seed);
            } else {
                log.close(StoreLeft.NOT_KNOWN);
            }

            assertThat(walk(opened(storeThrough(all.get(4))).log()))
                    .as("power cut %s", seed)
                    .isEqualTo(all);
            fixture.close();
        }
    }

    @Test
    void has_a_batch_whole_or_not_at_all_wherever_an_append_is_stopped() {
        if (!declared(fixture.canStopAnywhere(), () -> fixture.stopAt(0))) {
            assertThatThrownBy(fixture::operations).isInstanceOf(UnsupportedOperationException.class);
            assertKeptOverAClose();
            return;
        }
        DurableLog whole = openNew();
        SealedEvent first = last(appendChain(whole, 1, 1).get(0));
        long before = fixture.operations();
        whole.append(events.batchOf(first.asHead(), 3));
        long points = fixture.operations() - before;
        assertThat(points).as("calls on the medium in one append").isPositive();
        for (int point = 0; point < points; point++) {
            for (int seed = 0; seed < POWER_CUTS; seed++) {
                appendAndStop(point, seed);
            }
        }
    }

    /** What is left to assert where a fixture can stop nothing. */
    private void assertKeptOverAClose() {
        DurableLog log = openNew();
        List<SealedEvent> all = flat(appendChain(log, 5, 2));
        log.close(StoreLeft.NOT_KNOWN);
        assertKeptOverAClose(all);
    }

    private void assertKeptOverAClose(List<SealedEvent> all) {
        assertThat(walk(opened(storeThrough(all.get(0))).log())).isEqualTo(all);
    }

    private void appendAndStop(int point, int seed) {
        fixture = newFixture();
        DurableLog log = openNew();
        List<SealedEvent> first = appendChain(log, 1, 1).get(0);
        List<SealedEvent> second = events.batchOf(last(first).asHead(), 3);
        fixture.stopAt(fixture.operations() + point);
        boolean acknowledged = acknowledges(log, second);
        crash(seed);

        LogOpened again = opened(storeThrough(last(first)));

        List<SealedEvent> all = flat(List.of(first, second));
        List<SealedEvent> kept = walk(again.log());
        assertThat(kept).as("stopped at call %s, crash %s", point, seed).isIn(first, all);
        assertThat(!acknowledged || kept.equals(all))
                .as("acknowledged, stopped at call %s, crash %s", point, seed)
                .isTrue();
        assertThat(again.report().head()).contains(last(kept).asHead());
        assertThat(again.log().append(events.batchOf(last(kept).asHead(), 2))).isNotNull();
        fixture.close();
    }

    @Test
    void opens_again_wherever_an_opening_is_stopped() {
        byte[] torn = tornTail();
        if (!declared(fixture.canStopAnywhere(), () -> fixture.stopAt(0))) {
            assertKeptOverAClose();
            return;
        }
        List<SealedEvent> all = leaveTorn(torn);
        opened(storeThrough(last(all)));
        long points = fixture.operations();
        assertThat(points).as("calls on the medium in one opening").isPositive();
        for (int point = 0; point < points; point++) {
            fixture = newFixture();
            all = leaveTorn(torn);
            fixture.stopAt(point);
            StoreMemory memory = storeThrough(last(all));
            boolean opened = opens(memory);
            assertThat(opened)
                    .as("opened although it was stopped at call %s of %s", point, fixture.operations())
                    .isEqualTo(fixture.operations() <= point);
            crash(point);

            LogOpened again = opened(memory);

            assertThat(walk(again.log())).as("stopped at call %s", point).isEqualTo(all);
            assertThat(fixture.quarantined())
                    .as("stopped at call %s", point)
                    .anyMatch(copy -> Arrays.equals(copy, torn));
            fixture.close();
        }
    }

    /** A log that was killed with a torn tail behind it, before its next opening. */
    private List<SealedEvent> leaveTorn(byte[] torn) {
        DurableLog log = openNew();
        List<SealedEvent> all = flat(appendChain(log, 5, 2));
        assertThat(log.head()).contains(last(all).asHead());
        fixture.kill();
        fixture.addBytes(torn);
        return all;
    }

    @Test
    void makes_a_batch_durable_that_it_found_after_its_force_had_failed() {
        for (int seed = 0; seed < POWER_CUTS; seed++) {
            fixture = newFixture();
            DurableLog log = openNew();
            List<SealedEvent> first = appendChain(log, 1, 1).get(0);
            List<SealedEvent> second = events.batchOf(last(first).asHead(), 2);
            boolean can = fixture.canFailForces() && fixture.canKill() && fixture.canCutPower();
            if (!can) {
                log.close(StoreLeft.NOT_KNOWN);
                assertKeptOverAClose(first);
                return;
            }
            fixture.failNextForce();
            assertThatThrownBy(() -> log.append(second)).isInstanceOf(LogOutcomeUnknownException.class);
            fixture.kill();
            DurableLog again = opened(storeThrough(last(first))).log();
            List<SealedEvent> found = walk(again);
            fixture.powerCut(seed);

            assertThat(walk(opened(storeThrough(last(first))).log()))
                    .as("power cut %s after reopening", seed)
                    .isEqualTo(found);
            fixture.close();
        }
    }

    @Test
    void rewrites_the_last_batch_where_it_was_not_closed_cleanly() {
        DurableLog log = openNew();
        List<List<SealedEvent>> chain = appendChain(log, 9, 3);
        Optional<Object> expected =
                Optional.of(chain.get(chain.size() - 1).get(0).batch());
        if (declared(fixture.canKill(), fixture::kill)) {
            fixture.kill();
            LogOpened again = opened(storeThrough(last(flat(chain))));
            assertThat(again.report().left().cleanly()).isFalse();
            assertThat(again.report().rewritten().<Object>map(batch -> batch)).isEqualTo(expected);
            assertThat(walk(again.log())).isEqualTo(flat(chain));
        } else {
            assertThat(walk(log)).isEqualTo(flat(chain));
        }
    }

    private byte[] tornTail() {
        byte[] line = events.chain(ledger, 6, 1).get(5).get(0).toLine();
        return Arrays.copyOf(line, line.length - 3);
    }

    /** Events differ from life to life, so one opening may need fewer calls than another. */
    private boolean opens(StoreMemory memory) {
        try {
            fixture.provider().openForWriting(() -> memory, TornTail.CUT_IF_STORE_VOUCHES);
            return true;
        } catch (PortException stopped) {
            return false;
        }
    }

    private boolean acknowledges(DurableLog log, List<SealedEvent> batch) {
        try {
            log.append(batch);
            return true;
        } catch (PortException stopped) {
            return false;
        }
    }

    /** The process dies, or the power fails where the fixture can cut it, each in half of the cases. */
    private void crash(int seed) {
        if (fixture.canCutPower() && seed % 2 == 0) {
            fixture.powerCut(seed);
        } else {
            fixture.kill();
        }
    }
}
