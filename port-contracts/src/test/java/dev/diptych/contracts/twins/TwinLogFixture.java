package dev.diptych.contracts.twins;

import dev.diptych.contracts.files.Fault;
import dev.diptych.contracts.files.FaultPlan;
import dev.diptych.contracts.files.FileOperation.Kind;
import dev.diptych.contracts.files.PowerCut;
import dev.diptych.contracts.suites.LineRegion;
import dev.diptych.contracts.suites.LogFixture;
import dev.diptych.domain.chain.Sequence;
import dev.diptych.ports.driven.LogProvider;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The twin of the log, to which everything can be done. */
final class TwinLogFixture implements LogFixture {
    private final TwinLogDisk disk = TwinLogDisk.empty();

    @Override
    public LogProvider provider() {
        return disk.provider();
    }

    @Override
    public boolean canKill() {
        return true;
    }

    @Override
    public void kill() {
        disk.kill();
    }

    @Override
    public boolean canCutPower() {
        return true;
    }

    @Override
    public void powerCut(long seed) {
        disk.powerCut(PowerCut.seeded(seed));
    }

    @Override
    public boolean canStopAnywhere() {
        return true;
    }

    @Override
    public long operations() {
        return disk.operations().size();
    }

    @Override
    public void stopAt(long operation) {
        disk.failing(FaultPlan.once(operation, Fault.STOP_MIDWAY));
    }

    @Override
    public boolean canFailForces() {
        return true;
    }

    @Override
    public void failNextForce() {
        disk.failing(FaultPlan.atNth(Kind.FORCE, 1, Fault.ERROR));
    }

    @Override
    public boolean canRunFull() {
        return true;
    }

    @Override
    public void runFull() {
        disk.failing(FaultPlan.always(Kind.WRITE, Fault.SHORT_WRITE));
    }

    @Override
    public void makeRoom() {
        disk.failing(FaultPlan.NONE);
    }

    @Override
    public boolean canReplace() {
        return true;
    }

    @Override
    public void replace() {
        disk.replace();
    }

    @Override
    public boolean canHoldForeign() {
        return true;
    }

    @Override
    public void addForeign() {
        disk.addForeignFile("notes.txt");
    }

    @Override
    public void damage(Sequence sequence, LineRegion region) {
        String text = new String(disk.bytes(), StandardCharsets.ISO_8859_1);
        int start = text.indexOf("{\"seq\":" + sequence + ",");
        int end = text.indexOf('\n', start) + 1;
        byte[] line = text.substring(start, end).getBytes(StandardCharsets.ISO_8859_1);
        disk.damageByte(start + region.offsetIn(line));
    }

    @Override
    public void addBytes(byte[] bytes) {
        disk.addBytes(bytes);
    }

    @Override
    public void cutBytes(int count) {
        disk.cutTo(disk.bytes().length - count);
    }

    @Override
    public void deleteLog() {
        disk.deleteLog();
    }

    @Override
    public List<byte[]> quarantined() {
        return disk.quarantined();
    }
}
