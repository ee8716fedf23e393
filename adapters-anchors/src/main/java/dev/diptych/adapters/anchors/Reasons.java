package dev.diptych.adapters.anchors;

import java.io.IOException;

/** What went wrong, in words for a message. */
final class Reasons {
    private Reasons() {}

    /** What an exception says, with its kind where the message is only a path. */
    static String of(IOException failed) {
        String message = failed.getMessage();
        String kind = failed.getClass().getSimpleName();
        boolean says = message != null && message.indexOf(' ') >= 0;
        return says ? message : kind + (message == null ? "" : " " + message);
    }

    /** An exit code, and the signal that ended the program where it tells of one. */
    static String exit(int code) {
        return "exit code " + code + (code > 128 && code < 128 + 65 ? " (signal " + (code - 128) + ")" : "");
    }
}
