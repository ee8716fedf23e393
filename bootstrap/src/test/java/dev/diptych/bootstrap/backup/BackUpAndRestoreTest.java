package dev.diptych.bootstrap.backup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diptych.bootstrap.Diptych;
import dev.diptych.contracts.mirror.TestDecisions;
import dev.diptych.domain.event.EventDraft;
import dev.diptych.domain.parity.ParityVerdict;
import dev.diptych.ports.driving.AppendAnswer;
import dev.diptych.ports.driving.BackUpAnswer;
import dev.diptych.ports.driving.BackUpReport;
import dev.diptych.ports.driving.Mirror;
import dev.diptych.ports.driving.MirrorOpening;
import dev.diptych.ports.driving.OpenRefusal;
import dev.diptych.ports.driving.Progress;
import dev.diptych.ports.driving.ReplayAnswer;
import dev.diptych.ports.driving.RestoreAnswer;
import dev.diptych.ports.driving.RestoreAnswer.NotRestored;
import dev.diptych.ports.driving.RestoreAnswer.Reason;
import dev.diptych.ports.driving.RestoreReport;
import dev.diptych.ports.driving.RestoreRequest;
import dev.diptych.ports.driving.RestoreRequest.Consent;
import dev.diptych.ports.driving.VerifyAndHold;
import dev.diptych.ports.driving.VerifyRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Backups of real files and real databases, and what comes of putting them back. */
class BackUpAndRestoreTest {
    @TempDir
    private Path temporary;

    private Path ledger;
    private Path kept;

    @BeforeEach
    void names() {
        ledger = temporary.resolve("mirror");
        kept = temporary.resolve("kept");
    }

    @Test
    void a_backup_is_a_ledger_of_its_own_that_only_its_owner_can_read() throws IOException {
        append(5);

        BackUpReport report = backUp();

        assertThat(report.verification().isClean()).isTrue();
        assertThat(Diptych.at(kept).verify().isClean()).isTrue();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(kept.resolve("store.db"))))
                .isEqualTo("rw-------");
        assertThat(Hashes.of(kept).keySet())
                .containsExactly("log/00000000000000000001.jsonl", "manifest.json", "store.db");
    }

    @Test
    void a_backup_beside_four_threads_that_append_has_one_sequence_in_both_copies() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        AtomicBoolean stop = new AtomicBoolean();
        CountDownLatch begun = new CountDownLatch(4);
        try (Mirror mirror = Diptych.open(ledger)) {
            List<Future<Integer>> appended = new ArrayList<>();
            for (int thread = 0; thread < 4; thread++) {
                appended.add(threads.submit(() -> {
                    int count = 0;
                    while (!stop.get()) {
                        AppendAnswer answer = mirror.append(draft(), TestDecisions.allow(mirror));
                        assertThat(answer).isInstanceOf(AppendAnswer.Mirrored.class);
                        count++;
                        begun.countDown();
                    }
                    return count;
                }));
            }
            begun.await();
            for (int i = 0; i < 3; i++) {
                BackUpReport report = backUp(temporary.resolve("kept-" + i));
                assertThat(report.verification().isClean()).isTrue();
                assertThat(report.verification().mark().orElseThrow().head())
                        .isEqualTo(report.manifest().head().orElseThrow());
            }
            stop.set(true);
            for (Future<Integer> count : appended) {
                assertThat(count.get()).isPositive();
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(Diptych.at(ledger).verify().isClean()).isTrue();
        assertThat(Diptych.at(temporary.resolve("kept-2")).verify().isClean()).isTrue();
    }

    @Test
    void both_copies_come_back_after_damage_and_can_be_written() throws IOException {
        append(6);
        backUp();
        damage(ledger.resolve("log/00000000000000000001.jsonl"), 700);
        assertThat(Diptych.at(ledger).verify().isClean()).isFalse();

        RestoreReport report = restored(RestoreRequest.bothCopies(kept));

        assertThat(report.verification().isClean()).isTrue();
        assertThat(report.aside()).contains("log.aside-1", "store.db.aside-1");
        append(1);
        assertThat(Diptych.at(ledger).verify().verdict()).isEqualTo(ParityVerdict.IN_PARITY);
        assertThat(Diptych.at(ledger).configuration().directory().foreignNames())
                .isEmpty();
    }

    @Test
    void a_backup_is_restored_into_a_directory_that_is_not_there_yet() {
        append(3);
        backUp();
        Path elsewhere = temporary.resolve("elsewhere");

        RestoreAnswer answer = Diptych.at(elsewhere).restore(RestoreRequest.bothCopies(kept));

        assertThat(answer).isInstanceOf(RestoreAnswer.Restored.class);
        assertThat(Diptych.at(elsewhere).verify().isClean()).isTrue();
    }

    @Test
    void a_store_alone_is_restored_and_rolled_forward_from_the_log_that_stayed() throws IOException {
        append(3);
        backUp();
        append(4);
        Files.write(ledger.resolve("store.db"), new byte[] {1, 2, 3});

        RestoreReport report = restored(RestoreRequest.storeOnly(kept));

        assertThat(report.parts()).isEqualTo(RestoreRequest.Parts.STORE);
        assertThat(report.verification().verdict()).isEqualTo(ParityVerdict.STORE_BEHIND);
        append(1);
        assertThat(Diptych.at(ledger).verify().isClean()).isTrue();
        assertThat(Diptych.at(ledger)
                        .status()
                        .storeHead()
                        .orElseThrow()
                        .sequence()
                        .value())
                .isEqualTo(8);
    }

    @Test
    void events_are_lost_only_by_their_true_number_and_are_told() throws IOException {
        append(3);
        backUp();
        append(2);
        List<String> lost = new ArrayList<>();
        RestoreRequest request = RestoreRequest.bothCopies(kept)
                .tellingLostTo((sequence, line) -> lost.add(sequence + " " + new String(line, StandardCharsets.UTF_8)));

        NotRestored none = refusedChangingNothing(request);
        assertThat(none.reason()).isEqualTo(Reason.WOULD_LOSE_EVENTS);
        assertThat(none.message()).contains("2 acknowledged events", "sequences 4 through 5", "--lose-events 2");
        assertThat(lost).hasSize(2).first().asString().startsWith("4 {\"seq\":4");
        assertThat(refusedChangingNothing(request.consenting(Consent.toLose(3))).reason())
                .isEqualTo(Reason.WOULD_LOSE_EVENTS);
        assertThat(refusedChangingNothing(request.consenting(Consent.UNKNOWN_NUMBER))
                        .reason())
                .isEqualTo(Reason.WOULD_LOSE_EVENTS);

        RestoreReport report = restored(request.consenting(Consent.toLose(2)));

        assertThat(report.lost()).hasValue(2);
        assertThat(Diptych.at(ledger)
                        .status()
                        .logHead()
                        .orElseThrow()
                        .sequence()
                        .value())
                .isEqualTo(3);
    }

    @Test
    void refuses_a_backup_with_a_flipped_bit_and_names_the_file() throws IOException {
        append(3);
        backUp();
        damage(kept.resolve("log/00000000000000000001.jsonl"), 40);
        damage(kept.resolve("store.db"), 9_000);

        NotRestored refused = refusedChangingNothing(RestoreRequest.bothCopies(kept));

        assertThat(refused.reason()).isEqualTo(Reason.BACKUP_DAMAGED);
        assertThat(refused.details()).hasSize(2);
        assertThat(refused.details().get(0)).startsWith("log/00000000000000000001.jsonl: expected SHA-256");
        assertThat(refused.details().get(1)).startsWith("store.db: expected SHA-256");
    }

    @Test
    void refuses_a_backup_that_lacks_a_file_has_one_more_or_has_no_manifest() throws IOException {
        append(2);
        backUp();
        Files.write(kept.resolve("notes"), new byte[1]);
        assertThat(refusedChangingNothing(RestoreRequest.bothCopies(kept)).details())
                .containsExactly("notes: not in the manifest");
        Files.delete(kept.resolve("notes"));
        Files.delete(kept.resolve("store.db"));
        assertThat(refusedChangingNothing(RestoreRequest.bothCopies(kept)).details())
                .containsExactly("store.db: expected a file, found none");
        Files.delete(kept.resolve("manifest.json"));
        assertThat(refusedChangingNothing(RestoreRequest.bothCopies(kept)).reason())
                .isEqualTo(Reason.NO_BACKUP);
    }

    @Test
    void refuses_a_manifest_of_a_newer_version_and_one_that_was_edited() throws IOException {
        append(2);
        backUp();
        Path manifest = kept.resolve("manifest.json");
        String written = Files.readString(manifest);
        Files.writeString(manifest, written.replace("{\"diptych_backup\":1,", "{\"diptych_backup\":2,"));
        assertThat(refusedChangingNothing(RestoreRequest.bothCopies(kept)).reason())
                .isEqualTo(Reason.UNKNOWN_VERSION);
        Files.writeString(manifest, written.replace("\"epoch\":1,", "\"epoch\":2,"));
        assertThat(refusedChangingNothing(RestoreRequest.bothCopies(kept)).reason())
                .isEqualTo(Reason.BACKUP_DAMAGED);
        Files.writeString(manifest, written.replace("\"epoch\":1,", "\"epoch\": 1,"));
        assertThat(refusedChangingNothing(RestoreRequest.bothCopies(kept)).reason())
                .isEqualTo(Reason.BACKUP_DAMAGED);
    }

    @Test
    void refuses_a_backup_of_another_ledger() {
        append(2);
        Path other = temporary.resolve("other");
        append(other, 5);
        backUp(other, kept);

        NotRestored refused =
                refusedChangingNothing(RestoreRequest.bothCopies(kept).consenting(Consent.toLose(2)));

        assertThat(refused.reason()).isEqualTo(Reason.FORK);
        assertThat(refused.message()).contains("is of ledger");
        assertThat(refusedChangingNothing(RestoreRequest.storeOnly(kept)).reason())
                .isEqualTo(Reason.FORK);
    }

    @Test
    void refuses_a_backup_of_another_history_of_the_same_ledger() {
        append(2);
        backUp();
        Path other = temporary.resolve("other");
        assertThat(Diptych.at(other).restore(RestoreRequest.bothCopies(kept)))
                .isInstanceOf(RestoreAnswer.Restored.class);
        append(other, 2);
        append(1);
        Path theirs = temporary.resolve("theirs");
        backUp(other, theirs);

        NotRestored refused = refusedChangingNothing(RestoreRequest.bothCopies(theirs));

        assertThat(refused.reason()).isEqualTo(Reason.FORK);
        assertThat(refused.message()).contains("at sequence 3");
    }

    @Test
    void refuses_a_store_behind_whose_backup_the_log_was_cut() throws IOException {
        append(4);
        backUp();
        Path log = ledger.resolve("log/00000000000000000001.jsonl");
        List<String> lines = Files.readAllLines(log);
        Files.writeString(log, lines.get(0) + "\n" + lines.get(1) + "\n", StandardOpenOption.TRUNCATE_EXISTING);

        NotRestored refused = refusedChangingNothing(RestoreRequest.storeOnly(kept));

        assertThat(refused.reason()).isEqualTo(Reason.LOG_UNFIT);
        assertThat(restored(RestoreRequest.bothCopies(kept)).verification().isClean())
                .isTrue();
    }

    @Test
    void refuses_while_a_writer_holds_the_ledger() {
        append(2);
        backUp();
        try (Mirror held = Diptych.open(ledger)) {
            assertThat(held.state()).isNotNull();

            RestoreAnswer answer = Diptych.at(ledger).restore(RestoreRequest.bothCopies(kept));

            assertThat(((NotRestored) answer).reason()).isEqualTo(Reason.LEDGER_LOCKED);
        }
    }

    @Test
    void refuses_to_back_up_into_the_ledger_itself() {
        append(2);

        BackUpAnswer answer = Diptych.at(ledger).backup(ledger.resolve("log/kept"), Progress.UNSEEN);

        assertThat(((BackUpAnswer.NotBackedUp) answer).reason()).isEqualTo(BackUpAnswer.Reason.TARGET_UNFIT);
        assertThat(ledger.resolve("log/kept")).doesNotExist();
    }

    @Test
    void a_verification_that_finds_something_holds_writers_off_until_one_is_clean() throws IOException {
        append(4);
        backUp();
        damage(ledger.resolve("log/00000000000000000001.jsonl"), 700);

        assertThat(Diptych.at(ledger).verifyAndHold(VerifyRequest.full()).held())
                .isEqualTo(VerifyAndHold.Held.MARKED);
        assertThat(Files.readString(ledger.resolve("hold"))).contains("held 2", "verdict ", "first finding: ");
        OpenRefusal refusal = ((MirrorOpening.Refused) Diptych.at(ledger).tryOpen()).refusal();
        assertThat(refusal).isInstanceOf(OpenRefusal.Held.class);
        assertThat(refusal.message()).contains("first finding", "diptych verify --hold");

        assertThat(restored(RestoreRequest.bothCopies(kept)).verification().isClean())
                .isTrue();
        assertThat(ledger.resolve("hold")).doesNotExist();
        append(1);
    }

    @Test
    void replay_mends_a_held_ledger_and_only_a_clean_verification_in_full_lets_writers_in() throws IOException {
        append(4);
        Files.writeString(ledger.resolve("hold"), "somebody looked at it\n");

        assertThat(Diptych.at(ledger).replay()).isInstanceOf(ReplayAnswer.Replayed.class);
        assertThat(((MirrorOpening.Refused) Diptych.at(ledger).tryOpen()).refusal())
                .isInstanceOf(OpenRefusal.Held.class);
        assertThat(Diptych.at(ledger).verifyAndHold(VerifyRequest.quick()).held())
                .isEqualTo(VerifyAndHold.Held.STILL_HELD);
        assertThat(Diptych.at(ledger).verifyAndHold(VerifyRequest.full()).held())
                .isEqualTo(VerifyAndHold.Held.RELEASED);
        append(1);
    }

    private NotRestored refusedChangingNothing(RestoreRequest request) {
        try {
            Map<String, String> before = Hashes.of(ledger);
            RestoreAnswer answer = Diptych.at(ledger).restore(request);
            assertThat(Hashes.of(ledger)).isEqualTo(before);
            return answer.fold(
                    restored -> {
                        throw new AssertionError("it was restored");
                    },
                    refused -> refused);
        } catch (IOException failed) {
            throw new AssertionError(failed);
        }
    }

    private RestoreReport restored(RestoreRequest request) {
        return Diptych.at(ledger).restore(request).fold(RestoreAnswer.Restored::report, refused -> {
            throw new AssertionError(refused.message());
        });
    }

    private BackUpReport backUp() {
        return backUp(kept);
    }

    private BackUpReport backUp(Path target) {
        return backUp(ledger, target);
    }

    private static BackUpReport backUp(Path from, Path target) {
        return Diptych.at(from).backup(target, Progress.UNSEEN).fold(BackUpAnswer.BackedUp::report, refused -> {
            throw new AssertionError(refused.message());
        });
    }

    private void append(int events) {
        append(ledger, events);
    }

    private static void append(Path directory, int events) {
        try (Mirror mirror = Diptych.open(directory)) {
            for (int i = 0; i < events; i++) {
                assertThat(mirror.append(draft(), TestDecisions.allow(mirror)))
                        .isInstanceOf(AppendAnswer.Mirrored.class);
            }
        }
    }

    private static EventDraft draft() {
        return EventDraft.of("com.example.noted.v1", "{\"of\":\"something\"}");
    }

    private static void damage(Path file, int at) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        bytes[at] ^= 1;
        Files.write(file, bytes);
    }
}
