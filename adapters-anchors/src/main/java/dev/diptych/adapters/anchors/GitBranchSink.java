package dev.diptych.adapters.anchors;

import dev.diptych.ports.driven.CheckpointSink;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;

/**
 * Keeps checkpoints in a file {@value #FILE} on a branch of a git repository: a commit for each, and in the file one directly
 * behind the other, as in {@link FileSink}'s. What else is on the branch stays. Who commits to the branch at the same time
 * is not overwritten: one of the two is told to try again.
 *
 * <p>Neither a work tree nor an index is touched; so the branch must not be checked out anywhere, where its files would seem
 * to have been changed. Being copied elsewhere, by push or fetch, is what makes it an anchor, and is not done here.
 */
public final class GitBranchSink implements CheckpointSink {
    /** The branch unless told otherwise. */
    public static final String BRANCH = "diptych-checkpoints";

    /** The file on the branch. */
    public static final String FILE = "checkpoints";

    private final Git git;
    private final String ref;

    /**
     * @param repository a work tree or a bare repository
     * @param branch the branch's name, such as {@value #BRANCH}; made if it is missing
     * @param limit how long each run of git may take
     */
    public GitBranchSink(Path repository, String branch, Duration limit) {
        this.git = new Git(repository, limit);
        this.ref = "refs/heads/" + branch;
    }

    @Override
    public synchronized String anchor(String text) {
        byte[] note = Notes.require(text);
        git.requireRepository();
        git.must("take " + ref + " for a name", "check-ref-format", ref);
        requireNotCheckedOut();
        Program.Ended head = git.ask("rev-parse", "--verify", "--quiet", ref + "^{commit}");
        String parent = head.exit() == 0 ? head.text() : "";
        byte[] history = history(parent);
        if (Notes.endsWith(history, note)) {
            return place(parent);
        }
        String commit = commit(parent, joined(history, note), text);
        // Commit point. From here the branch has the checkpoint.
        git.must(
                "move " + ref + ", which somebody else may have moved meanwhile",
                "update-ref",
                "-m",
                "diptych checkpoint",
                ref,
                commit,
                parent);
        return place(commit);
    }

    private void requireNotCheckedOut() {
        boolean isOut = git.must("list work trees", "worktree", "list", "--porcelain")
                .text()
                .lines()
                .anyMatch(line -> line.equals("branch " + ref));
        if (isOut) {
            throw git.failed(
                    "expected a branch that nobody has checked out, found " + ref + " in a work tree",
                    "name another branch, such as " + BRANCH);
        }
    }

    /** What the file has so far; none where there is no commit or no file. */
    private byte[] history(String parent) {
        if (parent.isEmpty()
                || git.must("list the files of " + ref, "ls-tree", parent, "--", FILE)
                        .text()
                        .isEmpty()) {
            return new byte[0];
        }
        byte[] history = git.must("read the file " + FILE + " of " + ref, "cat-file", "blob", parent + ":" + FILE)
                .output();
        if (Notes.endOfLastWhole(history) != history.length) {
            throw git.failed(
                    "expected a whole checkpoint at the end of the file " + FILE + " of " + ref + ", found "
                            + (history.length - Notes.endOfLastWhole(history)) + " other bytes",
                    "name another branch, or correct the file there");
        }
        return history;
    }

    private String commit(String parent, byte[] history, String text) {
        String blob = git.mustWith("keep the file " + FILE, history, "hash-object", "-w", "--stdin")
                .text();
        StringBuilder tree = new StringBuilder();
        if (!parent.isEmpty()) {
            String entries = new String(
                    git.must("list the files of " + ref, "ls-tree", "-z", parent)
                            .output(),
                    StandardCharsets.ISO_8859_1);
            for (String entry : entries.split("\0")) {
                if (!entry.isEmpty() && !entry.endsWith("\t" + FILE)) {
                    tree.append(entry).append('\0');
                }
            }
        }
        tree.append("100644 blob ").append(blob).append('\t').append(FILE).append('\0');
        String made = git.mustWith("make a tree", tree.toString().getBytes(StandardCharsets.ISO_8859_1), "mktree", "-z")
                .text();
        byte[] message = ("Checkpoint of " + Notes.originIn(text) + "\n").getBytes(StandardCharsets.UTF_8);
        String[] arguments = parent.isEmpty()
                ? new String[] {"commit-tree", made}
                : new String[] {"commit-tree", made, "-p", parent};
        return git.mustSigned("make a commit", message, arguments).text();
    }

    private static byte[] joined(byte[] history, byte[] note) {
        byte[] joined = Arrays.copyOf(history, history.length + note.length);
        System.arraycopy(note, 0, joined, history.length, note.length);
        return joined;
    }

    private String place(String commit) {
        return "commit " + commit + " on " + ref + " of " + git.repository() + ", file " + FILE;
    }
}
