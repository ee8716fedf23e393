package dev.diptych.contracts.twins;

import dev.diptych.contracts.events.RowColumn;
import dev.diptych.contracts.suites.StoreFixture;
import dev.diptych.ports.driven.StoreProvider;

/** The twin of the store, to which everything can be done. */
final class TwinStoreFixture implements StoreFixture {
    private final TwinStoreDisk disk = TwinStoreDisk.empty();

    @Override
    public StoreProvider provider() {
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
        disk.powerCut(seed);
    }

    @Override
    public boolean canFailCommits() {
        return true;
    }

    @Override
    public void failNextCommit() {
        disk.failCommits(1);
    }

    @Override
    public boolean canHoldBusy() {
        return true;
    }

    @Override
    public Held holdBusy() {
        TwinCallersTransaction other = disk.begin();
        return other::rollback;
    }

    @Override
    public CallersTransaction begin() {
        TwinCallersTransaction begun = disk.begin();
        return new CallersTransaction() {
            @Override
            public Object given() {
                return begun;
            }

            @Override
            public void commit() {
                begun.commit();
            }

            @Override
            public void rollback() {
                begun.rollback();
            }
        };
    }

    @Override
    public Class<?> unwrapped() {
        return TwinCallersValues.class;
    }

    @Override
    public void editRow(long sequence, RowColumn column, String value) {
        disk.editRow(sequence, column, value);
    }

    @Override
    public void deleteRow(long sequence) {
        disk.deleteRow(sequence);
    }

    @Override
    public void deleteStore() {
        disk.delete();
    }

    @Override
    public void putForeign() {
        disk.putForeign();
    }

    @Override
    public void setSchema(int version) {
        disk.setSchema(version);
    }
}
