package dev.diptych.bootstrap.cli;

/**
 * What the process's exit code says, for scripts. Where several would fit, the order is 70, 4, 6, 3, 7, 5.
 *
 * <table>
 * <caption>Exit codes</caption>
 * <tr><td>0</td><td>done, and nothing is wrong</td></tr>
 * <tr><td>2</td><td>the command was not understood; nothing was done</td></tr>
 * <tr><td>3</td><td>the copies are not in parity, or the log has a torn tail, is behind the store, or does not reach a checkpoint</td></tr>
 * <tr><td>4</td><td>a copy holds what only a newer version of Diptych understands</td></tr>
 * <tr><td>5</td><td>an event was refused: bad input, a conflict, or policy</td></tr>
 * <tr><td>6</td><td>the log is damaged, rewritten or not authentic, or log and store have different histories</td></tr>
 * <tr><td>7</td><td>a precondition is missing: locked, not there, not permitted, no room, not written; or a
 * cutover was not carried out</td></tr>
 * <tr><td>70</td><td>a fault of the program itself</td></tr>
 * <tr><td>128 + n</td><td>ended by signal n, after what was under way was brought to its end</td></tr>
 * </table>
 */
public final class ExitCodes {
    public static final int GOOD = 0;
    public static final int USAGE = 2;
    public static final int FINDING = 3;
    public static final int UNKNOWN_VERSION = 4;
    public static final int REFUSED = 5;
    public static final int DAMAGED = 6;
    public static final int PRECONDITION = 7;
    public static final int INTERNAL = 70;

    /** The reader of the output went away: 128 and the number of SIGPIPE. */
    public static final int OUTPUT_CLOSED = 128 + 13;

    /** Ended by a signal: 128 and the number of SIGTERM. The machine itself puts the right number in its place. */
    static final int TERMINATED = 128 + 15;

    /** The codes as picocli prints them under the help of the top command. */
    static final String[] TABLE = {
        "0:done, and nothing is wrong",
        "2:the command was not understood; nothing was done",
        "3:not in parity, a torn tail, the log is behind the store, or a checkpoint not extended",
        "4:a copy holds what only a newer Diptych understands",
        "5:an event was refused: bad input, a conflict, or policy",
        "6:the log is damaged, rewritten or not authentic, or log and store differ in history",
        "7:a precondition is missing: locked, not there, not permitted, no room; a cutover not carried out",
        "70:a fault of the program itself",
        "128+n:ended by signal n, after what was under way was brought to its end"
    };

    private ExitCodes() {}
}
