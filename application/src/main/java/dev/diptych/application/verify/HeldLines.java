package dev.diptych.application.verify;

import dev.diptych.ports.driven.LogScan;
import java.util.ArrayDeque;

/**
 * Lines that may yet turn out to lie in a torn tail, which are no events. An ordinary batch, at most 8 MiB, is held whole.
 * Of a tail of many short lines, which no batch has, only the first are held, and the others are to be read again.
 */
public final class HeldLines {
    /** More than a batch of the shortest lines has. */
    private static final int LINES_MAX = 32_768;

    private final ArrayDeque<NumberedLine> lines = new ArrayDeque<>();
    private long readAgainFrom;
    private long readAgainThrough;

    /**
     * A line with its number, from 1, among those of the walk.
     *
     * @param number its number
     * @param line the line
     */
    record NumberedLine(long number, LogScan.LineRead line) {}

    /** Is given the lines that turn out to be the log's. */
    public interface Taker {
        void take(long number, LogScan.LineRead line);

        /** Takes the lines from one number through another, which are not at hand any more. */
        void takeAgain(long fromNumber, long throughNumber);
    }

    public void hold(long number, LogScan.LineRead line) {
        if (lines.size() < LINES_MAX) {
            lines.add(new NumberedLine(number, line));
            return;
        }
        readAgainFrom = readAgainFrom == 0 ? number : readAgainFrom;
        readAgainThrough = number;
    }

    public void releaseTo(Taker taker) {
        while (!lines.isEmpty()) {
            NumberedLine held = lines.remove();
            taker.take(held.number(), held.line());
        }
        if (readAgainFrom > 0) {
            taker.takeAgain(readAgainFrom, readAgainThrough);
        }
        readAgainFrom = 0;
    }
}
