package dev.diptych.application.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.diptych.application.Intercepted;
import dev.diptych.application.MirrorParts;
import dev.diptych.application.TwinLedger;
import dev.diptych.contracts.events.RowColumn;
import dev.diptych.contracts.events.SeededEvents;
import dev.diptych.domain.chain.SealedEvent;
import dev.diptych.domain.finding.FindingKind;
import dev.diptych.ports.driven.LogProvider;
import dev.diptych.ports.driven.LogReader;
import dev.diptych.ports.driven.LogScan;
import dev.diptych.ports.driven.LogUnavailableException;
import dev.diptych.ports.driven.RowScan;
import dev.diptych.ports.driven.StoreFailedException;
import dev.diptych.ports.driven.StoreProvider;
import dev.diptych.ports.driven.StoreReader;
import dev.diptych.ports.driving.LogVerdict;
import dev.diptych.ports.driving.VerifyReport;
import dev.diptych.ports.driving.VerifyRequest;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Either side fails in the middle, or the log is in such disorder that its lines are hard to find again. */
class VerifyFailuresTest {
    private final TwinLedger ledger = TwinLedger.empty();

    @Test
    void a_store_that_fails_in_the_middle_is_thrown_at_the_caller() {
        fill(2_000);

        assertThatThrownBy(() -> verifier(
                                ledger.parts().log(),
                                failingRows(700, () -> new StoreFailedException("page 7 cannot be read")))
                        .verify(VerifyRequest.full()))
                .isInstanceOf(StoreFailedException.class)
                .hasMessageContaining("page 7");
    }

    @Test
    void an_error_of_the_reading_thread_is_thrown_at_the_caller() {
        fill(100);

        assertThatThrownBy(() -> verifier(ledger.parts().log(), failingRows(0, () -> new OutOfMemoryError("in a test")))
                        .verify(VerifyRequest.full()))
                .isInstanceOf(OutOfMemoryError.class);
    }

    @Test
    void a_log_that_fails_while_rows_wait_ends_the_thread_that_reads_them() {
        fill(5_000);
        AtomicInteger lines = new AtomicInteger();
        LogProvider failing = Intercepted.answersOf(
                LogProvider.class,
                ledger.parts().log(),
                "openForReading",
                reader -> Intercepted.answersOf(
                        LogReader.class,
                        (LogReader) reader,
                        "scan",
                        scan -> Intercepted.answersOf(LogScan.class, (LogScan) scan, "advance", answer -> {
                            if (lines.incrementAndGet() == 50) {
                                throw new LogUnavailableException("sector 9 cannot be read");
                            }
                            return answer;
                        })));

        assertThatThrownBy(() -> verifier(failing, ledger.parts().store()).verify(VerifyRequest.full()))
                .isInstanceOf(LogUnavailableException.class)
                .hasMessageContaining("sector 9");
        assertThat(Thread.getAllStackTraces().keySet())
                .noneMatch(thread -> thread.getName().equals("diptych-rows"));
    }

    @Test
    void a_log_that_cannot_be_opened_leaves_no_store_open() {
        fill(3);
        AtomicInteger closed = new AtomicInteger();
        StoreProvider counting = Intercepted.answersOf(
                StoreProvider.class,
                ledger.parts().store(),
                "openForReading",
                reader -> Intercepted.answersOf(StoreReader.class, (StoreReader) reader, "close", answer -> {
                    closed.incrementAndGet();
                    throw new StoreFailedException("and closing fails too");
                }));
        LogProvider failing =
                Intercepted.answersOf(LogProvider.class, ledger.parts().log(), "openForReading", reader -> {
                    throw new LogUnavailableException("may not be read");
                });

        assertThatThrownBy(() -> verifier(failing, counting).verify(VerifyRequest.full()))
                .isInstanceOf(LogUnavailableException.class)
                .satisfies(thrown -> assertThat(thrown.getSuppressed()).hasSize(1));
        assertThat(closed).hasValue(1);
    }

    @Test
    void a_spool_that_cannot_be_made_is_thrown() {
        fill(3);
        MirrorParts parts = ledger.parts();
        ParityVerifier verifier = new ParityVerifier(
                parts.log(),
                parts.store(),
                parts.reading(),
                () -> {
                    throw new StoreFailedException("no room for a spool");
                },
                parts.keys(),
                parts.signatures());

        assertThatThrownBy(() -> verifier.verify(VerifyRequest.full()))
                .isInstanceOf(StoreFailedException.class)
                .hasMessageContaining("no room");
    }

    @Test
    void an_interrupt_does_not_end_a_verification_and_is_kept() {
        fill(3_000);
        Thread.currentThread().interrupt();

        VerifyReport report =
                verifier(ledger.parts().log(), ledger.parts().store()).verify(VerifyRequest.full());

        assertThat(Thread.interrupted()).isTrue();
        assertThat(report.parity().orElseThrow().matched()).isEqualTo(3_000);
    }

    @Test
    void a_foreign_file_among_the_segments_makes_the_log_damaged_and_changes_no_count() {
        fill(2);
        ledger.log().addForeignFile("notes.txt");

        VerifyReport report = ledger.verify();

        assertThat(report.log()).isEqualTo(LogVerdict.DAMAGED);
        assertThat(report.findings()).anyMatch(finding -> finding.kind() == FindingKind.SEGMENT_NAME);
        assertThat(report.parity().orElseThrow().matched()).isEqualTo(2);
    }

    @Test
    void mismatches_in_a_log_in_disorder_are_explained_wherever_their_lines_lie() {
        List<SealedEvent> all = fill(900);
        ledger.log().setBytes(new byte[0]);
        List<SealedEvent> displaced = new java.util.ArrayList<>(all);
        java.util.Collections.swap(displaced, 10, 700);
        displaced.add(all.get(5));
        displaced.add(all.get(899));
        displaced.forEach(event -> ledger.log().addBytes(event.toLine()));
        for (long sequence : new long[] {3, 11, 400, 701, 850}) {
            ledger.store().editRow(sequence, RowColumn.PAYLOAD, "0");
        }

        VerifyReport report = ledger.verify();

        assertThat(report.findings().stream()
                        .filter(finding -> finding.kind() == FindingKind.MISMATCH)
                        .filter(finding -> !finding.fields().equals(List.of("ledger_id"))))
                .hasSize(5)
                .allSatisfy(finding -> {
                    assertThat(finding.fields()).containsExactly("payload");
                    SealedEvent line = all.get((int) finding.sequence().orElseThrow() - 1);
                    assertThat(finding.hashes().orElseThrow().log())
                            .contains(line.hash().hex());
                });
    }

    @Test
    void mismatches_far_apart_in_a_log_in_order_are_explained() {
        List<SealedEvent> all = fill(1_500);
        for (long sequence : new long[] {1, 2, 900, 901, 1_500}) {
            ledger.store().editRow(sequence, RowColumn.EVENT_TYPE, "com.example.forged.v1");
        }

        VerifyReport report = ledger.verify();

        assertThat(report.findings().stream().filter(finding -> finding.fields().equals(List.of("event_type"))))
                .hasSize(5)
                .allSatisfy(finding -> assertThat(finding.hashes().orElseThrow().log())
                        .contains(all.get((int) finding.sequence().orElseThrow() - 1)
                                .hash()
                                .hex()));
    }

    @Test
    void a_log_in_more_pieces_than_are_kept_forgets_the_later_ones_only() {
        LineRuns runs = new LineRuns();
        for (long number = 1; number <= LineRuns.RUNS_MAX + 5; number++) {
            runs.addSound(number, number * 2);
        }

        assertThat(runs.isOrderly()).isFalse();
        assertThat(runs.numberOf(2)).hasValue(1);
        assertThat(runs.numberOf(3)).isEmpty();
        assertThat(runs.numberOf((LineRuns.RUNS_MAX + 2) * 2L)).isEmpty();
    }

    @Test
    void a_sound_line_is_preferred_to_an_unsound_one_that_says_the_same() {
        LineRuns runs = new LineRuns();
        runs.addUnsound(1, 7);
        runs.addSound(2, 7);
        runs.addUnsound(3, 9);

        assertThat(runs.numberOf(7)).hasValue(2);
        assertThat(runs.numberOf(9)).hasValue(3);
    }

    private List<SealedEvent> fill(int count) {
        SeededEvents events = SeededEvents.of(count);
        List<SealedEvent> all = new java.util.ArrayList<>();
        ledger.store().provider().create(new dev.diptych.ports.driven.StoreId("0".repeat(32)));
        events.chain(events.ledgerId(), count, 1).forEach(all::addAll);
        java.io.ByteArrayOutputStream bytes = new java.io.ByteArrayOutputStream();
        all.forEach(event -> bytes.writeBytes(event.toLine()));
        ledger.log().setBytes(bytes.toByteArray());
        all.forEach(ledger.store()::putRow);
        return all;
    }

    private StoreProvider failingRows(int after, Supplier<Throwable> failure) {
        AtomicInteger rows = new AtomicInteger();
        return Intercepted.answersOf(
                StoreProvider.class,
                ledger.parts().store(),
                "openForReading",
                reader -> Intercepted.answersOf(
                        StoreReader.class,
                        (StoreReader) reader,
                        "scan",
                        scan -> Intercepted.answersOf(RowScan.class, (RowScan) scan, "advance", answer -> {
                            if (rows.incrementAndGet() > after) {
                                rethrow(failure.get());
                            }
                            return answer;
                        })));
    }

    private static void rethrow(Throwable failure) {
        if (failure instanceof Error error) {
            throw error;
        }
        throw (RuntimeException) failure;
    }

    private ParityVerifier verifier(LogProvider log, StoreProvider store) {
        MirrorParts parts = ledger.parts();
        return new ParityVerifier(log, store, parts.reading(), parts.spools(), parts.keys(), parts.signatures());
    }
}
