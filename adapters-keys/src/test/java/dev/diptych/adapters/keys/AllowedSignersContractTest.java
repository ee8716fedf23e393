package dev.diptych.adapters.keys;

import dev.diptych.adapters.jsonl.NioDurableFiles;
import dev.diptych.contracts.suites.KeyRingContract;
import dev.diptych.domain.event.EventTime;
import dev.diptych.domain.keys.TrustedKey;
import dev.diptych.ports.driven.KeyRing;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.io.TempDir;

final class AllowedSignersContractTest extends KeyRingContract {
    @TempDir
    Path directory;

    @Override
    protected KeyRing ring() {
        return new AllowedSigners(new NioDurableFiles(), file(), ZoneOffset.UTC);
    }

    @Override
    protected void say(List<TrustedKey> keys) {
        write("# who signs\n\n"
                + keys.stream().map(AllowedSignersContractTest::line).collect(Collectors.joining()));
    }

    @Override
    protected void spoil() {
        write("first@example.com ssh-ed25519\n");
    }

    private static String line(TrustedKey key) {
        String line = AllowedSigners.line(key.principals(), key.uses(), key.key());
        String bounds = key.validAfter()
                        .map(time -> ",valid-after=\"" + compact(time) + "\"")
                        .orElse("")
                + key.validBefore()
                        .map(time -> ",valid-before=\"" + compact(time) + "\"")
                        .orElse("");
        return line.replace("\" ssh", "\"" + bounds + " ssh");
    }

    private static String compact(EventTime time) {
        return time.text().substring(0, 19).replaceAll("[-:T]", "") + "Z";
    }

    private void write(String text) {
        try {
            Files.writeString(file(), text);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private Path file() {
        return directory.resolve("allowed_signers");
    }
}
