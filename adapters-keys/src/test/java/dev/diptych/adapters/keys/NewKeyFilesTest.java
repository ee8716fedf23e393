package dev.diptych.adapters.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.diptych.adapters.jsonl.NioDurableFiles;
import dev.diptych.contracts.files.CrashingFiles;
import dev.diptych.contracts.files.Fault;
import dev.diptych.contracts.files.FaultPlan;
import dev.diptych.contracts.files.PowerCut;
import dev.diptych.contracts.twins.SeededRandomBytes;
import dev.diptych.domain.keys.VerifyingKey;
import dev.diptych.ports.driven.KeysUnusableException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The files of a new key when calls fail, the power goes, and something is there already. */
final class NewKeyFilesTest {
    private static final Path PLACE = Path.of("/keys");
    private static final Path FILE = PLACE.resolve("key");

    @TempDir
    Path directory;

    @ParameterizedTest
    @EnumSource(
            value = Fault.class,
            names = {"ERROR", "NO_SPACE", "SHORT_WRITE"})
    void leaves_neither_half_at_every_call_that_fails(Fault fault) throws IOException {
        int calls = callsOfOneKey();
        for (int call = 0; call < calls; call++) {
            CrashingFiles files = empty();
            files.failing(FaultPlan.once(files.operations().size() + call, fault));

            assertThatThrownBy(() -> generate(files))
                    .as("call %d", call)
                    .isInstanceOf(KeysUnusableException.class)
                    .hasMessageStartingWith("the key was not made in " + FILE + " and " + FILE + ".pub: ")
                    .hasMessageContaining("Next: ");
            assertThat(files.namesIn(PLACE)).as("call %d", call).isEmpty();
            assertThat(files.openHandles()).isZero();
            assertThat(generate(files)).isNotNull();
        }
        assertThat(calls).isGreaterThanOrEqualTo(10);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void never_leaves_a_public_half_without_the_private_one_when_the_power_goes(long seed) throws IOException {
        int calls = callsOfOneKey();
        for (int call = 0; call <= calls; call++) {
            CrashingFiles files = empty();
            files.failing(FaultPlan.once(files.operations().size() + call, Fault.POWER_CUT));
            boolean made = true;
            try {
                generate(files);
            } catch (KeysUnusableException cut) {
                made = false;
            }
            assertThat(made).isEqualTo(call == calls);

            CrashingFiles after = files.afterPowerCut(PowerCut.seeded(seed));
            List<String> names = after.namesIn(PLACE);
            if (made) {
                assertThat(names).containsExactly("key", "key.pub");
            }
            if (names.contains("key.pub")) {
                assertThat(new String(after.content(FILE), StandardCharsets.US_ASCII))
                        .startsWith("-----BEGIN PRIVATE KEY-----\n")
                        .endsWith("\n-----END PRIVATE KEY-----\n")
                        .hasSize(119);
            }
        }
    }

    @Test
    void replaces_no_file_and_touches_none_that_is_there() throws IOException {
        KeyFiles keys = new KeyFiles(new NioDurableFiles(), SeededRandomBytes.of(1));
        Path file = directory.resolve("key");
        Path shown = Files.writeString(directory.resolve("key.pub"), "precious");

        assertThatThrownBy(() -> keys.generate(file, ""))
                .isInstanceOf(KeysUnusableException.class)
                .hasMessageContaining("expected nothing at " + shown + ", found a file, and a key is never replaced")
                .hasMessageContaining("Next: ");
        assertThat(file).doesNotExist();
        assertThat(shown).hasContent("precious");

        Files.move(shown, file);
        assertThatThrownBy(() -> keys.generate(file, ""))
                .isInstanceOf(KeysUnusableException.class)
                .hasMessageContaining("expected nothing at " + file);
        assertThat(file).hasContent("precious");
        assertThat(shown).doesNotExist();

        Files.delete(file);
        Files.createSymbolicLink(file, directory.resolve("elsewhere"));
        assertThatThrownBy(() -> keys.generate(file, "")).isInstanceOf(KeysUnusableException.class);
        assertThat(directory.resolve("elsewhere")).doesNotExist();
    }

    @Test
    void makes_another_key_each_time_and_no_directory() {
        KeyFiles keys = new KeyFiles(new NioDurableFiles(), SeededRandomBytes.of(1));

        VerifyingKey first = keys.generate(directory.resolve("a"), "");
        assertThat(keys.generate(directory.resolve("b"), "")).isNotEqualTo(first);
        assertThat(keys.readPublic(directory.resolve("a.pub"))).isEqualTo(first);
        assertThatThrownBy(() -> keys.generate(directory.resolve("missing").resolve("c"), ""))
                .isInstanceOf(KeysUnusableException.class)
                .hasMessageContaining("Next: name a file in a directory that is there");
        assertThatThrownBy(() -> keys.generate(directory.resolve("d"), "two\nlines"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(directory.resolve("d")).doesNotExist();
    }

    private static VerifyingKey generate(CrashingFiles files) {
        return new KeyFiles(files, SeededRandomBytes.of(5)).generate(FILE, "comment");
    }

    private static int callsOfOneKey() throws IOException {
        CrashingFiles files = empty();
        int before = files.operations().size();
        generate(files);
        return files.operations().size() - before;
    }

    private static CrashingFiles empty() throws IOException {
        CrashingFiles files = CrashingFiles.onEmptyDisk();
        files.createDirectories(PLACE);
        return files;
    }
}
