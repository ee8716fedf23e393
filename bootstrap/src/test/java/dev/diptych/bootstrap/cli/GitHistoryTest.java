package dev.diptych.bootstrap.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GitHistoryTest {
    @TempDir
    Path folder;

    private Cli cli;
    private GitRepository repository;

    @BeforeEach
    void begin() throws IOException {
        cli = Cli.in(folder);
        repository = GitRepository.in(Files.createDirectory(folder.resolve("repo")));
    }

    @Test
    void makes_an_event_of_each_commit_and_nothing_new_the_second_time() throws IOException {
        repository.commit("a.txt", "one\ntwo\n", "Add \"a\" for Zoë 😀", "2026-01-02T03:04:05+02:00");
        repository.commit("b.txt", "x\n", "Second", "2026-01-03T00:00:00+00:00");

        Cli.Result first = cli.run("append", "--git-history", "repo");
        assertThat(first.code()).as(first.err()).isZero();
        assertThat(first.lines().subList(0, 2))
                .containsExactly(
                        "appended 2 events · 0 already recorded",
                        "log 2 · store 2 · in parity · log intact (every event compared)");
        assertThat(cli.run("show", "1", "--json").out())
                .contains("\"id\":\"git_" + repository.revision("HEAD~1") + "\"")
                .contains("\"observed_at\":\"2026-01-02T01:04:05.000000Z\"")
                .contains("\"source\":{\"type\":\"git\"},\"event_type\":\"git.commit.v1\"")
                .contains(
                        "\"author\":\"Zoë\",\"subject\":\"Add \\\"a\\\" for Zoë 😀\",\"parents\":[],\"files_changed\":1,"
                                + "\"lines_added\":2,\"lines_deleted\":0}");

        Cli.Result second = cli.run("append", "--git-history", "repo");
        assertThat(second.lines().get(0)).isEqualTo("appended 0 events · 2 already recorded");

        repository.commit("b.txt", "y\nz\n", "Third", "2026-01-04T00:00:00+00:00");
        Cli.Result third = cli.run("append", "--git-history", "repo");
        assertThat(third.lines().get(0)).isEqualTo("appended 1 event · 2 already recorded");
        assertThat(cli.run("show", "3", "--json").out())
                .contains("\"files_changed\":1,\"lines_added\":2,\"lines_deleted\":1}");
    }

    @Test
    void takes_merges_empty_commits_binary_files_and_odd_names() throws IOException {
        repository.commit("a.txt", "1\n", "Base", "2026-01-01T00:00:00+00:00");
        repository.git("checkout", "-q", "-b", "side");
        repository.commit("tab\tand\nline.txt", "1\n", "Odd name", "2026-01-02T00:00:00+00:00");
        repository.git("checkout", "-q", "-");
        repository.commit("b.bin", "\0\1\2", "Binary", "2026-01-03T00:00:00+00:00");
        repository.git("merge", "-q", "--no-ff", "-m", "Merge", "side");
        repository.git("commit", "-q", "--allow-empty", "-m", "Empty");

        Cli.Result result = cli.run("append", "--git-history", "repo");

        assertThat(result.lines().get(0)).as(result.err()).isEqualTo("appended 5 events · 0 already recorded");
        assertThat(cli.run("query", "--all", "--json").out())
                .contains("\"subject\":\"Odd name\"")
                .contains("\"files_changed\":1,\"lines_added\":1,\"lines_deleted\":0}")
                .contains("\"subject\":\"Empty\"")
                .containsPattern(
                        "\"subject\":\"Merge\",\"parents\":\\[\"[0-9a-f]+\",\"[0-9a-f]+\"\\],\"files_changed\":0")
                .containsPattern(
                        "\"subject\":\"Binary\",\"parents\":\\[\"[0-9a-f]+\"\\],\"files_changed\":1,\"lines_added\":0");
    }

    @Test
    void a_directory_that_is_no_repository_is_refused_with_what_git_says() throws IOException {
        Files.createDirectories(folder.resolve("plain"));

        Cli.Result result = cli.run("append", "--git-history", "plain");

        assertThat(result.code()).isEqualTo(ExitCodes.PRECONDITION);
        assertThat(result.err()).contains("not a git repository").contains("Next: ");
    }

    @Test
    void a_repository_without_commits_and_a_missing_directory_are_refused() {
        Cli.Result empty = cli.run("append", "--git-history", "repo");
        Cli.Result missing = cli.run("append", "--git-history", "nowhere");

        assertThat(empty.code()).isEqualTo(ExitCodes.PRECONDITION);
        assertThat(empty.err()).contains("git log ended with").contains("Next: ");
        assertThat(missing.code()).isEqualTo(ExitCodes.PRECONDITION);
        assertThat(missing.err()).contains("there is no such directory");
    }

    @Test
    void the_same_history_makes_the_same_drafts_whatever_is_configured() throws IOException {
        repository.commit("a.txt", "1\n2\n3\n", "One", "2026-01-01T00:00:00+00:00");
        repository.git("mv", "a.txt", "b.txt");
        repository.git("commit", "-q", "-m", "Renamed");
        cli.run("append", "--git-history", "repo");
        for (String setting : new String[] {
            "log.showSignature true",
            "diff.renames copies",
            "log.date relative",
            "color.ui always",
            "i18n.logOutputEncoding ISO-8859-1",
            "log.decorate full"
        }) {
            repository.git("config", setting.split(" ")[0], setting.split(" ")[1]);
        }

        assertThat(cli.run("append", "--git-history", "repo").lines().get(0))
                .isEqualTo("appended 0 events · 2 already recorded");
    }

    /** A repository for tests. */
    private record GitRepository(Path directory) {
        static GitRepository in(Path directory) throws IOException {
            GitRepository repository = new GitRepository(directory);
            repository.git("init", "-q");
            repository.git("config", "user.name", "Zoë");
            repository.git("config", "user.email", "zoe@example.com");
            repository.git("config", "commit.gpgSign", "false");
            return repository;
        }

        void commit(String file, String content, String subject, String date) throws IOException {
            Files.writeString(directory.resolve(file), content, StandardCharsets.UTF_8);
            git("add", "-A");
            git("commit", "-q", "--date", date, "-m", subject);
        }

        String revision(String name) throws IOException {
            return git("rev-parse", name).strip();
        }

        String git(String... arguments) throws IOException {
            String[] command = new String[arguments.length + 1];
            command[0] = "git";
            System.arraycopy(arguments, 0, command, 1, arguments.length);
            ProcessBuilder builder =
                    new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true);
            builder.environment().put("LC_ALL", "C.UTF-8");
            Process git = builder.start();
            String said = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            try {
                assertThat(git.waitFor()).as(said).isZero();
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                throw new IOException(interrupted);
            }
            return said;
        }
    }
}
