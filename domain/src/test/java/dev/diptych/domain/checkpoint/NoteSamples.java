package dev.diptych.domain.checkpoint;

import dev.diptych.domain.keys.KeyUse;
import dev.diptych.domain.keys.TrustedKey;
import dev.diptych.domain.keys.TrustedKeys;
import dev.diptych.domain.merkle.GoVectors;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/** Notes that others signed. */
final class NoteSamples {
    /** The example of note_test.go in https://pkg.go.dev/golang.org/x/mod/sumdb/note. */
    static final String PETER_KEY = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";

    static final String PETER_NOTE = "If you think cryptography is the answer to your problem,\n"
            + "then you don't know what your problem is.\n\n"
            + "\u2014 PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n";

    /** The key of the Go checksum database, as the go command has it, and a tree that it signed. */
    static final String SUM_KEY = "sum.golang.org+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8";

    static final String SUM_NOTE = "go.sum database tree\n6476701\nmb8QLQIs0Z0yP5Cstq6guj87oXWeC9gEM8oVikmm9Wk=\n\n"
            + "\u2014 sum.golang.org Az3grsLX85Gz+s1SiTbgkuqxgItqFq7gsMUEyVnrsa9LM7Us9S+1xbFIGu95949rj4nPRYfvimWEPWL+o3GeoWwOoAw=\n";

    /** The example of https://c2sp.org/signed-note, whose key the page does not give. */
    static final String QUASIMODO_NOTE = "Ognuno sta solo sul cuor della terra\ntrafitto da un raggio di sole:\n\n"
            + "ed \u00e8 subito sera.\n\n"
            + "\u2014 quasimodo.example/salvatore NnugSzTjtVAewIS+Z/iJhUPeFDkO/5QQ2i5ddnGITLlC+EhfLW9oJKONrMouFSQU0xMcXxj99ihAQwaqP3ZekRwNtIc=\n";

    /** The example of https://c2sp.org/tlog-checkpoint, whose key the page does not give. */
    static final String SOFA_NOTE =
            "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n\n"
                    + "\u2014 example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=\n";

    private NoteSamples() {}

    /** Checkpoints that golang.org/x/mod/sumdb/note signed. */
    static List<String> goNotes() {
        return GoVectors.text("note").stream()
                .map(quoted -> quoted.substring(1, quoted.length() - 1).replace("\\n", "\n"))
                .toList();
    }

    static List<NoteKey> goKeys() {
        return GoVectors.text("vkey").stream().map(NoteKey::parse).toList();
    }

    static List<byte[]> goSeeds() {
        return GoVectors.text("seed").stream().map(Base64.getDecoder()::decode).toList();
    }

    static TrustedKeys trusting(NoteKey... keys) {
        return new TrustedKeys(Arrays.stream(keys)
                .map(key -> TrustedKey.always(key.key(), "witness@example.com", KeyUse.CHECKPOINTS))
                .toList());
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
