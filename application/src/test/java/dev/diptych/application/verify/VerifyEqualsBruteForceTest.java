package dev.diptych.application.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diptych.application.TwinLedger;
import dev.diptych.contracts.events.RowColumn;
import dev.diptych.contracts.events.SeededEvents;
import dev.diptych.domain.chain.SealedEvent;
import dev.diptych.domain.event.EventId;
import dev.diptych.domain.parity.EventSetParity;
import dev.diptych.ports.driving.VerifyReport;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The use case on whole copies, against a comparison of two sets by id that holds both in memory. Lines are left out,
 * doubled and displaced; rows are left out and edited.
 */
class VerifyEqualsBruteForceTest {
    private static final int PAIRS_PER_SEED = 700;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void counts_are_those_of_comparing_two_sets_by_id(long seed) {
        Random random = new Random(seed);
        for (int pair = 0; pair < PAIRS_PER_SEED; pair++) {
            long pairSeed = random.nextLong();
            Copies copies = Copies.of(pairSeed);

            VerifyReport report = copies.ledger.verify();

            EventSetParity counts = report.parity().orElseThrow();
            assertThat(new Expected(
                            counts.matched(),
                            counts.missingInStore(),
                            counts.missingInLog(),
                            counts.mismatched(),
                            counts.pending(),
                            counts.duplicateIds()))
                    .describedAs("pair seed %s", pairSeed)
                    .isEqualTo(copies.bruteForce());
        }
    }

    private record Expected(
            long matched, long missingInStore, long missingInLog, long mismatched, long pending, long duplicateIds) {}

    /** The lines and rows of one ledger, as a hand with bad luck left them. */
    private static final class Copies {
        private final TwinLedger ledger = TwinLedger.empty();
        private final List<SealedEvent> lines = new ArrayList<>();
        private final Map<Long, byte[]> rows = new HashMap<>();
        private final Map<Long, String> rowIds = new HashMap<>();

        static Copies of(long seed) {
            Copies copies = new Copies();
            Random random = new Random(seed);
            SeededEvents events = SeededEvents.of(seed);
            List<SealedEvent> all = new ArrayList<>();
            events.chain(events.ledgerId(), 1 + random.nextInt(12), 4).forEach(all::addAll);
            copies.fillStore(all, random);
            copies.fillLog(all, random);
            return copies;
        }

        private void fillStore(List<SealedEvent> all, Random random) {
            ledger.store().provider().create(new dev.diptych.ports.driven.StoreId("0".repeat(32)));
            long leftOff = random.nextInt(4) == 0 ? 1 + random.nextInt(all.size()) : Long.MAX_VALUE;
            for (SealedEvent event : all) {
                boolean isLeftOut = event.sequenceValue() >= leftOff || random.nextInt(8) == 0;
                if (!isLeftOut) {
                    ledger.store().putRow(event);
                    byte[] line = event.toLine();
                    if (random.nextInt(8) == 0) {
                        ledger.store()
                                .editRow(event.sequenceValue(), RowColumn.RECORDED_AT, "2000-01-01T00:00:00.000000Z");
                        line = RowColumn.RECORDED_AT.edit(line, "2000-01-01T00:00:00.000000Z");
                    }
                    rows.put(event.sequenceValue(), line);
                    rowIds.put(event.sequenceValue(), event.id().value());
                }
            }
        }

        private void fillLog(List<SealedEvent> all, Random random) {
            for (SealedEvent event : all) {
                if (random.nextInt(8) != 0) {
                    lines.add(event);
                }
                if (random.nextInt(10) == 0) {
                    lines.add(all.get(random.nextInt(all.size())));
                }
            }
            // A last line of a later batch, so that nothing is a torn tail.
            lines.add(SeededEvents.of(random.nextLong())
                    .batchOf(
                            new dev.diptych.domain.chain.ChainHead(
                                    dev.diptych.domain.chain.Sequence.of(500),
                                    all.get(0).hash()),
                            1)
                    .get(0));
            lines.forEach(event -> ledger.log().addBytes(event.toLine()));
        }

        Expected bruteForce() {
            long highest =
                    rows.keySet().stream().mapToLong(Long::longValue).max().orElse(0);
            Set<Long> taken = new HashSet<>();
            Set<EventId> claimed = new HashSet<>();
            List<SealedEvent> left = new ArrayList<>();
            for (SealedEvent event : lines) {
                byte[] row = rows.get(event.sequenceValue());
                if (row != null && Arrays.equals(row, event.toLine()) && taken.add(event.sequenceValue())) {
                    claimed.add(event.id());
                } else {
                    left.add(event);
                }
            }
            long matched = taken.size();
            long mismatched = ledgerIdMismatch();
            long missing = 0;
            long pending = 0;
            long duplicates = 0;
            for (SealedEvent event : left) {
                if (!claimed.add(event.id())) {
                    duplicates++;
                } else if (isRowLeft(event, taken)) {
                    taken.add(event.sequenceValue());
                    mismatched++;
                } else if (event.sequenceValue() > highest) {
                    pending++;
                } else {
                    missing++;
                }
            }
            return new Expected(matched, missing, rows.size() - taken.size(), mismatched, pending, duplicates);
        }

        private boolean isRowLeft(SealedEvent event, Set<Long> taken) {
            return event.id().value().equals(rowIds.get(event.sequenceValue()))
                    && !taken.contains(event.sequenceValue());
        }

        /** Rows were put there by hand, so the store never took the ledger's id: with rows in it that is a mismatch of its own. */
        private long ledgerIdMismatch() {
            return rows.isEmpty() ? 0 : 1;
        }
    }
}
