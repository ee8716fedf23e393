package dev.diptych.bootstrap.cli;

import java.util.logging.ConsoleHandler;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Keeps what the program logs off the screen: commands say themselves what their user needs to know. Used by {@code
 * java.util.logging} when the first line is logged, because the system property {@code java.util.logging.config.class}
 * names it; so a command that logs nothing does not load the logging at all.
 */
public final class QuietLogging {
    private static final String DEBUG = "dev.diptych.debug";

    public QuietLogging() {
        Logger root = Logger.getLogger("");
        boolean debug = Boolean.getBoolean(DEBUG);
        ConsoleHandler handler = new ConsoleHandler();
        handler.setLevel(Level.ALL);
        root.addHandler(handler);
        root.setLevel(debug ? Level.INFO : Level.OFF);
        if (debug) {
            Logger.getLogger("dev.diptych").setLevel(Level.FINE);
        }
    }

    /** Has no effect once something was logged, or where somebody configured the logging by a property of their own. */
    static void install(boolean debug) {
        if (System.getProperty("java.util.logging.config.file") == null
                && System.getProperty("java.util.logging.config.class") == null) {
            System.setProperty("java.util.logging.config.class", QuietLogging.class.getName());
            System.setProperty(DEBUG, Boolean.toString(debug));
        }
    }
}
