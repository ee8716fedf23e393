package dev.diptych.bootstrap.cli;

import dev.diptych.domain.event.EventDraft;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;

/** Where the drafts of an append come from, one at a time. One thread. */
interface DraftSource extends AutoCloseable {
    /** The next draft, or what stands in its place and is none; empty at the end. */
    Optional<Item> next() throws IOException;

    /** How far the input has been read, 0 to {@link #amount()}. Any thread. */
    long reached();

    /** How much input there is, in any unit; 0 if that is not known. */
    long amount();

    @Override
    void close() throws IOException;

    /** What a source yields. */
    sealed interface Item {
        /** Where it stood, such as {@code line 3}. */
        String place();

        /** How much memory it keeps, about. */
        int bytes();

        /** The text as it was given, so that it can be kept and mended. */
        Text text();
    }

    /** A draft. */
    record Draft(String place, EventDraft draft, Text text) implements Item {
        @Override
        public int bytes() {
            return draft.payload().length() + text.bytesInMemory() + 512;
        }
    }

    /** Something that is no draft. */
    record NoDraft(String place, String reason, Text text) implements Item {
        @Override
        public int bytes() {
            return text.bytesInMemory() + 512;
        }
    }

    /** A piece of input, verbatim. */
    interface Text {
        /** Where nothing was given that could be kept. */
        Text NONE = new Text() {
            @Override
            public int bytesInMemory() {
                return 0;
            }

            @Override
            public void copyTo(OutputStream target) {}
        };

        int bytesInMemory();

        /** Writes the text without its line end. Once only. */
        void copyTo(OutputStream target) throws IOException;
    }
}
