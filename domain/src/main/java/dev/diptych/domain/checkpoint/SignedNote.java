package dev.diptych.domain.checkpoint;

import java.util.ArrayList;
import java.util.List;

/**
 * A text and who signed it, not judged, as https://c2sp.org/signed-note spells it:
 *
 * <pre>
 * TEXT, one line or more
 * (an empty line: the last one of the note)
 * — NAME BASE64
 * — NAME BASE64
 * </pre>
 *
 * <p>Valid if and only if it is UTF-8 without control characters but LF, at most {@link #BYTES_MAX} bytes, has 1 to {@link
 * #SIGNATURES_MAX} signatures, every one of them well spelled, and ends with a LF. The text may have empty lines of its own.
 *
 * @param text what is signed, its last LF included
 * @param signatures the signatures, in their order
 */
public record SignedNote(String text, List<NoteSignature> signatures) {
    /** The most bytes of a note. */
    public static final int BYTES_MAX = 64 * 1024;

    /** The most signatures of a note; the specification asks for 16 at least. */
    public static final int SIGNATURES_MAX = 100;

    /** What a signature line begins with: em dash, space. */
    static final String SIGNATURE_LINE = "\u2014 ";

    private static final String WHAT = "a signed note";

    public SignedNote {
        signatures = List.copyOf(signatures);
        if (!text.endsWith("\n") || signatures.isEmpty()) {
            throw new IllegalArgumentException("a note must have a text that ends with LF, and a signature, had "
                    + signatures.size() + " signatures and the text " + NoteText.quoted(text));
        }
    }

    /**
     * @throws MalformedNoteException if the text is no signed note
     */
    public static SignedNote parse(String note) {
        if (note.length() > BYTES_MAX || NoteText.encoded(note).length > BYTES_MAX) {
            throw malformed(1, "at most " + BYTES_MAX + " bytes", "more");
        }
        requireNoControls(note);
        int blank = note.lastIndexOf("\n\n");
        if (blank < 0) {
            throw malformed(1, "a text, an empty line and signatures", "no empty line");
        }
        String text = note.substring(0, blank + 1);
        long line = lines(text) + 2;
        return new SignedNote(text, signatures(note.substring(blank + 2), line));
    }

    /** The note as it is kept and handed on. */
    public String render() {
        StringBuilder note = new StringBuilder(text).append('\n');
        for (NoteSignature signature : signatures) {
            note.append(SIGNATURE_LINE)
                    .append(signature.name())
                    .append(' ')
                    .append(signature.base64())
                    .append('\n');
        }
        return note.toString();
    }

    private static List<NoteSignature> signatures(String lines, long first) {
        if (!lines.endsWith("\n")) {
            throw malformed(first, "a signature line that ends with LF", NoteText.quoted(lines));
        }
        List<NoteSignature> found = new ArrayList<>();
        int from = 0;
        while (from < lines.length()) {
            int to = lines.indexOf('\n', from);
            long number = first + found.size();
            if (found.size() == SIGNATURES_MAX) {
                throw malformed(number, "at most " + SIGNATURES_MAX + " signatures", "more");
            }
            found.add(signature(lines.substring(from, to), number));
            from = to + 1;
        }
        return found;
    }

    private static NoteSignature signature(String line, long number) {
        int space = line.indexOf(' ', SIGNATURE_LINE.length());
        if (!line.startsWith(SIGNATURE_LINE) || space < 0) {
            throw malformed(number, "an em dash, a name and a signature", NoteText.quoted(line));
        }
        try {
            return new NoteSignature(line.substring(SIGNATURE_LINE.length(), space), line.substring(space + 1));
        } catch (IllegalArgumentException misspelled) {
            throw malformed(
                    number,
                    "an em dash, a name without white space and +, and base64 of more than 4 bytes",
                    NoteText.quoted(line));
        }
    }

    private static void requireNoControls(String note) {
        long line = 1;
        for (int i = 0; i < note.length(); i += Character.charCount(note.codePointAt(i))) {
            int c = note.codePointAt(i);
            if (c == '\n') {
                line++;
            } else if (c < 0x20 || NoteText.isLoneSurrogate(c)) {
                throw malformed(line, "no control character but LF", "U+" + hex(c));
            }
        }
    }

    private static String hex(int c) {
        String digits = Integer.toHexString(c);
        return "0".repeat(Math.max(0, 4 - digits.length())) + digits;
    }

    private static long lines(String text) {
        return text.chars().filter(c -> c == '\n').count();
    }

    private static MalformedNoteException malformed(long line, String expected, String found) {
        return new MalformedNoteException(line, WHAT, expected, found);
    }
}
