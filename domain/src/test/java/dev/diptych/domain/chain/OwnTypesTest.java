package dev.diptych.domain.chain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diptych.domain.cutover.CutoverPlan;
import dev.diptych.domain.cutover.PlanDigest;
import dev.diptych.domain.cutover.SchemaCutover;
import dev.diptych.domain.cutover.StoreCutover;
import dev.diptych.domain.keys.KeyEvent;
import dev.diptych.domain.keys.VerifyingKey;
import dev.diptych.domain.signature.KeyId;
import dev.diptych.domain.transaction.DecidedBy;
import dev.diptych.domain.transaction.OutcomeRecord;
import dev.diptych.domain.transaction.TransactionOutcome;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Behind which of the ledger's own events this version may write. */
class OwnTypesTest {
    private static final KeyId KEY = new KeyId("SHA256:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU");

    @Test
    void what_is_said_of_keys_in_a_way_that_is_known_forbids_nothing() {
        List<KeyEvent> known = List.of(
                new KeyEvent.Rotated(KEY, VerifyingKey.of(new byte[VerifyingKey.BYTES])),
                new KeyEvent.Revoked(KEY, "lost \"it\""),
                new KeyEvent.SignaturesRequired(true),
                new KeyEvent.SignaturesRequired(false));

        for (KeyEvent said : known) {
            Sealing sealing = Sealing.ledger();
            SealedEvent event = sealing.one(said.type().value(), said.json());
            ChainWalk walk = LogImage.of(sealing).fed();

            assertThat(OwnTypes.isUnderstood(event)).as(said.json()).isTrue();
            assertThat(walk.firstUnknownOwn()).as(said.json()).isEmpty();
            assertThat(walk.voidFlagsUnjudged()).as(said.json()).isFalse();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "diptych.key.rotated.v1    | {}",
                "diptych.key.rotated.v1    | {\"from\":\"a\",\"to\":\"b\"}",
                "diptych.key.revoked.v1    | {\"key\":\"a\"}",
                "diptych.key.revoked.v1    | {\"key\":\"a\",\"reason\":\"b\",\"more\":1}",
                "diptych.key.signatures.v1 | {\"required\":1}",
                "diptych.key.signatures.v2 | {\"required\":true}",
                "diptych.key.added.v1      | {}",
                "diptych.format.v1         | {\"version\":2}",
                "diptych.transaction.committed.v1 | {}",
                "diptych.transaction.aborted.v1   | {\"first_seq\":1,\"count\":1}",
                "diptych.transaction.paused.v1    | {}",
                "diptych.schema.cutover.v1 | {}",
                "diptych.schema.cutover.v2 | {}",
                "diptych.store.cutover.v1  | {\"from_store\":\"0\"}",
                "diptych.healed.v1         | {}",
            })
    void what_is_not_known_forbids_writing_behind_it(String type, String payload) {
        Sealing sealing = Sealing.ledger();
        sealing.batch(1);
        SealedEvent event = sealing.one(type, payload);

        assertThat(OwnTypes.isUnderstood(event)).isFalse();
        assertThat(LogImage.of(sealing).fed().firstUnknownOwn()).hasValue(2);
    }

    @Test
    void a_line_whose_hash_is_wrong_is_judged_by_what_it_says_too() {
        Sealing sealing = Sealing.ofBatches(1, 1);
        String known = sealing.line(2)
                .replace("com.example.happened.v1", "diptych.key.signatures.v1")
                .replace("{\"n\":1}", "{\"required\":true}");

        assertThat(fed(sealing.event(1), known).firstUnknownOwn()).isEmpty();
        assertThat(fed(sealing.event(1), known.replace("true", "1")).firstUnknownOwn())
                .hasValue(2);
    }

    private static ChainWalk fed(SealedEvent first, String second) {
        return new LogImage().segment(1).add(first).add(second).fed();
    }

    @Test
    void outcomes_and_boundaries_that_are_known_forbid_nothing_and_leave_no_void_flag_unjudged() {
        EventHash hash = EventHash.of(new byte[EventHash.BYTES]);
        ChainHead head = new ChainHead(Sequence.FIRST, hash);
        PlanDigest digest = CutoverPlan.digestOf("");
        Map<String, String> known = Map.of(
                "diptych.transaction.committed.v1",
                new OutcomeRecord(TransactionOutcome.COMMITTED, Sequence.FIRST, 1, hash, DecidedBy.CALLER).json(),
                "diptych.schema.cutover.v1",
                new SchemaCutover("p", digest, "2", 2, head, "o").json(),
                "diptych.store.cutover.v1",
                new StoreCutover("0".repeat(32), "1".repeat(32), 2, head).json());

        known.forEach((type, payload) -> {
            Sealing sealing = Sealing.ledger();
            SealedEvent event = sealing.one(type, payload);
            ChainWalk walk = LogImage.of(sealing).fed();

            assertThat(OwnTypes.isUnderstood(event)).as(type).isTrue();
            assertThat(walk.firstUnknownOwn()).as(type).isEmpty();
            assertThat(walk.voidFlagsUnjudged()).as(type).isFalse();
        });
    }

    @Test
    void an_outcome_that_is_not_known_leaves_void_flags_unjudged_and_a_boundary_does_not() {
        Sealing outcome = Sealing.ledger();
        outcome.one("diptych.transaction.aborted.v1", "{}");
        Sealing boundary = Sealing.ledger();
        boundary.one("diptych.schema.cutover.v1", "{}");

        assertThat(LogImage.of(outcome).fed().voidFlagsUnjudged()).isTrue();
        assertThat(LogImage.of(boundary).fed().voidFlagsUnjudged()).isFalse();
    }

    @Test
    void types_of_callers_and_broken_glass_need_not_be_known() {
        assertThat(OwnTypes.isKnown("com.example.noted.v1")).isTrue();
        assertThat(OwnTypes.isKnown("diptych.policy.broken_glass.v1")).isTrue();
        assertThat(OwnTypes.isKnown("diptych.policy.broken_glass.v2")).isFalse();
    }
}
