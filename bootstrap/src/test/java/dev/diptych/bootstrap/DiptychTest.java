package dev.diptych.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.diptych.bootstrap.config.MirrorDirectory;
import dev.diptych.domain.event.EventDraft;
import dev.diptych.domain.event.EventId;
import dev.diptych.domain.event.Limits;
import dev.diptych.domain.parity.ParityVerdict;
import dev.diptych.ports.driving.AppendAnswer;
import dev.diptych.ports.driving.Mirror;
import dev.diptych.ports.driving.MirrorOpening;
import dev.diptych.ports.driving.OpenRefusal;
import dev.diptych.ports.driving.ReadLedger;
import dev.diptych.ports.driving.RecoverAnswer;
import dev.diptych.ports.driving.ReplayAnswer;
import dev.diptych.ports.driving.VerifyReport;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiptychTest {
    @TempDir
    Path folder;

    @Test
    void opens_a_new_ledger_appends_verifies_and_finds_the_event_again() {
        try (Mirror mirror = Diptych.open(folder.resolve("mirror"))) {
            AppendAnswer answer = mirror.append(EventDraft.of("a.v1", "{\"n\":1}"), mirror.decide());

            assertThat(answer).isInstanceOf(AppendAnswer.Mirrored.class);
            assertThat(mirror.opening().made()).isTrue();
        }
        VerifyReport report = Diptych.at(folder.resolve("mirror")).verify();
        assertThat(report.verdict()).isEqualTo(ParityVerdict.IN_PARITY);
        assertThat(report.isClean()).isTrue();
        try (ReadLedger.View view = Diptych.at(folder.resolve("mirror")).read()) {
            assertThat(view.mirroredThrough().value()).isEqualTo(1);
        }
    }

    @Test
    void a_refusal_is_an_exception_that_carries_the_refusal_and_an_answer_for_who_asks_so() throws IOException {
        Files.writeString(folder.resolve("letter.txt"), "x");

        assertThatThrownBy(() -> Diptych.open(folder))
                .isInstanceOfSatisfying(MirrorRefusedException.class, refused -> {
                    assertThat(refused.refusal()).isInstanceOf(OpenRefusal.ForeignFiles.class);
                    assertThat(((OpenRefusal.ForeignFiles) refused.refusal()).names())
                            .containsExactly("letter.txt");
                })
                .hasMessageContaining("letter.txt")
                .hasMessageContaining("Nothing was changed. Next: ");
        MirrorOpening opening = Diptych.at(folder).tryOpen();
        assertThat(opening).isInstanceOf(MirrorOpening.Refused.class);
    }

    @Test
    void a_second_opening_in_the_same_process_is_refused_as_locked() {
        try (Mirror mirror = Diptych.open(folder.resolve("mirror"))) {
            assertThat(mirror.state().head()).isEmpty();
            assertThatThrownBy(() -> Diptych.open(folder.resolve("mirror")))
                    .isInstanceOfSatisfying(
                            MirrorRefusedException.class,
                            refused -> assertThat(refused.refusal()).isInstanceOf(OpenRefusal.LedgerLocked.class));
        }
    }

    @Test
    void the_clock_tells_when_events_are_recorded_and_limits_bind_what_is_appended() {
        Diptych ledger = Diptych.at(folder.resolve("mirror"))
                .clock(() -> Instant.parse("2030-01-02T03:04:05.678901Z"))
                .limits(new Limits(2_000, 100_000, 3, 2, 10));
        try (Mirror mirror = ledger.open()) {
            mirror.append(EventDraft.of("a.v1", "1").withId(new EventId("e")), mirror.decide());

            assertThat(mirror.find(new EventId("e")).orElseThrow().recordedAt())
                    .hasToString("2030-01-02T03:04:05.678901Z");
            assertThat(mirror.append(EventDraft.of("a.v1", "[[[[1]]]]"), mirror.decide()))
                    .isInstanceOf(AppendAnswer.EventInvalid.class);
        }
    }

    @Test
    void a_lost_store_is_replayed_and_nothing_to_recover_is_said_so() throws IOException {
        Path directory = folder.resolve("mirror");
        try (Mirror mirror = Diptych.open(directory)) {
            mirror.append(EventDraft.of("a.v1", "1"), mirror.decide());
        }
        Files.delete(directory.resolve("store.db"));

        ReplayAnswer replay = Diptych.at(directory).replay();
        RecoverAnswer recover = Diptych.at(directory).recover();

        assertThat(replay).isInstanceOfSatisfying(ReplayAnswer.Replayed.class, replayed -> {
            assertThat(replayed.report().inserted()).isEqualTo(1);
            assertThat(replayed.report().storeMade()).isTrue();
        });
        assertThat(recover)
                .isInstanceOfSatisfying(
                        RecoverAnswer.Recovered.class,
                        recovered -> assertThat(recovered.report().hasMended()).isFalse());
        assertThat(Diptych.at(directory).status().verification().isClean()).isTrue();
    }

    @Test
    void an_unknown_scheme_is_refused_with_those_that_are_there() {
        assertThatThrownBy(
                        () -> Diptych.at(folder).log(URI.create("kafka:events")).open())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("kafka")
                .hasMessageContaining("[jsonl:]")
                .hasMessageContaining("Nothing was changed. Next: ");
        assertThatThrownBy(
                        () -> Diptych.at(folder).store(URI.create("events.db")).open())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("[sqlite:]");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void everything_that_a_ledger_leaves_in_its_directory_is_its_own() throws IOException {
        try (Mirror mirror = Diptych.open(folder.resolve("mirror"))) {
            mirror.append(EventDraft.of("a.v1", "1"), mirror.decide());

            assertThat(new MirrorDirectory(folder.resolve("mirror")).foreignNames())
                    .isEmpty();
        }
        for (String name : List.of("hold", "store.db-journal", "store.db.aside-1-wal")) {
            Files.writeString(folder.resolve("mirror").resolve(name), "");
        }
        Files.createDirectories(folder.resolve("mirror/quarantine"));
        assertThat(new MirrorDirectory(folder.resolve("mirror")).foreignNames()).isEmpty();
        for (String name : List.of("other.db", "store.db2", "log2", "Lock")) {
            Files.writeString(folder.resolve("mirror").resolve(name), "");
        }
        assertThat(new MirrorDirectory(folder.resolve("mirror")).foreignNames())
                .containsExactly("Lock", "log2", "other.db", "store.db2");
    }
}
