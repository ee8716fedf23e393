package dev.diptych.bootstrap.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diptych.bootstrap.Checkout;
import dev.diptych.contracts.twins.TwinSigner;
import dev.diptych.domain.chain.EventHash;
import dev.diptych.domain.chain.Sequence;
import dev.diptych.domain.checkpoint.Checkpoint;
import dev.diptych.domain.checkpoint.SignedCheckpoint;
import dev.diptych.domain.merkle.MerkleFrontier;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Makes ledgers, sound and damaged at random, and leaves them below {@code bootstrap/target/agreement} with what {@code
 * diptych verify --json} and {@code diptych audit --json} said of each. {@code tools/test_agreement.py} then asks the
 * independent verifier and audit, which must say the same.
 */
class LedgersForTheOtherVerifierTest {
    private static final long SEED = Long.getLong("diptych.seed", 20_261_123L);
    private static final int DAMAGED = 120;
    private static final List<String> WITH_RUNS = List.of(
            "good-run-aborted",
            "good-run-of-several",
            "good-run-with-broken-glass",
            "good-boundary-void",
            "good-outcome-of-a-later-version-key",
            "run-given-up-and-decided",
            "run-undecided-with-rows",
            "run-undecided-without-rows",
            "run-outcome-cut-away",
            "run-aborted-not-mirrored");
    private static final Pattern SIGNATURE = Pattern.compile(",\"signature\":\"[A-Za-z0-9_-]{86}\"");
    private static final TwinSigner WITNESS = TwinSigner.of(1);
    private static final Path KEPT = Checkout.root().resolve("bootstrap/target/agreement");

    @TempDir
    static Path folder;

    private static Path sound;

    @BeforeAll
    static void make_a_sound_ledger() throws IOException {
        System.out.println("diptych.seed=" + SEED);
        removeAll(KEPT);
        Files.createDirectories(KEPT);
        sound = folder.resolve("mirror");
        append(1, 5);
        Files.writeString(
                sound.resolve("allowed_signers"),
                newKey("alice") + "witness@example.com " + WITNESS.publicKey() + "\n");
        append(6, 9, "--key", "alice");
        run("keys", "rotate", "--key", "alice", "--to", newKeyFile("bob"));
        append(10, 13, "--key", "bob");
        run("keys", "require", "--key", "bob");
        append(14, 17, "--key", "bob");
        Files.writeString(folder.resolve("checkpoints"), checkpoint(4) + checkpoint(11) + checkpoint(19));
    }

    private static void append(int first, int last, String... more) {
        List<String> words = new ArrayList<>(List.of("append", "--from", "-"));
        words.addAll(List.of(more));
        Cli.Result result = Cli.in(folder).runWith(Drafts.lines(first, last), words.toArray(String[]::new));
        assertThat(result.code()).as(result.err()).isZero();
    }

    private static Cli.Result run(String... words) {
        Cli.Result result = Cli.in(folder).run(words);
        assertThat(result.code()).as(result.err()).isZero();
        return result;
    }

    /** Makes a key, and answers the line that trusts it. */
    private static String newKey(String name) {
        return JsonTree.object(run("keys", "generate", name, "--json").out()).get("allowed_signers") + "\n";
    }

    private static String newKeyFile(String name) {
        newKey(name);
        return name + ".pub";
    }

    /** Of the first events of the sound ledger. */
    private static String checkpoint(int size) throws IOException {
        MerkleFrontier tree = MerkleFrontier.empty();
        Matcher hashes = Pattern.compile("\"event_hash\":\"([0-9a-f]{64})\"(?:,\"signature\"|,\"payload\")")
                .matcher(Ledgers.log(sound));
        while (tree.size() < size && hashes.find()) {
            tree.add(EventHash.parse(hashes.group(1)));
        }
        Checkpoint said = new Checkpoint("example.com/agreement", Sequence.of(size), tree.root());
        return SignedCheckpoint.sign(said, WITNESS.publicKey(), WITNESS::sign).render();
    }

    static Stream<Integer> rounds() {
        return Stream.iterate(0, round -> round + 1).limit(DAMAGED);
    }

    @Test
    void a_sound_ledger_is_in_parity() throws IOException {
        assertThat(judgeAndKeep("sound", sound)).startsWith("{\"verdict\":\"in_parity\"");
    }

    @ParameterizedTest
    @MethodSource("rounds")
    void a_damaged_ledger_gets_a_verdict_and_never_an_internal_error(int round) throws IOException, SQLException {
        Path ledger = Ledgers.copyOf(sound, folder.resolve("damaged-" + round));
        Random random = new Random(SEED + round);
        for (int damages = 1 + random.nextInt(2); damages > 0; damages--) {
            if (random.nextInt(3) > 0) {
                damageLog(ledger, random);
            } else {
                damageStore(ledger, random);
            }
        }

        assertThat(judgeAndKeep("damaged-" + round, ledger))
                .as("seed %d, round %d", SEED, round)
                .startsWith("{\"verdict\":");
    }

    @ParameterizedTest
    @MethodSource("rounds")
    void a_damaged_ledger_with_transactions_gets_a_verdict_too(int round) throws IOException, SQLException {
        Path golden = Checkout.root().resolve("golden").resolve(WITH_RUNS.get(round % WITH_RUNS.size()));
        Path ledger = Ledgers.copyOf(golden, folder.resolve("runs-" + round));
        Files.copy(sound.resolve("allowed_signers"), ledger.resolve("allowed_signers"));
        Random random = new Random(SEED * 31 + round);
        for (int damages = random.nextInt(3); damages > 0; damages--) {
            if (random.nextInt(2) > 0) {
                damageLog(ledger, random);
            } else {
                String change = "UPDATE diptych_events SET void = 1 - void WHERE seq = " + (1 + random.nextInt(6));
                Ledgers.sqlPastTriggers(ledger, change);
            }
        }

        assertThat(judgeAndKeep("runs-" + round, ledger))
                .as("seed %d, round %d", SEED, round)
                .startsWith("{\"verdict\":");
    }

    private static String judgeAndKeep(String name, Path ledger) throws IOException {
        Cli.Result verify = Cli.in(folder).run("verify", "--dir", ledger.toString(), "--json");
        assertThat(verify.code()).as(verify.err()).isIn(0, 3, 4, 6);
        Cli.Result audit =
                Cli.in(folder).run("audit", "--dir", ledger.toString(), "--against", "checkpoints", "--json");
        assertThat(audit.code()).as(audit.err()).isIn(0, 3, 4, 6);
        Ledgers.copyOf(ledger, KEPT.resolve(name));
        Files.copy(folder.resolve("checkpoints"), KEPT.resolve(name).resolve("checkpoints"));
        Files.writeString(KEPT.resolve(name).resolve("audit.json"), audit.out());
        Files.writeString(KEPT.resolve(name).resolve("audit.exit"), Integer.toString(audit.code()));
        Files.writeString(KEPT.resolve(name).resolve("diptych.json"), verify.out());
        Files.writeString(KEPT.resolve(name).resolve("diptych.exit"), Integer.toString(verify.code()));
        return verify.out();
    }

    private static void damageLog(Path ledger, Random random) throws IOException {
        Path segment = Ledgers.segment(ledger);
        byte[] bytes = Files.readAllBytes(segment);
        if (bytes.length == 0) {
            return;
        }
        switch (random.nextInt(4)) {
            case 0 -> {
                bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
                Files.write(segment, bytes);
            }
            case 1 -> Files.write(segment, Arrays.copyOf(bytes, random.nextInt(bytes.length)));
            case 2 -> rearrange(ledger, random);
            default -> {
                byte[] longer = Arrays.copyOf(bytes, bytes.length + 1 + random.nextInt(300));
                System.arraycopy(bytes, 0, longer, bytes.length, Math.min(bytes.length, longer.length - bytes.length));
                Files.write(segment, longer);
            }
        }
    }

    private static void rearrange(Path ledger, Random random) throws IOException {
        Path segment = Ledgers.segment(ledger);
        List<String> lines = new ArrayList<>(
                List.of(new String(Files.readAllBytes(segment), StandardCharsets.ISO_8859_1).split("(?<=\n)")));
        int at = random.nextInt(lines.size());
        switch (random.nextInt(4)) {
            case 0 -> lines.remove(at);
            case 3 -> lines.set(at, withSignatureOf(lines.get(random.nextInt(lines.size())), lines.get(at)));
            case 1 -> lines.add(random.nextInt(lines.size() + 1), lines.get(at));
            default -> lines.add(random.nextInt(lines.size()), lines.remove(at));
        }
        Files.write(segment, String.join("", lines).getBytes(StandardCharsets.ISO_8859_1));
    }

    /** The line with the other's signature, where both have one. */
    private static String withSignatureOf(String other, String line) {
        Matcher signature = SIGNATURE.matcher(other);
        return signature.find() ? SIGNATURE.matcher(line).replaceFirst(signature.group()) : line;
    }

    private static void damageStore(Path ledger, Random random) throws SQLException {
        int sequence = 1 + random.nextInt(20);
        String change = switch (random.nextInt(7)) {
            case 0 -> "DELETE FROM diptych_events WHERE seq = " + sequence;
            case 1 -> "DELETE FROM diptych_events WHERE seq >= " + sequence;
            case 2 -> "UPDATE diptych_events SET payload = '{\"n\": 1}' WHERE seq = " + sequence;
            case 3 -> "UPDATE diptych_events SET id = id || 'x' WHERE seq = " + sequence;
            case 4 -> "UPDATE diptych_events SET event_hash = zeroblob(32) WHERE seq = " + sequence;
            case 5 -> "UPDATE diptych_events SET void = 1 WHERE seq = " + sequence;
            default -> "UPDATE diptych_events SET trace_id = 'a\"b\\c' WHERE seq = " + sequence;
        };
        Ledgers.sqlPastTriggers(ledger, change);
    }

    private static void removeAll(Path directory) throws IOException {
        if (!Files.exists(directory)) {
            return;
        }
        try (Stream<Path> entries = Files.walk(directory)) {
            for (Path entry : entries.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(entry);
            }
        }
    }
}
