package dev.diptych.domain.chain;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Every golden ledger's log is judged as its {@code expected.json} says, kind by kind; that of the store is not read. */
class GoldenLogsTest {
    private static final Path GOLDEN = Path.of("..", "golden");
    private static final Set<String> OF_THE_CHAIN = Set.of(
            "torn_tail",
            "undecodable",
            "gap",
            "link",
            "payload_hash",
            "event_hash",
            "batch",
            "segment_name",
            "unknown_version");

    @TestFactory
    List<DynamicTest> judges_every_golden_log_as_its_expectation_says() throws IOException {
        try (Stream<Path> ledgers = Files.list(GOLDEN)) {
            return ledgers.filter(ledger -> Files.exists(ledger.resolve("expected.json")))
                    .sorted()
                    .map(ledger ->
                            DynamicTest.dynamicTest(ledger.getFileName().toString(), () -> judges_as_expected(ledger)))
                    .toList();
        }
    }

    private static void judges_as_expected(Path ledger) throws IOException {
        Map<String, Long> expected = expectedKinds(ledger);
        boolean torn = expected.containsKey("torn_tail");
        LogImage image = image(ledger.resolve("log"));

        WalkEnd end = image.walk(torn ? LogImage.storeAt(0) : TailWitness.NONE);

        Map<String, Long> found = new TreeMap<>();
        image.findings.forEach(finding -> found.merge(finding.kind().word(), 1L, Long::sum));
        LogImage.torn(end).ifPresent(tail -> found.merge("torn_tail", 1L, Long::sum));
        assertThat(found).isEqualTo(expected);
    }

    private static Map<String, Long> expectedKinds(Path ledger) throws IOException {
        String text = Files.readString(ledger.resolve("expected.json"), StandardCharsets.UTF_8);
        String kinds = text.substring(text.indexOf("\"kinds\": {"), text.indexOf('}', text.indexOf("\"kinds\": {")));
        Map<String, Long> expected = new TreeMap<>();
        Matcher matcher = Pattern.compile("\"(\\w+)\": (\\d+)").matcher(kinds);
        while (matcher.find()) {
            if (OF_THE_CHAIN.contains(matcher.group(1)) && !isOfTheStore(text, matcher.group(1))) {
                expected.put(matcher.group(1), Long.parseLong(matcher.group(2)));
            }
        }
        return expected;
    }

    private static boolean isOfTheStore(String text, String kind) {
        return kind.equals("unknown_version") && !text.contains("\"log\": \"unknown_version\"");
    }

    private static LogImage image(Path log) throws IOException {
        LogImage image = new LogImage();
        if (!Files.isDirectory(log)) {
            return image;
        }
        try (Stream<Path> files = Files.list(log)) {
            for (Path file : files.sorted().toList()) {
                String name = file.getFileName().toString();
                if (name.matches("[0-9]{20}\\.jsonl") && Files.isRegularFile(file)) {
                    image.segment(Long.parseLong(name.substring(0, 20)));
                    image.add(Sealing.text(Files.readAllBytes(file)));
                } else if (!name.endsWith(".tmp")) {
                    image.foreign(name);
                }
            }
        }
        return image;
    }
}
