package dev.diptych.ports.driven;

import java.nio.file.Path;

/** Makes logs of lines that are given, in other directories, each under the name {@code log}, and finds them there. */
public interface LogCopies {
    /** The name of a copy in its directory. */
    String DIRECTORY_NAME = "log";

    /**
     * Begins a copy.
     *
     * @param directory where it is to be: a directory that is there, with no copy in it yet
     * @throws LogUnavailableException if there is something, or the medium failed
     */
    Copy begin(Path directory);

    /** The place of the copy in a directory. Nothing is opened or made. */
    LogProvider in(Path directory);

    /** A copy that is being made. One thread at a time; close it. */
    interface Copy extends AutoCloseable {
        /**
         * Begins a segment. Lines come only behind this.
         *
         * @param name its name, as a scan of the log tells it
         * @throws LogUnavailableException if the medium failed or is full
         */
        void segment(String name);

        /**
         * Adds a line behind those before it, byte by byte as it is.
         *
         * @param line the line with its LF
         * @throws LogUnavailableException if the medium failed or is full
         */
        void line(byte[] line);

        /**
         * Makes the copy durable: when this returns, every line given, and the names it is found by, survive a power cut.
         *
         * @throws LogUnavailableException if the medium failed or is full
         */
        void force();

        /** Lets the files go; what was not forced may be lost. */
        @Override
        void close();
    }
}
