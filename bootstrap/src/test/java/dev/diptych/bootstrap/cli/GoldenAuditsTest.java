package dev.diptych.bootstrap.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diptych.bootstrap.Checkout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each golden ledger, audited by the command line and held against its checkpoints, gets what it deserves; the independent
 * audit's tests say the same of it.
 */
class GoldenAuditsTest {
    /** Fewer would mean that they were not found. */
    private static final int LEDGERS_MIN = 290;

    private static final int HELD_MIN = 30;
    private static final long NO_REPORT = 7;

    @TempDir
    Path folder;

    static Stream<String> names() throws IOException {
        return GoldenLedgersTest.names();
    }

    static Stream<String> heldAgainstCheckpoints() throws IOException {
        List<String> held = new ArrayList<>();
        for (String name : names().toList()) {
            if (expectedOf(name).containsKey("against")) {
                held.add(name);
            }
        }
        return held.stream();
    }

    @Test
    void there_is_a_golden_ledger_for_each_case() throws IOException {
        assertThat(names()).hasSizeGreaterThanOrEqualTo(LEDGERS_MIN);
        assertThat(heldAgainstCheckpoints()).hasSizeGreaterThanOrEqualTo(HELD_MIN);
    }

    @ParameterizedTest
    @MethodSource("names")
    void gets_its_audit(String name) throws IOException {
        Map<String, Object> expected = new LinkedHashMap<>(map(expectedOf(name).get("audit")));
        List<String> command = commandOn(name, "audit");
        if (expected.containsKey("signed_from")) {
            command.addAll(List.of("--signed-from", String.valueOf(expected.remove("signed_from"))));
        }

        Cli.Result audit = Cli.in(folder).run(command.toArray(String[]::new));

        if (expected.get("exit").equals(NO_REPORT)) {
            assertThat(audit.code()).isEqualTo((int) NO_REPORT);
            assertThat(audit.out()).contains("Nothing was changed").doesNotContain("findings");
        } else {
            Map<String, Object> said = JsonTree.object(audit.out());
            said.put("exit", (long) audit.code());
            said.put("kinds", kinds(said));
            said.put("checkpoints", JsonTree.each(said, "checkpoints", "log"));
            said.keySet().retainAll(expected.keySet());
            assertThat(said).as(audit.out()).isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @MethodSource("heldAgainstCheckpoints")
    void stands_to_its_checkpoints_as_it_should(String name) throws IOException {
        Map<String, Object> expected = map(expectedOf(name).get("against"));

        Cli.Result verify = Cli.in(folder).run(commandOn(name, "verify").toArray(String[]::new));

        Map<String, Object> said = JsonTree.object(verify.out());
        List<Object> log = JsonTree.each(said, "checkpoints", "log");
        List<Object> store = JsonTree.each(said, "checkpoints", "store");
        List<Object> standings = new ArrayList<>();
        for (int i = 0; i < log.size(); i++) {
            standings.add(List.of(log.get(i), store.get(i)));
        }
        assertThat(Map.of("exit", (long) verify.code(), "kinds", kinds(said), "checkpoints", standings))
                .as(verify.out())
                .isEqualTo(expected);
        assertThat(verify.out().contains("\"mark\":null")).isEqualTo(verify.code() != 0);
    }

    /** The command on a copy of the ledger, with its trust and its checkpoints. */
    private List<String> commandOn(String name, String command) throws IOException {
        Path ledger = Ledgers.copyOf(golden(name), folder.resolve(name));
        List<String> words = new ArrayList<>(List.of(command, "--dir", ledger.toString(), "--json"));
        if (Files.exists(ledger.resolve("allowed_signers"))) {
            words.addAll(List.of(
                    "--allowed-signers", ledger.resolve("allowed_signers").toString()));
        }
        if (Files.exists(ledger.resolve("checkpoints"))) {
            words.addAll(List.of("--against", ledger.resolve("checkpoints").toString()));
        }
        return words;
    }

    private static Map<String, Object> kinds(Map<String, Object> report) {
        Map<String, Object> counts = new LinkedHashMap<>();
        for (Object kind : JsonTree.each(report, "findings", "kind")) {
            counts.merge((String) kind, 1L, (one, more) -> (long) one + (long) more);
        }
        return counts;
    }

    private static Map<String, Object> expectedOf(String name) throws IOException {
        return JsonTree.object(Files.readString(golden(name).resolve("expected.json")));
    }

    private static Path golden(String name) {
        return Checkout.root().resolve("golden").resolve(name);
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> map(Object value) {
        return (Map<String, Object>) value;
    }
}
