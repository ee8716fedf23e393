package dev.diptych.ports.driven;

/** A walk over rows in the order of their sequences, in constant memory. One thread at a time; close it. */
public interface RowScan extends AutoCloseable {
    /** Steps to the next row and answers whether there is one. */
    boolean advance();

    /** The sequence of the row stepped to last. */
    long sequence();

    /** The row stepped to last. */
    StoredRow row();

    @Override
    void close();
}
