package dev.diptych.domain.checkpoint;

/** A text is no signed note, checkpoint, key or proof. */
public final class MalformedNoteException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private final long line;
    private final String problem;

    /**
     * @param line where, from 1 at the text's start
     * @param what what the text should be
     * @param expected what should be there
     * @param found what is there
     */
    MalformedNoteException(long line, String what, String expected, String found) {
        super("not " + what + ": line " + line + ": expected " + expected + ", found " + found);
        this.line = line;
        this.problem = "not " + what + ": expected " + expected + ", found " + found;
    }

    /** Where, from 1 at the text's start. */
    public long line() {
        return line;
    }

    /** What is wrong, if the text begins in the given line of a file. */
    String inFileFrom(long first) {
        return "line " + (first + line - 1) + ": " + problem;
    }
}
