package dev.diptych.adapters.jsonl;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diptych.contracts.files.CrashingFiles;
import dev.diptych.contracts.files.Fault;
import dev.diptych.contracts.files.FaultPlan;
import dev.diptych.contracts.files.PowerCut;
import dev.diptych.contracts.suites.HoldMarkContract;
import dev.diptych.ports.driven.HoldMark;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class HoldFileContractTest extends HoldMarkContract {
    private static final Path FILE = Path.of("/ledger/hold");

    private CrashingFiles files = CrashingFiles.onEmptyDisk();

    @Override
    protected HoldMark mark() {
        files = CrashingFiles.onEmptyDisk();
        files.put(FILE.resolveSibling("lock"), new byte[0]);
        return HoldFile.at(files, FILE);
    }

    @Override
    protected HoldMark afterPowerCut() {
        return HoldFile.at(files.afterPowerCut(PowerCut.seeded(3)), FILE);
    }

    @Override
    protected void spoil() {
        files.failing(FaultPlan.fromThenOn(0, Fault.ERROR));
    }

    @Test
    void something_else_in_its_place_is_a_mark() {
        HoldMark mark = mark();
        files.putLink(FILE);

        assertThat(mark.read().orElseThrow()).contains("no plain file");
    }
}
