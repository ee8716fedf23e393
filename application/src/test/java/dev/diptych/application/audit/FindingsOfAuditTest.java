package dev.diptych.application.audit;

import static dev.diptych.application.audit.AuditedLedger.RECOVERY;
import static dev.diptych.application.audit.AuditedLedger.SECOND;
import static dev.diptych.application.audit.AuditedLedger.STRANGER;
import static dev.diptych.application.audit.AuditedLedger.WRITER;
import static dev.diptych.application.audit.AuditedLedger.chainOf;
import static dev.diptych.application.audit.AuditedLedger.revoked;
import static dev.diptych.application.audit.AuditedLedger.rotated;
import static org.assertj.core.api.Assertions.assertThat;

import dev.diptych.contracts.events.EditedLine;
import dev.diptych.contracts.events.SignedChain;
import dev.diptych.domain.chain.SealedEvent;
import dev.diptych.domain.chain.Sequence;
import dev.diptych.domain.event.EventTime;
import dev.diptych.domain.finding.Finding;
import dev.diptych.domain.finding.FindingKind;
import dev.diptych.domain.keys.KeyEvent;
import dev.diptych.domain.keys.KeyUse;
import dev.diptych.domain.keys.TrustedKey;
import dev.diptych.ports.driving.AuditReport;
import dev.diptych.ports.driving.AuditReport.Authenticity;
import dev.diptych.ports.driving.AuditReport.Completeness;
import dev.diptych.ports.driving.AuditRequest;
import dev.diptych.ports.driving.LogVerdict;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.assertj.core.api.ObjectAssert;
import org.junit.jupiter.api.Test;

/** Each kind of finding, made by a small ledger of its own: that finding and no other, where it is. */
class FindingsOfAuditTest {
    private final AuditedLedger ledger = AuditedLedger.trustingTheWriter();

    @Test
    void a_signed_ledger_is_intact_authentic_and_as_complete_as_the_store_knows() {
        SignedChain chain = chainOf(3);

        AuditReport report = ledger.holding(chain).audit();

        assertThat(report.isClean()).isTrue();
        assertThat(report.findings()).isEmpty();
        assertThat(report.log()).isEqualTo(LogVerdict.INTACT);
        assertThat(report.authentic()).isEqualTo(Authenticity.AUTHENTIC);
        assertThat(report.complete()).isEqualTo(Completeness.AS_FAR_AS_THE_STORE);
        assertThat(report.counts()).isEqualTo(new AuditReport.Counts(3, 3, 3, 0, 0));
        assertThat(report.notChecked()).containsExactly("duplicate_ids");
        assertThat(report.mark().orElseThrow()).hasToString(chain.head() + ":1");
    }

    @Test
    void bytes_that_no_encoder_writes_are_undecodable() {
        SignedChain chain = chainOf(3);
        byte[] broken = chain.event(2).toLine();
        broken[0] = '[';
        ledger.withStore(chain, 3)
                .withLines(chain.event(1).toLine(), broken, chain.event(3).toLine());

        requireOne(FindingKind.UNDECODABLE, 2, chain)
                .satisfies(f -> assertThat(f.sequence()).isEmpty());
        assertThat(ledger.audit().log()).isEqualTo(LogVerdict.DAMAGED);
    }

    @Test
    void a_line_of_an_announced_version_is_an_unknown_version_and_nothing_behind_it_is_judged() {
        SignedChain chain = chainOf(1);
        chain.keys(WRITER, "diptych.format.v1", "{\"version\":2}");
        chain.signed(WRITER, "s3");
        byte[] newer = EditedLine.of(chain.event(3).toLine())
                .with("schema_version", "2")
                .toBytes();
        ledger.withStore(chain, 2)
                .withLines(chain.event(1).toLine(), chain.event(2).toLine(), newer, new byte[] {'?'});

        AuditReport report = ledger.audit();

        requireOne(FindingKind.UNKNOWN_VERSION, 3, chain);
        assertThat(report.log()).isEqualTo(LogVerdict.UNKNOWN_VERSION);
        assertThat(report.notChecked()).contains("log_after_unknown_version", "completeness");
    }

    @Test
    void a_lost_line_is_a_gap() {
        SignedChain chain = chainOf(3);
        ledger.withStore(chain, 3).withLog(List.of(chain.event(1), chain.event(3)));

        Finding finding = only();

        assertThat(finding.kind()).isEqualTo(FindingKind.GAP);
        assertThat(finding.sequence()).hasValue(3);
        assertThat(finding.expected()).contains("2");
        assertThat(finding.place().orElseThrow().line()).isEqualTo(2);
    }

    @Test
    void a_line_that_the_log_just_had_is_a_duplicate() {
        SignedChain chain = chainOf(3);
        ledger.withStore(chain, 3).withLog(List.of(chain.event(1), chain.event(2), chain.event(2), chain.event(3)));

        Finding finding = only();

        assertThat(finding.kind()).isEqualTo(FindingKind.DUPLICATE);
        assertThat(finding.sequence()).hasValue(2);
        assertThat(finding.id()).contains("e2");
        assertThat(finding.place().orElseThrow().line()).isEqualTo(3);
        assertThat(ledger.audit().log()).isEqualTo(LogVerdict.DAMAGED);
    }

    @Test
    void a_duplicate_of_a_line_that_lies_far_behind_is_a_gap() {
        SignedChain chain = chainOf(RecentLines.LINES_MAX + 2);
        List<SealedEvent> lines = new ArrayList<>(chain.events());
        lines.add(chain.event(1));
        ledger.withLog(lines);

        assertThat(only().kind()).isEqualTo(FindingKind.GAP);

        lines.set(lines.size() - 1, chain.event(3));
        ledger.withLog(lines);

        assertThat(only().kind()).isEqualTo(FindingKind.DUPLICATE);
    }

    @Test
    void two_events_at_one_sequence_of_the_log_are_a_fork() {
        SignedChain chain = chainOf(3);
        SealedEvent other = chain.forkedBehind(2).signed(WRITER, "other");
        List<SealedEvent> lines = new ArrayList<>(chain.events());
        lines.add(other);
        ledger.withLog(lines);

        Finding finding = only();

        assertThat(finding.kind()).isEqualTo(FindingKind.FORKED);
        assertThat(finding.sequence()).hasValue(3);
        assertThat(finding.expected()).contains(chain.event(3).hash().hex());
        assertThat(finding.found()).contains(other.hash().hex());
        assertThat(finding.place().orElseThrow().line()).isEqualTo(4);
        assertThat(ledger.audit().log()).isEqualTo(LogVerdict.FORKED);
    }

    @Test
    void an_event_that_follows_another_history_is_a_broken_link() {
        SignedChain chain = chainOf(2);
        SignedChain other = chain.forkedBehind(1);
        other.signed(WRITER, "other");
        SealedEvent stray = other.signed(WRITER, "stray");
        ledger.withStore(chain, 2).withLog(List.of(chain.event(1), chain.event(2), stray));
        ledger.twin().store().putRow(stray);

        requireOne(FindingKind.LINK, 3, chain);
    }

    @Test
    void a_changed_payload_is_that_and_says_nothing_of_its_signature() {
        SignedChain chain = chainOf(3);
        byte[] edited =
                EditedLine.of(chain.event(2).toLine()).with("payload", "\"x2\"").toBytes();
        ledger.withStore(chain, 3)
                .withLines(chain.event(1).toLine(), edited, chain.event(3).toLine());

        requireOne(FindingKind.PAYLOAD_HASH, 2, chain);
        assertThat(ledger.audit().authentic()).isEqualTo(Authenticity.AUTHENTIC);
        assertThat(ledger.audit().counts()).isEqualTo(new AuditReport.Counts(3, 2, 2, 0, 0));
    }

    @Test
    void a_changed_envelope_is_an_event_hash() {
        SignedChain chain = chainOf(3);
        byte[] edited =
                EditedLine.of(chain.event(2).toLine()).with("id", "\"x2\"").toBytes();
        ledger.withStore(chain, 3)
                .withLines(chain.event(1).toLine(), edited, chain.event(3).toLine());

        requireOne(FindingKind.EVENT_HASH, 2, chain);
    }

    @Test
    void a_batch_that_is_not_whole_is_a_finding() {
        SignedChain chain = chainOf(1);
        chain.signedBatch(WRITER, "s2", "s3");
        ledger.withStore(chain, 3).withLog(chain.events().subList(0, 2));

        AuditReport report = ledger.audit();

        assertThat(report.findings())
                .extracting(Finding::kind)
                .containsExactly(FindingKind.BATCH, FindingKind.TRUNCATED);
        ledger.withStore(chain, 2);
        assertThat(only().kind()).isEqualTo(FindingKind.BATCH);
        assertThat(only().sequence()).hasValue(2);
    }

    @Test
    void a_name_among_the_segments_is_a_finding_of_its_own() {
        SignedChain chain = chainOf(2);
        ledger.holding(chain).twin().log().addForeignFile("notes.txt");

        assertThat(only().kind()).isEqualTo(FindingKind.SEGMENT_NAME);
        assertThat(only().place().orElseThrow().segment()).isEqualTo("notes.txt");
    }

    @Test
    void a_torn_tail_is_one_finding_and_its_signatures_are_none() {
        SignedChain chain = chainOf(2);
        SealedEvent stranger =
                chain.forkedBehind(2).signedBatch(STRANGER, "s3", "s4").get(0);
        ledger.holding(chain).twin().log().addBytes(stranger.toLine());

        Finding finding = only();

        assertThat(finding.kind()).isEqualTo(FindingKind.TORN_TAIL);
        assertThat(finding.bytes()).hasValue(stranger.lineLength());
        assertThat(ledger.audit().log()).isEqualTo(LogVerdict.TORN_TAIL);
        assertThat(ledger.audit().counts().events()).isEqualTo(2);
    }

    @Test
    void an_unsigned_event_is_missing_its_signature_where_the_ledger_requires_one() {
        SignedChain chain = SignedChain.ofLedger(7);
        chain.unsigned("before");
        chain.keys(WRITER, new KeyEvent.SignaturesRequired(true));
        chain.signed(WRITER, "s3");
        chain.unsigned("forgotten");
        chain.keys(RECOVERY, new KeyEvent.SignaturesRequired(false));
        chain.unsigned("behind");

        requireOneOf(chain, FindingKind.MISSING_SIGNATURE, 4);
        assertThat(only().found()).contains("none");
    }

    @Test
    void an_unsigned_event_is_missing_its_signature_where_whoever_asks_demands_one() {
        SignedChain chain = SignedChain.ofLedger(7);
        chain.unsigned("one");
        chain.unsigned("two");
        chain.signed(WRITER, "three");
        ledger.holding(chain);

        AuditReport report = ledger.audit(AuditRequest.full().signedFrom(Sequence.of(2)));

        assertThat(report.findings()).singleElement().satisfies(finding -> {
            assertThat(finding.kind()).isEqualTo(FindingKind.MISSING_SIGNATURE);
            assertThat(finding.sequence()).hasValue(2);
        });
        assertThat(ledger.audit().isClean()).isTrue();
    }

    @Test
    void an_event_about_keys_that_nobody_signed_is_missing_its_signature_and_changes_nothing() {
        SignedChain chain = chainOf(1);
        chain.unsignedKeys(revoked(WRITER));
        chain.signed(WRITER, "s3");

        requireOneOf(chain, FindingKind.MISSING_SIGNATURE, 2);
    }

    @Test
    void a_missing_signature_is_found_where_nobody_was_asked_whom_to_trust() {
        SignedChain chain = SignedChain.ofLedger(7);
        chain.keys(WRITER, new KeyEvent.SignaturesRequired(true));
        chain.unsigned("forgotten");

        AuditReport report = AuditedLedger.askingNobody().holding(chain).audit();

        assertThat(report.findings()).extracting(Finding::kind).containsExactly(FindingKind.MISSING_SIGNATURE);
        assertThat(report.notChecked()).contains("signatures");
        assertThat(report.counts().verified()).isZero();
    }

    @Test
    void nobody_who_was_not_asked_is_called_unknown() {
        SignedChain chain = chainOf(2);
        chain.keys(WRITER, revoked(WRITER));
        chain.signed(WRITER, "behind its end");

        AuditReport report = AuditedLedger.askingNobody().holding(chain).audit();

        assertThat(report.findings()).isEmpty();
        assertThat(report.authentic()).isEqualTo(Authenticity.NOT_CHECKED);
        assertThat(report.notChecked()).contains("signatures");
    }

    @Test
    void a_stripped_signature_is_no_line_at_all_and_one_stripped_with_its_key_breaks_the_hash() {
        SignedChain chain = chainOf(3);
        String line = new String(chain.event(2).toLine(), StandardCharsets.UTF_8);
        String unsigned = line.replaceFirst(",\"signature\":\"[^\"]*\"", "");
        ledger.withStore(chain, 3);
        ledger.withLines(
                chain.event(1).toLine(), bytes(unsigned), chain.event(3).toLine());

        requireOne(FindingKind.UNDECODABLE, 2, chain);

        String keyless = unsigned.replaceFirst(",\"key_id\":\"[^\"]*\"", "");
        ledger.withLines(chain.event(1).toLine(), bytes(keyless), chain.event(3).toLine());

        requireOne(FindingKind.EVENT_HASH, 2, chain);
    }

    @Test
    void swapped_signatures_of_two_events_are_both_bad() {
        SignedChain chain = chainOf(3);
        ledger.withStore(chain, 3)
                .withLines(
                        chain.event(1).toLine(),
                        withSignatureOf(chain.event(2), chain.event(3)),
                        withSignatureOf(chain.event(3), chain.event(2)));

        assertThat(ledger.audit().findings())
                .extracting(Finding::kind)
                .containsExactly(FindingKind.BAD_SIGNATURE, FindingKind.BAD_SIGNATURE);
        assertThat(ledger.audit().findings())
                .extracting(finding -> finding.sequence().orElseThrow())
                .containsExactly(2L, 3L);
        assertThat(ledger.audit().log()).isEqualTo(LogVerdict.INTACT);
        assertThat(ledger.audit().authentic()).isEqualTo(Authenticity.UNAUTHENTIC);
    }

    @Test
    void a_signature_from_another_ledger_is_bad_here() {
        SignedChain chain = chainOf(2);
        SignedChain elsewhere = SignedChain.ofLedger(8);
        elsewhere.signed(WRITER, "s1");
        elsewhere.signed(WRITER, "s2");
        ledger.withStore(chain, 2)
                .withLines(chain.event(1).toLine(), withSignatureOf(chain.event(2), elsewhere.event(2)));

        requireOne(FindingKind.BAD_SIGNATURE, 2, chain);
        assertThat(only().found()).contains(WRITER.publicKey().id().value());
    }

    @Test
    void a_key_that_nobody_trusts_is_unknown() {
        SignedChain chain = chainOf(1);
        chain.signed(STRANGER, "s2");

        requireOneOf(chain, FindingKind.UNKNOWN_KEY, 2);
        assertThat(only().found()).contains(STRANGER.publicKey().id().value());
    }

    @Test
    void a_key_is_not_valid_once_it_ended_and_what_it_signed_before_stays_good() {
        SignedChain chain = chainOf(2);
        chain.keys(WRITER, rotated(WRITER, SECOND));
        chain.signed(SECOND, "s4");
        chain.at("1999-01-01T00:00:00Z").signed(WRITER, "behind its end, before by its time");

        requireOneOf(chain, FindingKind.KEY_NOT_VALID, 5);
        assertThat(only().expected().orElseThrow()).contains("ended with the event at sequence 3");
    }

    @Test
    void a_key_is_not_valid_outside_of_its_time() {
        AuditedLedger bounded = AuditedLedger.askingNobody();
        bounded.twin()
                .keys()
                .trust(new TrustedKey(
                        WRITER.publicKey(),
                        "a",
                        Set.of(KeyUse.EVENTS),
                        Optional.of(EventTime.parse("time", "2026-01-01T00:00:00Z")),
                        Optional.of(EventTime.parse("time", "2027-01-01T00:00:00Z"))));
        SignedChain chain = SignedChain.ofLedger(7);
        chain.at("2026-01-01T00:00:00Z").signed(WRITER, "first moment");
        chain.at("2027-01-01T00:00:00Z").signed(WRITER, "too late");

        assertThat(bounded.holding(chain).audit().findings()).singleElement().satisfies(finding -> {
            assertThat(finding.kind()).isEqualTo(FindingKind.KEY_NOT_VALID);
            assertThat(finding.sequence()).hasValue(2);
        });
    }

    @Test
    void a_key_for_something_else_is_not_valid_for_events() {
        SignedChain chain = chainOf(1);
        chain.signed(RECOVERY, "s2");

        requireOneOf(chain, FindingKind.KEY_NOT_VALID, 2);
        assertThat(only().expected().orElseThrow()).contains("is trusted for recovery, not for events");
    }

    @Test
    void a_revocation_by_a_key_without_the_right_is_rejected_and_changes_nothing() {
        ledger.twin().keys().trust(SECOND, KeyUse.EVENTS);
        SignedChain chain = chainOf(1);
        chain.keys(SECOND, revoked(WRITER));
        chain.signed(WRITER, "s3");

        requireOneOf(chain, FindingKind.ROTATION_REJECTED, 2);
        assertThat(ledger.audit().counts().verified()).isEqualTo(3);
    }

    @Test
    void a_rotation_that_is_badly_signed_is_that_and_changes_nothing() {
        SignedChain chain = chainOf(1);
        chain.keys(WRITER, rotated(WRITER, SECOND));
        chain.signed(WRITER, "s3");
        ledger.withStore(chain, 3)
                .withLines(
                        chain.event(1).toLine(),
                        withSignatureOf(chain.event(2), chain.event(1)),
                        chain.event(3).toLine());

        requireOne(FindingKind.BAD_SIGNATURE, 2, chain);
    }

    @Test
    void a_recovery_key_ends_a_lost_key_and_begins_another() {
        SignedChain chain = chainOf(1);
        chain.keys(RECOVERY, rotated(WRITER, SECOND));
        chain.signed(SECOND, "s3");
        chain.keys(SECOND, revoked(SECOND));

        assertThat(ledger.holding(chain).audit().findings()).isEmpty();
        assertThat(ledger.audit().authentic()).isEqualTo(Authenticity.AUTHENTIC);
    }

    @Test
    void what_a_newer_program_says_of_keys_is_said_not_to_have_been_checked() {
        SignedChain chain = chainOf(1);
        chain.keys(WRITER, "diptych.key.lent.v1", "{\"to\":\"somebody\"}");

        AuditReport report = ledger.holding(chain).audit();

        assertThat(report.findings()).isEmpty();
        assertThat(report.notChecked()).contains("key_events");
    }

    @Test
    void a_log_whose_first_event_is_lost_with_the_store_has_signatures_that_nobody_can_check() {
        SignedChain chain = chainOf(3);
        ledger.withLog(chain.events().subList(1, 3));

        AuditReport report = ledger.audit();

        assertThat(report.findings()).extracting(Finding::kind).containsExactly(FindingKind.GAP);
        assertThat(report.authentic()).isEqualTo(Authenticity.NOT_CHECKED);
        assertThat(report.notChecked()).contains("signatures", "store");
        assertThat(report.notes()).singleElement().asString().contains("whose ledger");
    }

    @Test
    void signatures_of_a_log_whose_first_event_is_lost_are_checked_where_the_store_knows_the_ledger() {
        SignedChain chain = chainOf(3);
        ledger.withStore(chain, 3).withLog(chain.events().subList(1, 3));

        assertThat(ledger.audit().counts().verified()).isEqualTo(2);
        assertThat(ledger.audit().authentic()).isEqualTo(Authenticity.AUTHENTIC);
    }

    private Finding only() {
        List<Finding> findings = ledger.audit().findings();
        assertThat(findings).hasSize(1);
        return findings.get(0);
    }

    private ObjectAssert<Finding> requireOne(FindingKind kind, int line, SignedChain chain) {
        Finding finding = only();
        assertThat(finding.kind()).as("%s", finding).isEqualTo(kind);
        assertThat(finding.place().orElseThrow().line()).isEqualTo(line);
        assertThat(finding.place().orElseThrow().offset())
                .isEqualTo(chain.events().subList(0, line - 1).stream()
                        .mapToLong(SealedEvent::lineLength)
                        .sum());
        return assertThat(finding);
    }

    /** Both copies hold the chain; the only finding is about the event at the sequence. */
    private void requireOneOf(SignedChain chain, FindingKind kind, int sequence) {
        ledger.holding(chain);
        requireOne(kind, sequence, chain);
        assertThat(only().sequence()).hasValue(sequence);
        assertThat(only().id()).contains("e" + sequence);
        assertThat(ledger.audit().log()).isEqualTo(LogVerdict.INTACT);
        assertThat(ledger.audit().authentic()).isEqualTo(Authenticity.UNAUTHENTIC);
        assertThat(ledger.audit().mark()).isEmpty();
    }

    private static byte[] withSignatureOf(SealedEvent event, SealedEvent other) {
        return EditedLine.of(event.toLine())
                .with("signature", "\"" + other.signature().orElseThrow() + "\"")
                .toBytes();
    }

    private static byte[] bytes(String line) {
        return line.getBytes(StandardCharsets.UTF_8);
    }
}
