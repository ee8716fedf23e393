package dev.diptych.adapters.anchors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.diptych.ports.driven.AnchorFailedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Checkpoints in git repositories that others work in. */
final class GitSinksTest {
    private static final Duration LIMIT = Duration.ofMinutes(1);
    private static final String FIRST = "origin\n1\nroot\n\n— origin c2lnbmF0dXJl\n";
    private static final String SAME_SIZE = "origin\n1\nother\n\n— origin c2lnbmF0dXJl\n";
    private static final String SECOND = "origin\n22\nroot\n\n— origin c2lnbmF0dXJl\n";

    @TempDir
    Path directory;

    private static GitBranchSink branch(Repository repository) {
        return new GitBranchSink(repository.path(), GitBranchSink.BRANCH, LIMIT);
    }

    private static GitTagSink tags(Repository repository) {
        return new GitTagSink(repository.path(), GitTagSink.PREFIX, LIMIT);
    }

    private Repository inUse() throws IOException {
        Repository repository = Repository.withWorkTree(directory.resolve("used"));
        Files.writeString(repository.path().resolve("a"), "committed");
        repository.git("add", "a");
        repository.git("commit", "-q", "-m", "one");
        Files.writeString(repository.path().resolve("b"), "staged");
        repository.git("add", "b");
        Files.writeString(repository.path().resolve("a"), "changed");
        Files.writeString(repository.path().resolve("c"), "untracked");
        return repository;
    }

    @Test
    void leaves_the_work_tree_and_the_index_of_others_as_they_are() throws IOException {
        Repository repository = inUse();
        String status = repository.git("status", "--porcelain");
        byte[] index = Files.readAllBytes(repository.path().resolve(".git/index"));
        String head = repository.git("rev-parse", "HEAD");

        String commit = branch(repository).anchor(FIRST);
        tags(repository).anchor(FIRST);

        assertThat(Files.readAllBytes(repository.path().resolve(".git/index"))).isEqualTo(index);
        assertThat(repository.git("status", "--porcelain")).isEqualTo(status);
        assertThat(repository.git("rev-parse", "HEAD")).isEqualTo(head);
        assertThat(commit)
                .isEqualTo("commit "
                        + repository.git("rev-parse", "diptych-checkpoints").strip()
                        + " on refs/heads/diptych-checkpoints of " + repository.path() + ", file checkpoints");
        repository.git("fsck", "--strict");
    }

    @Test
    void makes_a_commit_for_each_on_top_of_what_the_branch_has() throws IOException {
        Repository repository = inUse();
        repository.git("branch", "kept");
        GitBranchSink sink = new GitBranchSink(repository.path(), "kept", LIMIT);

        sink.anchor(FIRST);
        sink.anchor(SECOND);
        String last = sink.anchor(SECOND);

        assertThat(repository.git("log", "--format=%s", "kept"))
                .isEqualTo("Checkpoint of origin\nCheckpoint of origin\none\n");
        assertThat(repository.git("ls-tree", "--name-only", "kept")).isEqualTo("a\ncheckpoints\n");
        assertThat(repository.git("cat-file", "blob", "kept:a")).isEqualTo("committed");
        assertThat(repository.git("cat-file", "blob", "kept:checkpoints")).isEqualTo(FIRST + SECOND);
        assertThat(last).contains(repository.git("rev-parse", "kept").strip());
    }

    @Test
    void puts_the_configured_name_under_commits_and_its_own_where_there_is_none() throws IOException {
        Repository repository = Repository.bare(directory.resolve("bare"));
        repository.git("config", "user.name", "An Operator");
        repository.git("config", "user.email", "operator@example.com");
        branch(repository).anchor(FIRST);
        assertThat(repository.git("log", "-1", "--format=%an <%ae> %cn <%ce>", "diptych-checkpoints"))
                .isEqualTo("An Operator <operator@example.com> An Operator <operator@example.com>\n");

        repository.git("config", "user.name", "");
        branch(repository).anchor(SECOND);
        tags(repository).anchor(SECOND);
        assertThat(repository.git("log", "-1", "--format=%an <%ae> %cn <%ce>", "diptych-checkpoints"))
                .isEqualTo("Diptych <diptych@localhost> Diptych <diptych@localhost>\n");
        assertThat(repository.git("for-each-ref", "--format=%(objecttype) %(taggername)", "refs/tags"))
                .isEqualTo("tag Diptych\n");
    }

    @Test
    void refuses_a_branch_that_somebody_has_checked_out() throws IOException {
        Repository repository = inUse();

        assertThatThrownBy(() -> new GitBranchSink(repository.path(), "main", LIMIT).anchor(FIRST))
                .isInstanceOf(AnchorFailedException.class)
                .hasMessageContaining("found refs/heads/main in a work tree")
                .hasMessageContaining("No ref was changed. Next: name another branch");
        assertThat(repository.git("log", "--format=%s", "main")).isEqualTo("one\n");
    }

    @Test
    void never_overwrites_what_somebody_else_commits_meanwhile() throws IOException {
        Repository repository = Repository.bare(directory.resolve("bare"));
        branch(repository).anchor(FIRST);
        String before = repository.git("rev-parse", "diptych-checkpoints");
        Path lock = Files.createFile(repository.path().resolve("refs/heads/diptych-checkpoints.lock"));

        assertThatThrownBy(() -> branch(repository).anchor(SECOND))
                .isInstanceOf(AnchorFailedException.class)
                .hasMessageContaining("git could not move refs/heads/diptych-checkpoints")
                .hasMessageContaining("File exists");
        assertThat(repository.git("rev-parse", "diptych-checkpoints")).isEqualTo(before);
        Files.delete(lock);
        assertThat(branch(repository).anchor(SECOND)).startsWith("commit ");
    }

    @Test
    void refuses_a_file_on_the_branch_that_does_not_end_with_a_checkpoint() throws IOException {
        Repository repository = inUse();
        Files.writeString(repository.path().resolve("checkpoints"), FIRST + "origin\n");
        repository.git("checkout", "-q", "-b", "diptych-checkpoints");
        repository.git("add", "checkpoints");
        repository.git("commit", "-q", "-m", "torn");
        repository.git("checkout", "-q", "main");

        assertThatThrownBy(() -> branch(repository).anchor(SECOND))
                .isInstanceOf(AnchorFailedException.class)
                .hasMessageContaining("found 7 other bytes");
        assertThat(repository.git("log", "-1", "--format=%s", "diptych-checkpoints"))
                .isEqualTo("torn\n");
    }

    @Test
    void refuses_what_is_no_repository_of_its_own_and_names_that_git_would_not_take() throws IOException {
        Repository repository = inUse();
        Path inside = Files.createDirectory(repository.path().resolve("inside"));
        Path outside = Files.createDirectory(directory.resolve("outside"));

        assertThatThrownBy(() -> new GitBranchSink(inside, "kept", LIMIT).anchor(FIRST))
                .isInstanceOf(AnchorFailedException.class)
                .hasMessageContaining("found a directory inside of " + repository.path());
        assertThatThrownBy(() -> new GitTagSink(outside, "kept/", LIMIT).anchor(FIRST))
                .isInstanceOf(AnchorFailedException.class)
                .hasMessageContaining("not a git repository");
        for (String name : new String[] {"a..b", "-x\nb", "", "a b"}) {
            assertThatThrownBy(() -> new GitBranchSink(repository.path(), name, LIMIT).anchor(FIRST))
                    .as(name)
                    .isInstanceOf(AnchorFailedException.class)
                    .hasMessageContaining(" for a name");
        }
        assertThat(repository.git("for-each-ref", "--format=%(refname)")).isEqualTo("refs/heads/main\n");
    }

    @Test
    void tags_the_text_itself_and_never_moves_a_tag() throws IOException {
        Repository repository = inUse();

        assertThat(tags(repository).anchor(SECOND)).isEqualTo("tag diptych/22 of " + repository.path());
        assertThat(tags(repository).anchor(FIRST)).isEqualTo("tag diptych/1 of " + repository.path());

        assertThatThrownBy(() -> tags(repository).anchor(SAME_SIZE))
                .isInstanceOf(AnchorFailedException.class)
                .hasMessageContaining("expected no tag diptych/1, or one with this text, found one with another text")
                .hasMessageContaining("git cat-file blob diptych/1");
        assertThat(repository.git("cat-file", "-t", "diptych/1")).isEqualTo("tag\n");
        assertThat(repository.git("cat-file", "blob", "diptych/1")).isEqualTo(FIRST);
        assertThat(repository.git("cat-file", "blob", "diptych/22")).isEqualTo(SECOND);
        assertThatThrownBy(() -> tags(repository).anchor("origin\nmany\nroot\n\n— origin c2lnbmF0dXJl\n"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void inherits_no_variable_of_git_s() {
        Map<String, String> inherited = new HashMap<>(
                Map.of("GIT_DIR", "/elsewhere", "GIT_INDEX_FILE", "/elsewhere", "PATH", "/bin", "LC_ALL", "tr_TR"));

        Git.clean(inherited);

        assertThat(inherited)
                .containsOnlyKeys("PATH", "LC_ALL", "GIT_TERMINAL_PROMPT", "GIT_OPTIONAL_LOCKS")
                .containsEntry("LC_ALL", "C");
    }
}
