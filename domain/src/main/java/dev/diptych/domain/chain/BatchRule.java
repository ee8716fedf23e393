package dev.diptych.domain.chain;

import dev.diptych.domain.finding.Finding;
import dev.diptych.domain.finding.FindingKind;
import java.util.Optional;

/**
 * Batches: all lines of one carry its first and last sequence, it begins where the one before ended, and it lies in one
 * segment. What does not fit is said once for each run of lines that carry the same pair.
 */
final class BatchRule {
    private long first;
    private long last;
    private long segment;
    private boolean said;

    /** A walk begins behind a whole batch that ended here. */
    void endedAt(long sequence) {
        first = sequence;
        last = sequence;
    }

    /**
     * Judges the batch of the next placed line, whose own place and link {@code links} has judged but not yet taken.
     *
     * @param inGap whether the line does not have the next sequence
     * @param inSegment which segment it lies in, counted from where the walk began
     */
    Optional<Finding> judge(long sequence, long from, long to, boolean inGap, long inSegment, LinkRule links) {
        boolean sameRun = links.hasPlaced() && from == first && to == last;
        boolean fits =
                from <= sequence && sequence <= to && (inGap || fitsBefore(sequence, from, to, inSegment, links));
        Optional<Finding> finding = Optional.empty();
        if (!fits && !(sameRun && said)) {
            finding = Optional.of(misfit(sequence, from, to, inSegment, links));
        }
        said = !fits || sameRun && said;
        first = from;
        last = to;
        segment = inSegment;
        return finding;
    }

    /** What is missing of the last batch, now that the log has ended. */
    Optional<Finding> judgeEnd(LinkRule links) {
        if (!links.hasPlaced() || links.last() >= last) {
            return Optional.empty();
        }
        return Optional.of(Finding.of(FindingKind.BATCH)
                .atSequence(links.last())
                .expecting(Long.toString(last), Long.toString(links.last())));
    }

    private boolean fitsBefore(long sequence, long from, long to, long inSegment, LinkRule links) {
        if (!links.hasPlaced()) {
            return from == 1 || !links.isUnbroken();
        }
        if (sequence <= last) {
            return from == first && to == last && inSegment == segment;
        }
        return from > last && (!links.isUnbroken() || from == sequence);
    }

    private Finding misfit(long sequence, long from, long to, long inSegment, LinkRule links) {
        String found = from + "-" + to;
        String expected;
        if (from > sequence || sequence > to) {
            expected = "a batch around sequence " + sequence;
        } else if (links.hasPlaced() && sequence <= last) {
            expected = first + "-" + last;
            found = inSegment == segment ? found : found + " in a second segment";
        } else {
            expected = "a batch that begins behind " + (links.hasPlaced() ? last : 0);
        }
        return Finding.of(FindingKind.BATCH).atSequence(sequence).expecting(expected, found);
    }
}
