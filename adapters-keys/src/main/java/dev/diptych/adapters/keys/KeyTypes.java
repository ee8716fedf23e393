package dev.diptych.adapters.keys;

import java.util.Set;
import java.util.regex.Pattern;

/** The names that OpenSSH has for types of keys (ssh-keygen(1), sshd(8)). */
final class KeyTypes {
    private static final Set<String> PLAIN = Set.of(
            "ssh-ed25519",
            "ssh-ed448",
            "ssh-rsa",
            "ssh-dss",
            "ecdsa-sha2-nistp256",
            "ecdsa-sha2-nistp384",
            "ecdsa-sha2-nistp521",
            "sk-ssh-ed25519@openssh.com",
            "sk-ecdsa-sha2-nistp256@openssh.com");

    private static final Pattern CERTIFICATE =
            Pattern.compile("(?:sk-)?(?:ssh|ecdsa|rsa)-[a-z0-9-]+-cert-v0[01]@openssh\\.com");

    private KeyTypes() {}

    static boolean isKnown(String type) {
        return PLAIN.contains(type) || CERTIFICATE.matcher(type).matches();
    }
}
