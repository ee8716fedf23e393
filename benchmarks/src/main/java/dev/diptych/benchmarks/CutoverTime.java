package dev.diptych.benchmarks;

import dev.diptych.bootstrap.Diptych;
import dev.diptych.ports.driving.CutoverAnswer;
import dev.diptych.ports.driving.CutoverProgress;
import dev.diptych.ports.driving.CutoverReport;
import dev.diptych.ports.driving.StoreCutoverAnswer;
import dev.diptych.ports.driving.StoreCutoverReport;
import dev.diptych.ports.driving.StoreCutoverWatch;
import dev.diptych.ports.driving.UpgradeStore;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Locale;

/**
 * How long a cutover takes, and how long nobody can append meanwhile (the fence), of a ledger with so many events: to a store
 * at another place, and in place from schema 1 to schema 2. Run once as a whole process, because nobody cuts over twice:
 *
 * <pre>java -cp benchmarks/target/benchmarks.jar dev.diptych.benchmarks.CutoverTime 1000000</pre>
 *
 * <p>To be read against what is measured in the same run: filling the ledger, a full verification of it, and copying its rows
 * inside SQLite.
 */
public final class CutoverTime {
    /**
     * What a run came to.
     *
     * @param fill appending all events, in lists of a thousand
     * @param verify a full verification of both copies
     * @param copy copying all rows within SQLite, with the indexes of schema 1
     * @param store the cutover to another store, all of it
     * @param storeFence how long nobody could append meanwhile
     * @param upgrade the cutover in place, opening and verifications included
     * @param upgradeFence how long nobody could append meanwhile, but for opening and closing
     */
    record Times(
            int events,
            Duration fill,
            Duration verify,
            Duration copy,
            Duration store,
            Duration storeFence,
            Duration upgrade,
            Duration upgradeFence) {
        void print(PrintStream out) {
            out.printf(Locale.ROOT, "%,d events%n", events);
            line(out, "fill", fill);
            line(out, "verify in full", verify);
            line(out, "copy the rows in SQLite", copy);
            line(out, "cutover to another store", store);
            line(out, "  its fence", storeFence);
            line(out, "cutover in place, 1 to 2", upgrade);
            line(out, "  its fence", upgradeFence);
        }

        private void line(PrintStream out, String what, Duration took) {
            double seconds = took.toNanos() / 1e9;
            out.printf(
                    Locale.ROOT,
                    "%-26s %9.3f s  %6.2f x verify  %6.2f x copy%n",
                    what,
                    seconds,
                    seconds / (verify.toNanos() / 1e9),
                    seconds / (copy.toNanos() / 1e9));
        }
    }

    private CutoverTime() {}

    public static void main(String[] arguments) throws SQLException {
        int events = Integer.parseInt(arguments[0]);
        Path directory = Ledgers.temporaryDirectory();
        try {
            run(directory, events).print(new PrintStream(System.out, true, StandardCharsets.UTF_8));
        } finally {
            Ledgers.remove(directory);
        }
    }

    static Times run(Path directory, int events) throws SQLException {
        Diptych ledger = Ledgers.in(directory);
        long begun = System.nanoTime();
        Ledgers.fill(ledger, events, false);
        Duration fill = since(begun);

        begun = System.nanoTime();
        requireClean(ledger);
        Duration verify = since(begun);

        Path other = directory.resolve("other.db");
        begun = System.nanoTime();
        StoreCutoverReport moved = cutOver(ledger, sqlite(other));
        Duration store = since(begun);

        Path old = directory.resolve("old.db");
        Duration copy = Duration.ofNanos(OldStore.copy(other, old));
        Diptych outdated = ledger.store(sqlite(old));
        begun = System.nanoTime();
        CutoverReport upgraded = upgrade(outdated);
        Duration upgrade = since(begun);
        requireClean(outdated);

        return new Times(
                events,
                fill,
                verify,
                copy,
                store,
                moved.fence().orElseThrow(),
                upgrade,
                upgraded.fence().orElseThrow());
    }

    private static StoreCutoverReport cutOver(Diptych ledger, URI to) {
        return ledger.cutOverStore(to, StoreCutoverWatch.UNSEEN)
                .fold(
                        StoreCutoverAnswer.CutOver::report,
                        CutoverTime::unexpected,
                        CutoverTime::unexpected,
                        CutoverTime::unexpected);
    }

    private static CutoverReport upgrade(Diptych ledger) {
        CutoverAnswer answer = ledger.upgradeStore()
                .upgrade(UpgradeStore.Request.by("benchmark@example.com"), CutoverProgress.UNSEEN)
                .fold(CutoverTime::unexpected, UpgradeStore.Tried::answer, CutoverTime::unexpected);
        return answer.fold(new CutoverAnswer.Cases<>(
                CutoverAnswer.CutOver::report,
                CutoverTime::unexpected,
                CutoverTime::unexpected,
                CutoverTime::unexpected,
                CutoverTime::unexpected));
    }

    private static <T> T unexpected(Object answer) {
        throw new IllegalStateException(answer.toString());
    }

    private static void requireClean(Diptych ledger) {
        if (!ledger.verify().isClean()) {
            throw new IllegalStateException("the ledger of the benchmark is not clean");
        }
    }

    private static URI sqlite(Path file) {
        return URI.create("sqlite:" + file);
    }

    private static Duration since(long begun) {
        return Duration.ofNanos(System.nanoTime() - begun);
    }
}
