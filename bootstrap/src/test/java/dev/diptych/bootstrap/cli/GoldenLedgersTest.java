package dev.diptych.bootstrap.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diptych.bootstrap.Checkout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each golden ledger, verified by the command line, gets the verdict that it deserves; the independent verifier's tests say the same of it. */
class GoldenLedgersTest {
    /** Fewer would mean that they were not found. */
    private static final int LEDGERS_MIN = 200;

    @TempDir
    Path folder;

    static Stream<String> names() throws IOException {
        try (Stream<Path> entries = Files.list(Checkout.root().resolve("golden"))) {
            List<String> names = entries.filter(Files::isDirectory)
                    .map(entry -> entry.getFileName().toString())
                    .sorted()
                    .toList();
            return names.stream();
        }
    }

    @Test
    void there_is_a_golden_ledger_for_each_case() throws IOException {
        assertThat(names()).hasSizeGreaterThanOrEqualTo(LEDGERS_MIN);
    }

    @ParameterizedTest
    @MethodSource("names")
    void gets_its_verdict(String name) throws IOException {
        Path golden = Checkout.root().resolve("golden").resolve(name);
        Path ledger = Ledgers.copyOf(golden, folder.resolve(name));
        Verdict expected = Verdict.expectedIn(Files.readString(golden.resolve("expected.json")));

        Cli.Result verify = Cli.in(folder).run("verify", "--dir", ledger.toString(), "--json");

        assertThat(Verdict.reported(verify.code(), verify.out()))
                .as(verify.out())
                .isEqualTo(expected);
    }
}
