package dev.diptych.domain.keys;

import java.util.function.Function;
import java.util.function.Supplier;

/** What became of an event about keys. */
public sealed interface KeyVerdict {
    /** It counts from the next sequence on. */
    record Applied() implements KeyVerdict {
        @Override
        public <T> T fold(Supplier<T> applied, Function<Rejected, T> rejected, Supplier<T> unknownVersion) {
            return applied.get();
        }
    }

    /**
     * It changes nothing.
     *
     * @param why as the rest of a sentence that begins with the event
     */
    record Rejected(String why) implements KeyVerdict {
        @Override
        public <T> T fold(Supplier<T> applied, Function<Rejected, T> rejected, Supplier<T> unknownVersion) {
            return rejected.apply(this);
        }
    }

    /** A newer program wrote it: it changes nothing that this one knows, and nothing may be written behind it. */
    record UnknownVersion() implements KeyVerdict {
        @Override
        public <T> T fold(Supplier<T> applied, Function<Rejected, T> rejected, Supplier<T> unknownVersion) {
            return unknownVersion.get();
        }
    }

    /** Handles every verdict. */
    <T> T fold(Supplier<T> applied, Function<Rejected, T> rejected, Supplier<T> unknownVersion);
}
