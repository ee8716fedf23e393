package dev.diptych.contracts.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diptych.domain.parity.ParityVerdict;
import dev.diptych.ports.driven.StoreReader;
import dev.diptych.ports.driving.AppendAnswer;
import dev.diptych.ports.driving.CutoverAnswer;
import dev.diptych.ports.driving.LogVerdict;
import dev.diptych.ports.driving.Mirror;
import dev.diptych.ports.driving.MirrorOpening;
import dev.diptych.ports.driving.OpenRefusal;
import dev.diptych.ports.driving.StoreCutoverAnswer;
import dev.diptych.ports.driving.VerifyReport;
import java.util.List;
import java.util.Set;

/**
 * What must be true of a ledger when it is opened behind a process that died, whatever that did and wherever it died:
 *
 * <ol>
 *   <li>it can be opened, and both copies hold the same events, void ones as such, and the log is intact
 *   <li>what was acknowledged is there; what was not is there with its whole batch, or not at all
 *   <li>every run of bound events has one outcome, right behind it; what a caller was told agrees with it
 *   <li>the caller's values are there if and only if that outcome is <i>committed</i>
 *   <li>the store's epoch is one more than the boundaries that were crossed
 *   <li>the ledger goes on: an append ends mirrored, the plan of a cutover is carried out when it is run again, and no line
 *       that was there has changed
 * </ol>
 */
final class CrashInvariants {
    private final CrashBench bench;
    private final CrashRun run;
    private final String name;

    CrashInvariants(CrashBench bench, CrashRun run, String name) {
        this.bench = bench;
        this.run = run;
        this.name = name;
    }

    /** The process is dead, and the next one runs. */
    void require() {
        Mirror first = openWithWhicheverStore();
        first.close();
        LogReading log = read();
        requireTruth(log);
        requireTold(log);
        goOn();
        LogReading later = read();
        assertThat(later.lines().subList(0, log.lines().size()))
                .describedAs(name)
                .isEqualTo(log.lines());
        requireTruth(later);
    }

    private void requireTruth(LogReading log) {
        requireParity();
        assertThat(log.problems()).describedAs(name).isEmpty();
        assertThat(log.ids()).describedAs(name).doesNotHaveDuplicates().containsAll(run.acknowledged());
        for (List<String> batch : run.handedIn()) {
            assertThat(batch.stream().filter(log::isThere).count())
                    .describedAs("%s: events of %s", name, batch)
                    .isIn(0L, (long) batch.size());
        }
        Set<String> keys = bench.callersKeys();
        run.deeds().forEach(deed -> requireTruth(deed, log, keys));
        assertThat(epoch()).describedAs(name).isEqualTo(1 + log.boundaries());
    }

    private void requireTruth(Deed deed, LogReading log, Set<String> keys) {
        boolean happened = happened(deed, log);
        if (happened) {
            assertThat(deed.ids()).describedAs(name).allMatch(log::happened);
        }
        if (deed.kind() == Deed.Kind.CUTOVER_OF_THE_STORE) {
            return;
        }
        for (String key : List.of(deed.key(), deed.key() + "-behind")) {
            assertThat(keys.contains(key))
                    .describedAs("%s: the caller's value %s is there, and the log tells committed", name, key)
                    .isEqualTo(happened);
        }
    }

    private void requireTold(LogReading log) {
        for (Deed deed : run.deeds()) {
            deed.committed()
                    .ifPresent(told -> assertThat(told)
                            .describedAs("%s: the caller was told that %s was committed", name, deed.key())
                            .isEqualTo(happened(deed, log)));
        }
    }

    private static boolean happened(Deed deed, LogReading log) {
        return switch (deed.kind()) {
            case TRANSACTION -> deed.ids().stream().anyMatch(log::happened);
            case CUTOVER_IN_PLACE -> log.cutoversInPlace() > 0;
            case CUTOVER_OF_THE_STORE -> log.cutoversOfTheStore() > 0;
        };
    }

    /** Behind a cutover of the store, only the store that the log names can be opened. */
    private Mirror openWithWhicheverStore() {
        return bench.open().fold(MirrorOpening.Opened::mirror, refused -> {
            assertThat(refused.refusal()).describedAs(name).isInstanceOf(OpenRefusal.Superseded.class);
            assertThat(tried(Deed.Kind.CUTOVER_OF_THE_STORE)).describedAs(name).isTrue();
            bench.useOtherStore();
            return open();
        });
    }

    private boolean tried(Deed.Kind kind) {
        return run.deeds().stream().anyMatch(deed -> deed.kind() == kind);
    }

    private void goOn() {
        if (tried(Deed.Kind.CUTOVER_OF_THE_STORE) && read().cutoversOfTheStore() == 0) {
            StoreCutoverAnswer again = bench.cutOverStore();
            assertThat(again)
                    .describedAs("%s: the cutover of the store, run again, came to %s", name, again)
                    .isInstanceOf(StoreCutoverAnswer.CutOver.class);
            bench.useOtherStore();
        }
        try (Mirror mirror = open()) {
            AppendAnswer answer = mirror.append(CrashRun.draft("after"), CrashRun.decision(mirror));
            assertThat(answer).describedAs(name).isInstanceOf(AppendAnswer.Mirrored.class);
            if (tried(Deed.Kind.CUTOVER_IN_PLACE)) {
                CutoverAnswer again = mirror.cutOver(run.plan());
                boolean isClean = again.fold(new CutoverAnswer.Cases<>(
                        done -> done.report().isClean(),
                        already -> already.report().isClean(),
                        refused -> false,
                        aborted -> false,
                        unfinished -> false));
                assertThat(isClean)
                        .describedAs("%s: the plan, run again, came to %s", name, again)
                        .isTrue();
            }
        }
    }

    private void requireParity() {
        VerifyReport report = bench.verify();
        assertThat(report.findings()).describedAs(name).isEmpty();
        assertThat(report.verdict()).describedAs(name).isEqualTo(ParityVerdict.IN_PARITY);
        assertThat(report.log()).describedAs(name).isEqualTo(LogVerdict.INTACT);
    }

    private LogReading read() {
        return LogReading.of(bench.log());
    }

    private long epoch() {
        try (StoreReader store = bench.store().openForReading()) {
            return store.identity().epoch();
        }
    }

    private Mirror open() {
        return bench.open().fold(MirrorOpening.Opened::mirror, refused -> {
            throw new AssertionError(name + ": opening was refused: " + refused.refusal());
        });
    }
}
