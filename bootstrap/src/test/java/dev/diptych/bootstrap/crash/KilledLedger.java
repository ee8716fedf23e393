package dev.diptych.bootstrap.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diptych.bootstrap.Diptych;
import dev.diptych.domain.cutover.CutoverPhase;
import dev.diptych.ports.driving.CutoverAnswer;
import dev.diptych.ports.driving.Mirror;
import dev.diptych.ports.driving.ShowCutovers;
import dev.diptych.ports.driving.VerifyReport;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.jdbi.v3.core.Jdbi;

/** One real ledger, the processes that died on it, and what they said before. */
final class KilledLedger {
    /** The most lines that a process says before it is killed: some four works. */
    private static final int LINES_MAX = 30;

    private static final int SPIN_MAX = 2_000_000;

    private final Path directory;
    private final Set<String> acknowledged = new HashSet<>();
    private final Map<String, Boolean> told = new HashMap<>();
    private final List<String> tried = new ArrayList<>();
    private String last = "";

    KilledLedger(Path directory) {
        this.directory = directory;
    }

    /**
     * How a process ended.
     *
     * @param word in which state it left what it was at
     * @param wasKilled whether it was, or had come to its end before
     */
    record Death(String word, boolean wasKilled) {}

    /** Starts a process, and kills it when it has said so many lines, and a little later. */
    Death live(int life, Random random) throws IOException, InterruptedException {
        int lines = 1 + random.nextInt(LINES_MAX);
        int spin = random.nextInt(SPIN_MAX);
        Process process = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-Xmx64m",
                        "-Djava.io.tmpdir="
                                + directory, // A killed process leaves the library there that it had unpacked.
                        "-cp",
                        System.getProperty("java.class.path"),
                        Victim.class.getName(),
                        directory.toString(),
                        Integer.toString(life),
                        Long.toString(random.nextLong()))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        last = "";
        try (BufferedReader said =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (int heard = 0; heard < lines && hear(said.readLine()); heard++) {
                Thread.onSpinWait();
            }
            for (int spun = 0; spun < spin; spun++) {
                Thread.onSpinWait();
            }
            process.toHandle().destroyForcibly(); // SIGKILL. By the handle: what was said before is still to be heard.
            while (hear(said.readLine())) {
                Thread.onSpinWait();
            }
            process.waitFor();
        }
        boolean wasKilled = process.exitValue() == 128 + 9;
        assertThat(wasKilled || process.exitValue() == 0)
                .describedAs("exit %s", process.exitValue())
                .isTrue();
        return new Death(wasKilled ? "died " + state() : "came to its end before", wasKilled);
    }

    /** Remembers a line; false at the end of them. What was said was true before it was said. */
    private boolean hear(String line) {
        if (line == null) {
            return false;
        }
        String[] words = line.split(" ", -1);
        if (words[0].equals("try")) {
            last = words[2];
            tried.add(last);
        } else if (words[0].equals("told") && words.length == 2) {
            acknowledged.add(words[1]);
        } else if (words[0].equals("told")) {
            told.put(words[2], words[1].equals("committed"));
        }
        return true;
    }

    /** In which state the process left what it was at; of a cutover, what the log tells before anybody opens it. */
    private String state() {
        if (!last.startsWith("c-")) {
            return last.isEmpty()
                    ? "before it began anything"
                    : last.startsWith("t-") ? "in or behind a transaction" : "in or behind an append";
        }
        if (told.containsKey(last)) {
            return "behind a cutover";
        }
        CutoverPhase phase = Diptych.at(directory)
                .cutovers()
                .phaseOf(Victim.plan(last).outline().digest());
        return phase == CutoverPhase.NOT_BEGUN
                ? "in a cutover, before its boundary"
                : phase == CutoverPhase.UNDECIDED ? "in a cutover, undecided" : "in a cutover, " + phase.word();
    }

    /** How many cutovers were tried. */
    long cutovers() {
        return tried.stream().filter(key -> key.startsWith("c-")).count();
    }

    /** Opens the ledger, looks at all that was ever tried in it, and carries the cutover out that was not. */
    void requireTruth(String name) {
        Diptych ledger = Diptych.at(directory);
        ledger.open().close();
        Map<String, Boolean> happened = requireAgreement(ledger, name);
        told.forEach((key, committed) -> assertThat(happened.get(key))
                .describedAs("%s: what was told of %s", name, key)
                .isEqualTo(committed));
        if (last.startsWith("c-") && !happened.get(last)) {
            try (Mirror mirror = ledger.open()) {
                CutoverAnswer again = mirror.cutOver(Victim.plan(last));
                assertThat(again).describedAs(name).isInstanceOf(CutoverAnswer.CutOver.class);
                told.put(last, true);
            }
            assertThat(requireAgreement(ledger, name).get(last))
                    .describedAs(name)
                    .isTrue();
        }
    }

    /** What happened of all that was tried, of which log, store, the caller's table and epoch must say the same. */
    private Map<String, Boolean> requireAgreement(Diptych ledger, String name) {
        VerifyReport report = ledger.verify();
        assertThat(report.isClean())
                .describedAs("%s: %s", name, report.findings())
                .isTrue();
        assertThat(report.findingsTotal()).describedAs(name).isZero();
        ShowCutovers.History history = ledger.cutovers();
        Map<String, Boolean> events = events();
        assertThat(events.keySet()).describedAs(name).containsAll(acknowledged);
        Set<String> values = values();
        Map<String, Boolean> happened = new HashMap<>();
        for (String key : tried) {
            if (!key.startsWith("a-")) {
                boolean is = key.startsWith("c-")
                        ? history.phaseOf(Victim.plan(key).outline().digest()) == CutoverPhase.COMMITTED
                        : events.getOrDefault(key + ".0", false);
                happened.put(key, is);
                for (String value : List.of(key, key + "-behind")) {
                    assertThat(values.contains(value))
                            .describedAs("%s: the caller's value %s", name, value)
                            .isEqualTo(is);
                }
            }
        }
        long committed = history.boundaries().stream()
                .filter(boundary -> boundary.outcome() == ShowCutovers.Outcome.COMMITTED)
                .count();
        assertThat(history.boundaries())
                .describedAs(name)
                .noneMatch(boundary -> boundary.outcome() == ShowCutovers.Outcome.UNDECIDED);
        assertThat(history.epoch()).describedAs(name).contains(1 + committed);
        return happened;
    }

    /** Every event of the store by its id, and whether it happened. */
    private Map<String, Boolean> events() {
        Map<String, Boolean> found = new HashMap<>();
        Jdbi.create("jdbc:sqlite:" + directory.resolve("store.db"))
                .useHandle(handle -> handle.createQuery("SELECT id, void FROM diptych_events")
                        .map((row, context) -> found.put(row.getString(1), row.getInt(2) == 0))
                        .list());
        return found;
    }

    private Set<String> values() {
        return Jdbi.create("jdbc:sqlite:" + directory.resolve("store.db")).withHandle(handle -> {
            boolean isThere = handle.createQuery("SELECT count(*) FROM sqlite_schema WHERE name = 'callers'")
                            .mapTo(Integer.class)
                            .one()
                    > 0;
            return isThere
                    ? new HashSet<>(handle.createQuery("SELECT k FROM callers")
                            .mapTo(String.class)
                            .list())
                    : Set.of();
        });
    }
}
