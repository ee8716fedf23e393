package dev.diptych.contracts.crash;

import dev.diptych.contracts.files.FileOperation;
import dev.diptych.contracts.stores.StoreOperation;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Does a scenario once to learn its operations, and then once for each thing that can go wrong at each of them, looking every
 * time at what must be true ({@link CrashInvariants}); then, for the points at which the process died, lets the opening that
 * mends it go wrong at each of its operations, too. Counts what was tried.
 */
public final class CrashMatrix {
    private final Supplier<CrashBench> benches;
    private final Map<String, Long> tried = new TreeMap<>();
    private long known;

    /**
     * @param benches gives a bench of its own to each run
     */
    public CrashMatrix(Supplier<CrashBench> benches) {
        this.benches = benches;
    }

    /** Tries every point of a scenario. */
    public void tryAll(CrashScenario scenario) {
        for (CrashPoint point : keep(points(scenario, bout -> {}), Double.MAX_VALUE, new Random(0))) {
            tryOne(scenario, point);
        }
    }

    /**
     * Tries about so many points of a scenario.
     *
     * @param random draws them
     */
    public void trySome(CrashScenario scenario, long count, Random random) {
        for (CrashPoint point : keep(points(scenario, bout -> {}), count, random)) {
            tryOne(scenario, point);
        }
    }

    /**
     * Lets about {@code firsts} of the points of a scenario at which the process dies happen, and about {@code seconds} of those
     * of the opening behind each.
     *
     * @param random draws them
     */
    public void trySecondFaults(CrashScenario scenario, long firsts, long seconds, Random random) {
        List<CrashPoint> deaths =
                points(scenario, bout -> {}).stream().filter(CrashPoint::stops).toList();
        for (CrashPoint first : drawn(deaths, firsts, random)) {
            for (CrashPoint second : keep(points(scenario, dying(scenario, first)), seconds, random)) {
                trySecond(scenario, first, second);
            }
        }
    }

    private static Consumer<Bout> dying(CrashScenario scenario, CrashPoint first) {
        return bout -> bout.die(scenario, first);
    }

    /** The points of what a scenario does, or, behind a death, of an opening and closing that mends it. */
    private List<CrashPoint> points(CrashScenario scenario, Consumer<Bout> death) {
        try (CrashBench bench = benches.get()) {
            Bout bout = new Bout(bench);
            bout.before(scenario);
            int processes = bout.processes;
            death.accept(bout);
            if (bout.processes == processes) {
                scenario.work().accept(bout.run);
            } else {
                bout.run.withMirror(mirror -> {});
            }
            List<FileOperation> files = bench.fileOperations();
            List<StoreOperation> stores = bench.stores().operations();
            return CrashPoint.of(files, stores, bench);
        }
    }

    private void tryOne(CrashScenario scenario, CrashPoint point) {
        try (CrashBench bench = benches.get()) {
            Bout bout = new Bout(bench);
            bout.before(scenario);
            bout.die(scenario, point);
            new CrashInvariants(bench, bout.run, scenario.name() + ": " + point.name()).require();
        }
        count(point.kind());
    }

    private void trySecond(CrashScenario scenario, CrashPoint first, CrashPoint second) {
        try (CrashBench bench = benches.get()) {
            Bout bout = new Bout(bench);
            bout.before(scenario);
            bout.die(scenario, first);
            second.arm().accept(bench);
            bout.run.withMirror(mirror -> {});
            bout.end(second);
            new CrashInvariants(bench, bout.run, scenario.name() + ": " + first.name() + "; then " + second.name())
                    .require();
        }
        count("while opening, " + second.kind());
    }

    private void count(String kind) {
        tried.merge(kind, 1L, Long::sum);
    }

    private List<CrashPoint> keep(List<CrashPoint> points, double count, Random random) {
        known += points.size();
        return drawn(points, count, random);
    }

    private static List<CrashPoint> drawn(List<CrashPoint> points, double count, Random random) {
        double share = count / Math.max(1, points.size());
        List<CrashPoint> kept = new ArrayList<>();
        for (CrashPoint point : points) {
            if (share >= 1 || random.nextDouble() < share) {
                kept.add(point);
            }
        }
        return kept;
    }

    /** How many points were tried. */
    public long total() {
        return tried.values().stream().mapToLong(Long::longValue).sum();
    }

    /** One line for each kind of operation, and a total. */
    public String summary() {
        StringBuilder text = new StringBuilder();
        tried.forEach((kind, count) -> text.append(String.format(Locale.ROOT, "%8d  %s%n", count, kind)));
        return text.append(String.format(Locale.ROOT, "%8d  points, of %d%n", total(), known))
                .toString();
    }

    /** One ledger, from before the scenario until its process has died. */
    private static final class Bout {
        private final CrashBench bench;
        private final CrashRun run;
        private int processes;

        Bout(CrashBench bench) {
            this.bench = bench;
            this.run = new CrashRun(bench);
        }

        void before(CrashScenario scenario) {
            scenario.before().accept(run);
            bench.kill();
        }

        void die(CrashScenario scenario, CrashPoint point) {
            point.arm().accept(bench);
            scenario.work().accept(run);
            end(point);
        }

        void end(CrashPoint point) {
            processes++;
            if (point.cutsPower()) {
                bench.cutPower(point.name().hashCode());
            } else {
                bench.kill();
            }
        }
    }
}
