package dev.diptych.adapters.anchors;

import dev.diptych.ports.driven.CheckpointSink;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Keeps each checkpoint under an annotated tag of a git repository, named by its size, such as {@code diptych/4711}. The tag
 * leads to the text itself: {@code git cat-file blob diptych/4711} prints it. A tag is never moved: where there is one of that
 * name with another text, that is refused, for a ledger has one checkpoint of a size, unless it was signed by another key.
 *
 * <p>Neither a work tree nor an index is touched. Being copied elsewhere, by push or fetch, is what makes it an anchor, and is
 * not done here.
 */
public final class GitTagSink implements CheckpointSink {
    /** What the names of tags begin with unless told otherwise. Another ledger's checkpoints want another one. */
    public static final String PREFIX = "diptych/";

    private final Git git;
    private final String prefix;

    /**
     * @param repository a work tree or a bare repository
     * @param prefix what the names of tags begin with, such as {@value #PREFIX}
     * @param limit how long each run of git may take
     */
    public GitTagSink(Path repository, String prefix, Duration limit) {
        this.git = new Git(repository, limit);
        this.prefix = prefix;
    }

    @Override
    public synchronized String anchor(String text) {
        byte[] note = Notes.require(text);
        String name = prefix + Notes.sizeIn(text);
        String ref = "refs/tags/" + name;
        git.requireRepository();
        git.must("take " + ref + " for a name", "check-ref-format", ref);
        String blob = git.mustWith("keep the text", note, "hash-object", "-w", "--stdin")
                .text();
        Program.Ended there = git.ask("rev-parse", "--verify", "--quiet", ref + "^{blob}");
        if (there.exit() != 0) {
            byte[] message = ("Checkpoint of " + Notes.originIn(text) + "\n").getBytes(StandardCharsets.UTF_8);
            // Commit point. From here the tag has the checkpoint; it fails where a tag of that name is there.
            git.mustSigned("make the tag " + name, message, "tag", "-a", "--no-sign", "-F", "-", name, blob);
        } else if (!there.text().equals(blob)) {
            throw git.failed(
                    "expected no tag " + name + ", or one with this text, found one with another text",
                    "compare: git cat-file blob " + name
                            + "; two checkpoints of one size that differ in their root show"
                            + " that the ledger was rewritten");
        }
        return "tag " + name + " of " + git.repository();
    }
}
