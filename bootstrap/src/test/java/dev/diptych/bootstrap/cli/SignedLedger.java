package dev.diptych.bootstrap.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** A ledger in {@code FOLDER/mirror} whose events are signed by {@code FOLDER/alice}, which it trusts. */
final class SignedLedger {
    private final Path folder;
    private final Cli cli;
    private final String alice;

    private SignedLedger(Path folder, Cli cli, String alice) {
        this.folder = folder;
        this.cli = cli;
        this.alice = alice;
    }

    /** With the events {@code e-1} to {@code e-5}. */
    static SignedLedger in(Path folder) throws IOException {
        Cli cli = Cli.in(folder);
        Map<String, Object> made =
                JsonTree.object(cli.run("keys", "generate", "alice", "--comment", "alice@example.com", "--json")
                        .out());
        Files.createDirectories(folder.resolve("mirror"));
        Files.writeString(folder.resolve("mirror/allowed_signers"), made.get("allowed_signers") + "\n");
        SignedLedger ledger = new SignedLedger(folder, cli, (String) made.get("id"));
        ledger.append(Drafts.lines(1, 5));
        return ledger;
    }

    String alice() {
        return alice;
    }

    Path directory() {
        return folder.resolve("mirror");
    }

    void append(String drafts) {
        append("mirror", drafts);
    }

    /** To the ledger of this name in the folder. */
    void append(String directory, String drafts) {
        Cli.Result result =
                cli.runWith(drafts, "append", "--dir", directory, "--from", "-", "--key", "alice", "--verify", "none");
        assertThat(result.code()).as(result.err()).isZero();
    }

    /** Keeps a checkpoint of what there is now behind those in the file. */
    void checkpointTo(String file) {
        Cli.Result result = cli.run("checkpoint", "--key", "alice", "--to-file", file);
        assertThat(result.code()).as(result.err()).isZero();
    }

    /** What the directory holds becomes what another one holds. */
    void replaceBy(Path other) throws IOException {
        removeCopies();
        Ledgers.copyOf(other.resolve("log"), directory().resolve("log"));
        for (String name : new String[] {"store.db", "writer"}) {
            Files.copy(other.resolve(name), directory().resolve(name));
        }
    }

    private void removeCopies() throws IOException {
        Ledgers.deleteStore(directory());
        try (var segments = Files.list(directory().resolve("log"))) {
            for (Path segment : segments.toList()) {
                Files.delete(segment);
            }
        }
        Files.delete(directory().resolve("log"));
        Files.delete(directory().resolve("writer"));
    }
}
