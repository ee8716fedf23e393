package dev.diptych.contracts.crash;

import java.util.List;
import java.util.function.Consumer;

/**
 * Something that a process does with a ledger, at every operation of which it may die.
 *
 * @param name what it is called in reports
 * @param before what an earlier process had done, and ended
 * @param work what the process does, opening and closing included
 */
public record CrashScenario(String name, Consumer<CrashRun> before, Consumer<CrashRun> work) {
    private static final Consumer<CrashRun> NOTHING = run -> {};

    /** A ledger of two events, closed properly. */
    private static final Consumer<CrashRun> A_LEDGER = run -> run.withMirror(mirror -> {
        run.append(mirror, "e-1");
        run.append(mirror, "e-2");
    });

    /** All that a process does with a ledger. */
    public static List<CrashScenario> all() {
        return List.of(
                behind(
                        "append",
                        run -> run.withMirror(mirror -> {
                            run.append(mirror, "a-1");
                            run.append(mirror, "a-2", "a-3");
                        })),
                behind(
                        "transaction, committed",
                        run -> run.withMirror(mirror -> {
                            run.transact(mirror, "t", false, "t-1");
                            run.append(mirror, "a-1");
                        })),
                behind(
                        "transaction, rolled back",
                        run -> run.withMirror(mirror -> {
                            run.transact(mirror, "t", true, "t-1");
                            run.append(mirror, "a-1");
                        })),
                behind(
                        "transaction of several events",
                        run -> run.withMirror(mirror -> {
                            run.append(mirror, "a-1");
                            run.transact(mirror, "t", false, "t-1", "t-2", "t-3");
                            run.transact(mirror, "u", false, "u-1", "u-2");
                        })),
                new CrashScenario(
                        "transaction, first of the ledger",
                        NOTHING,
                        run -> run.withMirror(mirror -> {
                            run.transact(mirror, "t", false, "t-1");
                            run.append(mirror, "a-1");
                        })),
                behind(
                        "transaction of the caller's, committed",
                        run -> run.withMirror(mirror -> {
                            run.bring(mirror, "t", false, "t-1");
                            run.append(mirror, "a-1");
                        })),
                behind(
                        "transaction of the caller's, rolled back",
                        run -> run.withMirror(mirror -> {
                            run.bring(mirror, "t", true, "t-1");
                            run.append(mirror, "a-1");
                        })),
                behind("cutover in place", run -> run.withMirror(run::cutOver)),
                behind("cutover of the store", CrashRun::cutOverStore));
    }

    private static CrashScenario behind(String name, Consumer<CrashRun> work) {
        return new CrashScenario(name, A_LEDGER, work);
    }

    @Override
    public String toString() {
        return name;
    }
}
