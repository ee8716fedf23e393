package dev.diptych.domain.parity;

/** The rows of a store in the order of their sequences, through the frozen head, each as the line it should be. */
public interface RowCursor {
    /** Steps to the next row and answers whether there is one. */
    boolean advance();

    /** The sequence of the row stepped to last. */
    long sequence();

    /** The line that the row makes, with LF; empty bytes where it makes none. Not changed, not kept. */
    byte[] line();

    /** The id as it stands in the row; asked for only where the row is not matched. */
    String id();

    /** Whether the row's void flag is set. */
    boolean isVoid();
}
