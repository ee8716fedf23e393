package dev.diptych.application.verify;

import java.util.Arrays;
import java.util.OptionalLong;

/**
 * Which line of a log says which sequence, as runs of lines that stand one behind the other and count up by one. A log in
 * order is one run, and every lost, doubled, displaced or unreadable line begins another.
 *
 * <p>Memory is bounded: of a log in more than {@link #RUNS_MAX} pieces, the lines behind those are not found by sequence. What
 * differs there is still reported, with less detail.
 */
final class LineRuns {
    static final int RUNS_MAX = 131_072;

    private static final int LONGS_PER_RUN = 3;

    private long[] runs = new long[LONGS_PER_RUN * 4];
    private int count;
    private boolean overflowed;

    /** The line with this number, from 1, says this sequence. Numbers only grow. */
    void add(long number, long sequence) {
        if (count > 0 && number == firstNumber(count - 1) + length(count - 1) && sequence == end(count - 1)) {
            runs[(count - 1) * LONGS_PER_RUN + 2]++;
        } else if (count < RUNS_MAX) {
            begin(number, sequence);
        } else {
            overflowed = true;
        }
    }

    /** Whether all lines are one run, so that a line's number follows from its sequence. */
    boolean isOrderly() {
        return count <= 1 && !overflowed;
    }

    /** The number of the first line that says the sequence; empty where none does. */
    OptionalLong numberOf(long sequence) {
        for (int run = 0; run < count; run++) {
            if (sequence >= firstSequence(run) && sequence < end(run)) {
                return OptionalLong.of(firstNumber(run) + sequence - firstSequence(run));
            }
        }
        return OptionalLong.empty();
    }

    private void begin(long number, long sequence) {
        int at = count * LONGS_PER_RUN;
        if (at == runs.length) {
            runs = Arrays.copyOf(runs, runs.length * 2);
        }
        runs[at] = number;
        runs[at + 1] = sequence;
        runs[at + 2] = 1;
        count++;
    }

    private long firstNumber(int run) {
        return runs[run * LONGS_PER_RUN];
    }

    private long firstSequence(int run) {
        return runs[run * LONGS_PER_RUN + 1];
    }

    private long length(int run) {
        return runs[run * LONGS_PER_RUN + 2];
    }

    /** The sequence behind the run's last. */
    private long end(int run) {
        return firstSequence(run) + length(run);
    }
}
