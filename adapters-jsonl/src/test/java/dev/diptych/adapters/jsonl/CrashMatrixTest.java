package dev.diptych.adapters.jsonl;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diptych.contracts.files.CrashingFiles;
import dev.diptych.contracts.files.Fault;
import dev.diptych.contracts.files.FaultPlan;
import dev.diptych.contracts.files.FileOperation;
import dev.diptych.contracts.files.PowerCut;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Every file operation of a life of a log, in which it is opened, grows, rolls, is closed and opened again, made to fail
 * or to be the last one, in turn; and every operation of the opening that mends it, too. Whatever happens: what was
 * acknowledged is there, what was refused is not, what is unknown is there as a whole or not at all, and the log goes on.
 */
final class CrashMatrixTest {
    private static final long OPERATIONS = LifeOfALog.operations();

    /** Nothing survives but what was forced; then what else may. */
    private static final PowerCut[] POWER_CUTS = {
        new PowerCut(PowerCut.Survival.NOTHING, 1),
        new PowerCut(PowerCut.Survival.ALL, 2),
        new PowerCut(PowerCut.Survival.PREFIX, 3),
        new PowerCut(PowerCut.Survival.PREFIX, 4),
        new PowerCut(PowerCut.Survival.GARBLED, 5),
        new PowerCut(PowerCut.Survival.GARBLED, 6),
        new PowerCut(PowerCut.Survival.REORDERED, 7),
        new PowerCut(PowerCut.Survival.REORDERED, 8),
    };

    @Test
    void without_faults_the_life_of_a_log_passes_through_every_kind_of_change_but_a_cut() {
        CrashingFiles files = CrashingFiles.onEmptyDisk();
        LifeOfALog life = new LifeOfALog();
        life.live(files);

        assertThat(life.acknowledged()).isEqualTo(LifeOfALog.EVENTS);
        assertThat(changes(files))
                .containsExactlyInAnyOrderElementsOf(
                        EnumSet.complementOf(EnumSet.of(FileOperation.Kind.TRUNCATE)).stream()
                                .filter(FileOperation.Kind::changes)
                                .collect(Collectors.toSet()));
    }

    @ParameterizedTest
    @EnumSource
    void whatever_operation_is_hit_once_nothing_acknowledged_is_lost(Fault fault) {
        for (long at = 0; at < OPERATIONS; at++) {
            hitOnce(fault, at, POWER_CUTS[0], true);
            hitOnce(fault, at, POWER_CUTS[0], false);
            hitOnce(fault, at, POWER_CUTS[1 + (int) (at % 7)], false);
            hitOnce(fault, at, PowerCut.seeded(at), false);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"ERROR", "NO_SPACE", "SHORT_WRITE"})
    void from_whatever_operation_on_everything_fails_nothing_acknowledged_is_lost(Fault fault) {
        for (long at = 0; at < OPERATIONS; at++) {
            CrashingFiles files = CrashingFiles.onEmptyDisk().failing(FaultPlan.fromThenOn(at, fault));
            LifeOfALog life = new LifeOfALog();
            life.live(files);
            life.assertMended(
                    files.afterPowerCut(POWER_CUTS[(int) (at % POWER_CUTS.length)]), fault + " from " + at + " on");
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_second_fault_while_a_crash_is_mended_loses_nothing_either(Fault second) {
        for (long at = 3; at < OPERATIONS; at += 5) {
            CrashingFiles stopped = CrashingFiles.onEmptyDisk().failing(FaultPlan.once(at, Fault.STOP_MIDWAY));
            LifeOfALog life = new LifeOfALog();
            life.live(stopped);
            for (long then = 0; ; then++) {
                PowerCut cut = PowerCut.seeded(at * 31 + then);
                CrashingFiles mending = stopped.afterPowerCut(cut).failing(FaultPlan.once(then, second));
                LifeOfALog again = life.copy();
                again.mend(mending);
                boolean reached = mending.operations().size() > then;
                again.assertMended(
                        mending.afterPowerCut(PowerCut.seeded(then)),
                        "stopped at " + at + ", then " + second + " at " + then);
                if (!reached) {
                    break;
                }
            }
        }
    }

    private static void hitOnce(Fault fault, long at, PowerCut cut, boolean killedOnly) {
        CrashingFiles files = CrashingFiles.onEmptyDisk().failing(FaultPlan.once(at, fault));
        LifeOfALog life = new LifeOfALog();
        life.live(files);
        boolean kill = killedOnly && fault != Fault.POWER_CUT;
        life.assertMended(
                kill ? files.afterKill() : files.afterPowerCut(cut),
                fault + " at " + at + (kill ? ", killed" : ", power cut " + cut));
    }

    private static Set<FileOperation.Kind> changes(CrashingFiles files) {
        return files.operations().stream()
                .map(FileOperation::kind)
                .filter(FileOperation.Kind::changes)
                .collect(Collectors.toSet());
    }
}
