package dev.diptych.ports.driven;

import dev.diptych.domain.chain.LineVerdict;
import dev.diptych.domain.finding.Place;

/** A walk over a log as it lies there, in constant memory. One thread at a time; close it. */
public interface LogScan extends AutoCloseable {
    /** Steps to the next item and answers whether there is one. */
    boolean advance();

    /** The item stepped to last. */
    Item item();

    @Override
    void close();

    /** What a scan meets. */
    sealed interface Item {}

    /**
     * A segment begins.
     *
     * @param name its name
     * @param firstSequence the sequence that its name says
     */
    record SegmentBegins(String name, long firstSequence) implements Item {}

    /**
     * Something lies among the segments that does not belong there.
     *
     * @param name its name
     */
    record ForeignName(String name) implements Item {}

    /**
     * A line. One that is longer than a line may be, or that lacks its LF, is one too.
     *
     * @param place where it begins
     * @param length its bytes, with its LF where it has one
     * @param bytes the bytes with the LF, at most the longest line's: not to be changed
     * @param verdict what it is, judged alone
     */
    record LineRead(Place place, long length, byte[] bytes, LineVerdict verdict) implements Item {}
}
