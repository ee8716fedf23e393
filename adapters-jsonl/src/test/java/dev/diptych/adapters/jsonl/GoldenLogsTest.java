package dev.diptych.adapters.jsonl;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diptych.contracts.files.CrashingFiles;
import dev.diptych.ports.driven.DurableLog.StoreLeft;
import dev.diptych.ports.driven.LogOpening;
import dev.diptych.ports.driven.LogOpening.LogOpened;
import dev.diptych.ports.driven.LogOpening.LogRefused;
import dev.diptych.ports.driven.LogProvider.TornTail;
import dev.diptych.ports.driven.LogRefusal;
import dev.diptych.ports.driven.StoreMemory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The golden ledgers of the format, opened for writing without their stores: only what is sound is taken, and nothing is changed. */
final class GoldenLogsTest {
    private static final Path GOLDEN = Path.of("..", "golden");
    private static final Path DIRECTORY = Path.of("/ledger");

    static Stream<String> ledgers() throws IOException {
        try (Stream<Path> found = Files.list(GOLDEN)) {
            return found
                    .filter(ledger -> Files.isDirectory(ledger.resolve("log")))
                    .map(ledger -> ledger.getFileName().toString())
                    .sorted()
                    .toList()
                    .stream();
        }
    }

    @ParameterizedTest
    @MethodSource("ledgers")
    void a_golden_log_is_taken_if_and_only_if_it_is_sound(String name) throws IOException {
        Path ledger = GOLDEN.resolve(name);
        String expected = Files.readString(ledger.resolve("expected.json"));
        CrashingFiles files = CrashingFiles.onEmptyDisk();
        Map<Path, byte[]> before = copied(ledger, files);

        LogOpening opening =
                Logs.at(files, DIRECTORY).openForWriting(() -> StoreMemory.NONE, TornTail.CUT_IF_STORE_VOUCHES);

        if (opening instanceof LogOpened opened) {
            opened.log().close(StoreLeft.NOT_KNOWN);
            // What only the store can tell, ids that come twice, and transactions are not judged by opening a log.
            assertThat(expected)
                    .containsAnyOf("\"log\": \"intact\"", "\"log\": \"forked\"", "\"duplicate_id\"", "\"transaction\"");
        } else {
            LogRefusal reason = ((LogRefused) opening).reason();
            if (expected.contains("\"log\": \"intact\"")) {
                assertThat(reason)
                        .as("intact, with an event that decides about others")
                        .isInstanceOf(LogRefusal.UnknownVersion.class);
            }
            if (expected.contains("\"log\": \"torn_tail\"")) {
                assertThat(reason).isInstanceOf(LogRefusal.TornTailUnvouched.class);
            }
            if (expected.contains("\"log\": \"unknown_version\"")) {
                assertThat(reason).isInstanceOf(LogRefusal.UnknownVersion.class);
            }
        }
        before.forEach((file, content) ->
                assertThat(files.content(file)).as(file.toString()).isEqualTo(content));
    }

    private static Map<Path, byte[]> copied(Path ledger, CrashingFiles files) throws IOException {
        Map<Path, byte[]> copied = new TreeMap<>();
        try (Stream<Path> found = Files.walk(ledger.resolve("log"))) {
            for (Path file : found.filter(Files::isRegularFile).toList()) {
                Path copy = DIRECTORY.resolve(ledger.relativize(file).toString());
                files.put(copy, Files.readAllBytes(file));
                copied.put(copy, Files.readAllBytes(file));
            }
        }
        if (Files.exists(ledger.resolve("writer"))) {
            files.put(DIRECTORY.resolve("writer"), Files.readAllBytes(ledger.resolve("writer")));
        }
        return copied;
    }
}
