package dev.diptych.adapters.anchors;

import java.util.ArrayList;
import java.util.List;

/** Takes a history of notes apart, without the code that it was made with. */
final class Kept {
    private Kept() {}

    static List<String> split(String history) {
        List<String> notes = new ArrayList<>();
        StringBuilder note = new StringBuilder();
        boolean signed = false;
        for (String line : history.split("(?<=\n)")) {
            if (signed && !line.startsWith("— ")) {
                notes.add(note.toString());
                note.setLength(0);
            }
            signed = line.startsWith("— ");
            note.append(line);
        }
        if (note.length() > 0) {
            notes.add(note.toString());
        }
        return notes;
    }
}
