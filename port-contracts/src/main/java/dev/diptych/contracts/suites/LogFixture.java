package dev.diptych.contracts.suites;

import dev.diptych.domain.chain.Sequence;
import dev.diptych.ports.driven.LogProvider;
import java.util.List;

/**
 * A place for one log, and what a test does to it behind the adapter's back. Each test has a fixture of its own.
 *
 * <p>Whatever a fixture says it cannot do must throw {@link UnsupportedOperationException} when it is asked to; the suites
 * assert that. Saying so gives up the assertion behind it, so an adapter should have one fixture that can do everything,
 * on {@link dev.diptych.contracts.files.CrashingFiles} for example, and may have others.
 */
public interface LogFixture extends AutoCloseable {
    /** The place, as the process that runs now sees it. Asked again after each {@link #kill} and {@link #powerCut}. */
    LogProvider provider();

    /** Whether the process can die: all that it wrote stays, and its lock is gone. */
    default boolean canKill() {
        return false;
    }

    default void kill() {
        throw new UnsupportedOperationException("this fixture cannot kill the process");
    }

    /** Whether the power can fail: what no force covered survives in any part. */
    default boolean canCutPower() {
        return false;
    }

    /**
     * @param seed chooses what survives
     */
    default void powerCut(long seed) {
        throw new UnsupportedOperationException("this fixture cannot cut the power");
    }

    /** Whether the process can be stopped in the middle of any call on the medium. */
    default boolean canStopAnywhere() {
        return false;
    }

    /** How many calls on the medium the process that runs now has made. */
    default long operations() {
        throw new UnsupportedOperationException("this fixture does not count calls");
    }

    /** Lets the process stop in the middle of the call with this index, counted from 0. */
    default void stopAt(long operation) {
        throw new UnsupportedOperationException("this fixture cannot stop the process");
    }

    /** Whether the next force of written bytes can be made to fail. */
    default boolean canFailForces() {
        return false;
    }

    default void failNextForce() {
        throw new UnsupportedOperationException("this fixture cannot let a force fail");
    }

    /** Whether the medium can be made to run full after a few more bytes. */
    default boolean canRunFull() {
        return false;
    }

    default void runFull() {
        throw new UnsupportedOperationException("this fixture cannot run full");
    }

    default void makeRoom() {
        throw new UnsupportedOperationException("this fixture cannot run full");
    }

    /** Whether a log can be replaced, by one with the same bytes, under its writer. */
    default boolean canReplace() {
        return false;
    }

    default void replace() {
        throw new UnsupportedOperationException("this fixture cannot replace the log");
    }

    /** Whether something that does not belong there can lie among the segments. */
    default boolean canHoldForeign() {
        return false;
    }

    default void addForeign() {
        throw new UnsupportedOperationException("this fixture cannot hold what is foreign");
    }

    /** Flips the lowest bit of one byte of an event's line. */
    void damage(Sequence sequence, LineRegion region);

    /** Puts bytes behind the log's last byte, durably: a torn tail, or worse. */
    void addBytes(byte[] bytes);

    /** Takes the last bytes of the log away, durably. */
    void cutBytes(int count);

    /** Takes the log away, as if it had never been; what lies beside it stays. */
    void deleteLog();

    /** The copies of torn tails that were made before they were cut, in any order. */
    List<byte[]> quarantined();

    @Override
    default void close() {}
}
