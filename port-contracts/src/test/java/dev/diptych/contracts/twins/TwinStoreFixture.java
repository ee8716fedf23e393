package dev.diptych.contracts.twins;

import dev.diptych.contracts.events.RowColumn;
import dev.diptych.contracts.suites.StoreFixture;
import dev.diptych.ports.driven.StoreId;
import dev.diptych.ports.driven.StoreProvider;
import dev.diptych.ports.driven.StoreTransaction;
import java.util.Optional;

/** The twin of the store, to which everything can be done. */
final class TwinStoreFixture implements StoreFixture {
    private static final String TABLE = "callers";

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
    public CallersStatements statements(StoreTransaction inside) {
        TwinStoreStatements statements = inside.unwrap(TwinStoreStatements.class);
        return new CallersStatements() {
            @Override
            public void put(String key, String value) {
                statements.put(TABLE + "/" + key, value);
            }

            @Override
            public void takingBack(Runnable work) {
                statements.takingBack(work);
            }

            @Override
            public void conflictThatRollsBack() {
                statements.conflictThatRollsBack();
            }

            @Override
            public void hiddenCommit() {
                statements.hiddenCommit();
            }

            @Override
            public void attach() {
                statements.attach();
            }
        };
    }

    @Override
    public boolean canMakeOutdated() {
        return true;
    }

    @Override
    public void createOutdated(StoreId id) {
        disk.provider().create(id).close();
        disk.setSchema(1);
    }

    @Override
    public String callersTable() {
        return TABLE;
    }

    @Override
    public Optional<String> callersValue(String key) {
        return Optional.ofNullable(disk.callersValues().get(TABLE + "/" + key));
    }

    @Override
    public void fillDisk(StoreTransaction inside) {
        disk.setFull(true);
    }

    @Override
    public void makeRoom() {
        disk.setFull(false);
    }

    @Override
    public void editPinned(String text) {
        disk.editPinned(text);
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
