package dev.diptych.application.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diptych.contracts.twins.TwinKeyRing;
import dev.diptych.contracts.twins.TwinPayloadReader;
import dev.diptych.contracts.twins.TwinSignatureVerifier;
import dev.diptych.contracts.twins.TwinSigner;
import dev.diptych.domain.chain.LedgerId;
import dev.diptych.domain.chain.LineDecoder;
import dev.diptych.domain.chain.LineVerdict;
import dev.diptych.domain.chain.SealedEvent;
import dev.diptych.domain.chain.Sequence;
import dev.diptych.domain.checkpoint.Checkpoint;
import dev.diptych.domain.checkpoint.NoteKey;
import dev.diptych.domain.checkpoint.SignedCheckpoint;
import dev.diptych.domain.checkpoint.TlogProof;
import dev.diptych.domain.keys.KeyUse;
import dev.diptych.domain.merkle.InclusionPathBuilder;
import dev.diptych.domain.merkle.MerkleFrontier;
import dev.diptych.domain.merkle.MerkleHash;
import dev.diptych.ports.driving.CheckProof;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The numbers of docs/checkpoints.md, computed from the two lines of the worked example in docs/format.md. */
class WorkedExampleTest {
    /** This module's directory, as the build tells it; the project's root is above. */
    private static final Path DOCS = Path.of(System.getProperty("basedir", ""))
            .toAbsolutePath()
            .getParent()
            .resolve("docs");

    /** The first secret key of RFC 8032, section 7.1. */
    private static final TwinSigner SIGNER = TwinSigner.ofSeed(
            HexFormat.of().parseHex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60"));

    private final List<SealedEvent> events = events();
    private final SignedCheckpoint checkpoint = checkpoint();

    @Test
    void the_leaves_and_the_root_are_those_of_the_page() {
        assertThat(page())
                .contains(
                        "| event hash | `" + events.get(0).hash() + "` | `"
                                + events.get(1).hash() + "` |",
                        "| leaf | `" + hex(root(1, 1)) + "` | `" + hex(root(2, 2)) + "` |",
                        "`" + hex(checkpoint.checkpoint().root()) + "`");
    }

    @Test
    void the_checkpoint_and_its_key_are_those_of_the_page() {
        assertThat(page())
                .contains(
                        "```\n" + checkpoint.render() + "```\n",
                        "`" + new NoteKey(checkpoint.checkpoint().origin(), SIGNER.publicKey()) + "`");
    }

    @Test
    void the_proof_is_that_of_the_page_and_holds() {
        InclusionPathBuilder path = new InclusionPathBuilder(1, 2);
        events.forEach(event -> path.add(event.hash()));
        String proof =
                TlogProof.of(events.get(1).toLine(), path.proof(), checkpoint).render();

        assertThat(page()).contains("```\n" + proof + "```\n");
        assertThat(new ProofChecking(
                                TwinPayloadReader.FORMAT,
                                new TwinKeyRing().trust(SIGNER, KeyUse.CHECKPOINTS),
                                new TwinSignatureVerifier())
                        .check(proof))
                .isInstanceOf(CheckProof.Holds.class);
    }

    private SignedCheckpoint checkpoint() {
        LedgerId ledger = new LedgerId(events.get(0).previousHash());
        return SignedCheckpoint.sign(
                new Checkpoint(Checkpoint.originOf(ledger), Sequence.of(2), root(1, 2)),
                SIGNER.publicKey(),
                SIGNER::sign);
    }

    /** Of the tree over the events from one through another alone; of one alone it is its leaf. */
    private MerkleHash root(int from, int through) {
        MerkleFrontier tree = MerkleFrontier.empty();
        events.subList(from - 1, through).forEach(event -> tree.add(event.hash()));
        return tree.root();
    }

    private static List<SealedEvent> events() {
        LineDecoder decoder = new LineDecoder(TwinPayloadReader.FORMAT);
        return Pattern.compile("(?m)^\\{\"seq\":.*\"payload\":.*}$")
                .matcher(read("format.md"))
                .results()
                .limit(2)
                .map(found -> (found.group() + "\n").getBytes(StandardCharsets.UTF_8))
                .map(line -> (LineVerdict.WellFormed) decoder.decode(line, 0, line.length))
                .map(LineVerdict.WellFormed::event)
                .toList();
    }

    private static String hex(MerkleHash hash) {
        return HexFormat.of().formatHex(hash.toBytes());
    }

    private static String page() {
        return read("checkpoints.md");
    }

    private static String read(String page) {
        try {
            return Files.readString(DOCS.resolve(page));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
