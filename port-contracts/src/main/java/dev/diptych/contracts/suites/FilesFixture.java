package dev.diptych.contracts.suites;

import dev.diptych.ports.driven.files.DurableFiles;
import java.nio.file.Path;

/** A directory in a file system for one test. */
public interface FilesFixture extends AutoCloseable {
    /** The file system, as the process that runs now sees it. */
    DurableFiles files();

    /** A directory that is there and empty. */
    Path root();

    /** Another process on the same file system, or what stands for one. */
    DurableFiles anotherProcess();

    /** Puts a symbolic link there. */
    void putLink(Path link, Path target);

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

    @Override
    default void close() {}
}
