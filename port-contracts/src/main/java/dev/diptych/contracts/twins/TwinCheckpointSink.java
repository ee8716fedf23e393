package dev.diptych.contracts.twins;

import dev.diptych.ports.driven.AnchorFailedException;
import dev.diptych.ports.driven.CheckpointSink;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Keeps checkpoints in memory, for as long as a test lets it. */
public final class TwinCheckpointSink implements CheckpointSink {
    private static final Pattern SIGNED_NOTE = Pattern.compile("(?:(?!— )[^\n]+\n)+\n(?:— [^\n]+\n)+");

    private final List<String> kept = new ArrayList<>();
    private boolean gone;

    @Override
    public synchronized String anchor(String text) {
        if (!SIGNED_NOTE.matcher(text).matches()) {
            throw new IllegalArgumentException("only a signed note can be anchored: text, an empty line, signatures");
        }
        if (gone) {
            throw new AnchorFailedException("the checkpoint could not be kept in memory: the place is gone. Nothing was"
                    + " changed. Next: bring it back");
        }
        kept.add(text);
        return "in memory, number " + kept.size();
    }

    /** What it keeps, the oldest first. */
    public synchronized List<String> kept() {
        return List.copyOf(kept);
    }

    /** Keeps nothing more. */
    public synchronized TwinCheckpointSink takeAway() {
        gone = true;
        return this;
    }
}
