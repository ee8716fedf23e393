package dev.diptych.domain.finding;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class FindingTest {
    @Test
    void the_words_of_the_kinds_are_those_of_the_published_format() {
        assertThat(Stream.of(FindingKind.values()).map(FindingKind::word))
                .containsExactlyInAnyOrder(
                        "missing_in_store",
                        "missing_in_log",
                        "mismatch",
                        "pending",
                        "torn_tail",
                        "undecodable",
                        "gap",
                        "link",
                        "payload_hash",
                        "event_hash",
                        "batch",
                        "segment_name",
                        "duplicate_id",
                        "unknown_version",
                        "void_flag",
                        "undecided",
                        "transaction",
                        "duplicate",
                        "forked",
                        "missing_signature",
                        "bad_signature",
                        "unknown_key",
                        "key_not_valid",
                        "rotation_rejected",
                        "truncated",
                        "rewritten",
                        "bad_checkpoint");
    }

    @Test
    void says_all_that_is_known_in_one_line() {
        Finding finding = Finding.of(FindingKind.MISMATCH)
                .atSequence(7)
                .ofId("e-7")
                .at(new Place("s.jsonl", 120, 3))
                .ofBytes(42)
                .withFields(List.of("id", "payload"))
                .expecting("a", "b")
                .withHashes(new Finding.SideHashes(Optional.of("aa"), Optional.empty(), "log"));

        assertThat(finding)
                .hasToString(
                        "mismatch at sequence 7 of event e-7 in s.jsonl offset 120 line 3, 42 bytes, differing in id, payload:"
                                + " expected a, found b (hash in the log aa, in the store unreadable; the chain vouches for log)");
        assertThat(finding.withHashes(new Finding.SideHashes(Optional.empty(), Optional.of("bb"), "neither"))
                        .toString())
                .endsWith("(hash in the log unreadable, in the store bb; the chain vouches for neither)");
    }

    @Test
    void says_no_more_than_is_known() {
        assertThat(Finding.of(FindingKind.GAP)).hasToString("gap");
        assertThat(Finding.of(FindingKind.UNDECODABLE).at(new Place("s.jsonl", 5, 0)))
                .hasToString("undecodable in s.jsonl offset 5");
    }

    @Test
    void each_part_is_kept_when_another_is_added_and_the_fields_do_not_change_afterwards() {
        List<String> fields = new ArrayList<>(List.of("id"));
        Finding finding = Finding.of(FindingKind.MISMATCH).withFields(fields);
        fields.add("seq");

        Finding full = finding.atSequence(1)
                .ofId("i")
                .at(new Place("s", 0, 1))
                .expecting("x", "y")
                .withHashes(new Finding.SideHashes(Optional.empty(), Optional.empty(), "both"))
                .ofBytes(2);
        assertThat(full.kind()).isEqualTo(FindingKind.MISMATCH);
        assertThat(full.fields()).containsExactly("id");
        assertThat(full.sequence()).hasValue(1);
        assertThat(full.id()).contains("i");
        assertThat(full.place()).contains(new Place("s", 0, 1));
        assertThat(full.expected()).contains("x");
        assertThat(full.found()).contains("y");
        assertThat(full.hashes().orElseThrow().hashesToChain()).isEqualTo("both");
        assertThat(full.bytes()).hasValue(2);
    }
}
