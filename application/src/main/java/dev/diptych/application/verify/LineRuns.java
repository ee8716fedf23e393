package dev.diptych.application.verify;

import java.util.Arrays;
import java.util.OptionalLong;

/**
 * Which line of a log says which sequence, as runs of lines that stand one behind the other, count up by one, and are all
 * sound or all not. A log in order is one run, and every lost, doubled, displaced or damaged line begins another.
 *
 * <p>Memory is bounded: of a log in more than {@link #RUNS_MAX} pieces, the lines behind those are not found by sequence. What
 * differs there is still reported, with less detail.
 */
final class LineRuns {
    static final int RUNS_MAX = 131_072;

    private static final int LONGS_PER_RUN = 4;

    private static final long SOUND = 1;
    private static final long UNSOUND = 0;

    private long[] runs = new long[LONGS_PER_RUN * 4];
    private int count;
    private boolean overflowed;

    /** The line with this number, from 1, is sound and has this sequence. Numbers only grow. */
    void addSound(long number, long sequence) {
        add(number, sequence, SOUND);
    }

    /** The line with this number, from 1, is not sound and says this sequence. Numbers only grow. */
    void addUnsound(long number, long sequence) {
        add(number, sequence, UNSOUND);
    }

    /** Whether all lines are one run, so that a line's number follows from its sequence. */
    boolean isOrderly() {
        return count <= 1 && !overflowed;
    }

    /** The number of the first sound line that has the sequence, or else of the first unsound one that says it. */
    OptionalLong numberOf(long sequence) {
        OptionalLong sound = numberOf(sequence, SOUND);
        return sound.isPresent() ? sound : numberOf(sequence, UNSOUND);
    }

    private OptionalLong numberOf(long sequence, long kind) {
        for (int run = 0; run < count; run++) {
            if (kind == kind(run) && sequence >= firstSequence(run) && sequence < end(run)) {
                return OptionalLong.of(firstNumber(run) + sequence - firstSequence(run));
            }
        }
        return OptionalLong.empty();
    }

    private void add(long number, long sequence, long kind) {
        int last = count - 1;
        if (count > 0 && number == firstNumber(last) + length(last) && sequence == end(last) && kind == kind(last)) {
            runs[last * LONGS_PER_RUN + 2]++;
        } else if (count < RUNS_MAX) {
            begin(number, sequence, kind);
        } else {
            overflowed = true;
        }
    }

    private void begin(long number, long sequence, long kind) {
        int at = count * LONGS_PER_RUN;
        if (at == runs.length) {
            runs = Arrays.copyOf(runs, runs.length * 2);
        }
        runs[at] = number;
        runs[at + 1] = sequence;
        runs[at + 2] = 1;
        runs[at + 3] = kind;
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

    private long kind(int run) {
        return runs[run * LONGS_PER_RUN + 3];
    }

    /** The sequence behind the run's last. */
    private long end(int run) {
        return firstSequence(run) + length(run);
    }
}
