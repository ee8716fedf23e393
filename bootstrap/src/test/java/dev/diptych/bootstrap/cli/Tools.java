package dev.diptych.bootstrap.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The programs of others that ours must get along with: {@code openssl}, {@code ssh-keygen}, {@code git}. */
final class Tools {
    private final Path folder;

    private Tools(Path folder) {
        this.folder = folder;
    }

    static Tools in(Path folder) {
        return new Tools(folder);
    }

    /** What it printed; it must succeed. */
    String run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectInput(ProcessBuilder.Redirect.from(new java.io.File("/dev/null")))
                .start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(List.of(command) + ": " + printed).isZero();
        return printed;
    }

    /** A key as openssl writes it. */
    Path opensslKey(String name) throws IOException, InterruptedException {
        run("openssl", "genpkey", "-algorithm", "ed25519", "-out", name);
        return onlyForUs(name);
    }

    /** One as openssl encrypts it. */
    Path opensslKey(String name, String passphrase) throws IOException, InterruptedException {
        run("openssl", "genpkey", "-algorithm", "ed25519", "-aes-256-cbc", "-pass", "pass:" + passphrase, "-out", name);
        return onlyForUs(name);
    }

    /** A key as ssh-keygen writes it, encrypted if the passphrase is not empty; its public half beside it. */
    Path sshKey(String name, String passphrase) throws IOException, InterruptedException {
        run("ssh-keygen", "-q", "-t", "ed25519", "-a", "2", "-N", passphrase, "-C", name + "@example.com", "-f", name);
        return folder.resolve(name);
    }

    /** The fingerprint that ssh-keygen sees in a public key. */
    String fingerprint(String publicKeyFile) throws IOException, InterruptedException {
        return run("ssh-keygen", "-l", "-f", publicKeyFile).split(" ")[1];
    }

    private Path onlyForUs(String name) throws IOException {
        Path file = folder.resolve(name);
        return Files.setPosixFilePermissions(
                file, java.nio.file.attribute.PosixFilePermissions.fromString("rw-------"));
    }
}
