package dev.diptych.domain.cutover;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.diptych.domain.chain.ChainHead;
import dev.diptych.domain.chain.EventHash;
import dev.diptych.domain.chain.Sealing;
import dev.diptych.domain.chain.Sequence;
import dev.diptych.domain.event.EventType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The payloads of boundaries have one spelling; all else is of a version that is not known. */
class BoundaryEventTest {
    private static final ChainHead HEAD = new ChainHead(
            Sequence.of(2), EventHash.parse("4bf8c5a5afd8c437b9fd232eb08673f8bdcb6cad5e87b58bdb9859f4c6b75ee3"));
    private static final PlanDigest DIGEST =
            new PlanDigest("5b3e1f0e0d9c8b7a69584736251403f2e1d0cfbeadbc9b8a7968574635241302");
    private static final String FROM = "000102030405060708090a0b0c0d0e0f";
    private static final String TO = "f0e0d0c0b0a090807060504030201000";
    private static final SchemaCutover SCHEMA = new SchemaCutover("orders-2", DIGEST, "2", 2, HEAD, "ops@example.com");
    private static final StoreCutover STORE = new StoreCutover(FROM, TO, 2, HEAD);

    @Test
    void both_payloads_are_spelled_as_the_published_format_has_them() throws IOException {
        String page = Files.readString(Path.of("..", "docs", "format.md"));

        assertThat(page).contains("\n" + SCHEMA.json() + "\n", "\n" + STORE.json() + "\n");
    }

    @Test
    void what_was_written_is_read_back() {
        List<BoundaryEvent.Known> boundaries = List.of(
                SCHEMA,
                STORE,
                new SchemaCutover("a:/._-Z9", DIGEST, "v" + "1".repeat(127), 9_999_999, HEAD, "\"\\\\\" \u00e9\u2028 "),
                new SchemaCutover(
                        "p", DIGEST, "1", 2, new ChainHead(new Sequence(Sequence.VALUE_MAX), HEAD.hash()), "o"),
                new StoreCutover(TO, FROM, Long.parseLong("9".repeat(16)), HEAD));

        for (BoundaryEvent.Known boundary : boundaries) {
            assertThat(BoundaryEvent.read(boundary.type(), boundary.json())).isEqualTo(boundary);
        }
    }

    @Test
    void an_event_says_what_its_type_and_payload_say_and_others_say_nothing() {
        Sealing sealing = Sealing.ledger();

        assertThat(BoundaryEvent.of(sealing.one(SCHEMA.type().value(), SCHEMA.json())))
                .contains(SCHEMA);
        assertThat(BoundaryEvent.of(sealing.one(STORE.type().value(), STORE.json())))
                .contains(STORE);
        assertThat(BoundaryEvent.of(sealing.one("com.example.cutover.v1", STORE.json())))
                .isEmpty();
        assertThat(BoundaryEvent.of(sealing.one("diptych.store.cutover.v2", STORE.json())))
                .isEmpty();
    }

    @Test
    void a_payload_under_the_other_type_is_not_known() {
        assertThat(BoundaryEvent.read(STORE.type(), SCHEMA.json())).isInstanceOf(BoundaryEvent.Unknown.class);
        assertThat(BoundaryEvent.read(SCHEMA.type(), STORE.json())).isInstanceOf(BoundaryEvent.Unknown.class);
        assertThat(BoundaryEvent.read(new EventType("com.example.noted.v1"), STORE.json()))
                .isEqualTo(new BoundaryEvent.Unknown(new EventType("com.example.noted.v1"), STORE.json()));
    }

    @Test
    void no_character_can_be_taken_out_doubled_or_changed_into_a_blank_without_saying_something_else() {
        for (BoundaryEvent.Known boundary : List.of(SCHEMA, STORE)) {
            for (String changed : changesOf(boundary.json())) {
                BoundaryEvent read = BoundaryEvent.read(boundary.type(), changed);

                assertThat(read).as(changed).isNotEqualTo(boundary);
                assertThat(read.json()).as("one spelling for what it says").isEqualTo(changed);
            }
        }
    }

    private static List<String> changesOf(String json) {
        List<String> changes = new ArrayList<>();
        for (int at = 0; at < json.length(); at++) {
            String before = json.substring(0, at);
            String after = json.substring(at + 1);
            changes.add(before + after);
            changes.add(before + json.charAt(at) + json.charAt(at) + after);
            changes.add(before + " " + after);
        }
        changes.removeIf(json::equals);
        return changes;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"epoch\":2|\"epoch\":1",
                "\"epoch\":2|\"epoch\":02",
                "\"epoch\":2|\"epoch\":2.0",
                "\"epoch\":2|\"epoch\":99999999999999999",
                "\"head_seq\":2|\"head_seq\":0",
                "\"head_seq\":2|\"head_seq\":9007199254740992",
                "\"parity\":\"full\"|\"parity\":\"quick\"",
                "ops@example.com|",
                "ops@example.com|  ",
                "ops@example.com|a\\u0062",
                "ops@example.com|a\\/b",
                "ops@example.com|a\u0007b",
                "ops@example.com|a\u007fb",
                "ops@example.com|\ud83d\ude00",
                "\"plan\":\"orders-2\"|\"plan\":\"orders 2\"",
                "\"plan\":\"orders-2\"|\"plan\":\"\"",
                "5b3e|5B3E",
                "}|,\"more\":1}",
            })
    void what_a_schema_boundary_cannot_say_is_not_known(String change) {
        String[] parts = change.split("\\|", 2);
        String changed = SCHEMA.json().replace(parts[0], parts[1]);

        assertThat(changed).isNotEqualTo(SCHEMA.json());
        assertThat(BoundaryEvent.read(SCHEMA.type(), changed)).isInstanceOf(BoundaryEvent.Unknown.class);
    }

    @Test
    void an_operator_of_129_characters_is_not_known() {
        String longest = SCHEMA.json().replace("ops@example.com", "o".repeat(SchemaCutover.OPERATOR_CHARACTERS_MAX));

        assertThat(BoundaryEvent.read(SCHEMA.type(), longest)).isInstanceOf(SchemaCutover.class);
        assertThat(BoundaryEvent.read(SCHEMA.type(), longest.replace("oo\"", "ooo\"")))
                .isInstanceOf(BoundaryEvent.Unknown.class);
    }

    @Test
    void a_store_does_not_give_way_to_itself() {
        String itself = STORE.json().replace(TO, FROM);

        assertThat(BoundaryEvent.read(STORE.type(), itself)).isInstanceOf(BoundaryEvent.Unknown.class);
        assertThatThrownBy(() -> new StoreCutover(FROM, FROM, 2, HEAD))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("must give way to another one");
    }

    @Test
    void no_boundary_is_made_that_could_not_be_read() {
        assertThatThrownBy(() -> new StoreCutover("x", TO, 2, HEAD)).hasMessageContaining("32 hexadecimal digits");
        assertThatThrownBy(() -> new StoreCutover(FROM, TO, 1, HEAD)).hasMessageContaining("2 or more, was 1");
        assertThatThrownBy(() -> new SchemaCutover("a b", DIGEST, "2", 2, HEAD, "o"))
                .hasMessageContaining("the name of a plan must be 1 to 128 characters");
        assertThatThrownBy(() -> new SchemaCutover("a", DIGEST, "2", 2, HEAD, " "))
                .hasMessageContaining("operator must have 1 to 128 characters");
        assertThatThrownBy(() -> new PlanDigest("5B" + DIGEST.hex().substring(2)))
                .hasMessageContaining("64 lower-case hexadecimal digits");
    }
}
