package dev.diptych.adapters.keys;

import dev.diptych.domain.keys.KeyUse;
import dev.diptych.domain.keys.TrustedKey;
import dev.diptych.domain.keys.TrustedKeys;
import dev.diptych.domain.keys.VerifyingKey;
import dev.diptych.ports.driven.KeyRing;
import dev.diptych.ports.driven.KeysUnusableException;
import dev.diptych.ports.driven.files.DurableFiles;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Trust as an OpenSSH {@code allowed_signers} file says it (ssh-keygen(1), ALLOWED SIGNERS). The file is read anew each time
 * somebody asks. Any number of threads.
 *
 * <p>A line trusts its key for the uses whose namespace its {@code namespaces} has: {@code diptych} for events, {@code
 * diptych-checkpoint} for checkpoints, {@code diptych-recovery} for ending the keys of others. A line that names none trusts
 * for events and checkpoints. {@code valid-after} is inclusive, {@code valid-before} exclusive. Principals are kept for
 * reports, and decide nothing.
 *
 * <p>Lines that say something that does not count here are left out, and {@link #notes} says so: keys of other types,
 * certificate authorities, other namespaces. A line that cannot be understood is refused, and the whole file with it: whoever
 * wrote it meant something.
 */
public final class AllowedSigners implements KeyRing {
    private static final int BYTES_MAX = 4 * 1024 * 1024;

    private final DurableFiles files;
    private final Path file;
    private final ZoneId zone;

    /**
     * @param files through which the file is read
     * @param file the file
     * @param zone the zone of times that do not end with {@code Z}; OpenSSH takes the one of the machine
     */
    public AllowedSigners(DurableFiles files, Path file, ZoneId zone) {
        this.files = files;
        this.file = file;
        this.zone = zone;
    }

    @Override
    public Optional<TrustedKeys> trusted() {
        List<TrustedKey> keys = new ArrayList<>();
        read(keys, new ArrayList<>());
        return Optional.of(new TrustedKeys(keys));
    }

    /**
     * What the file has that does not count, as it is now: a sentence each, with the number of the line.
     *
     * @throws KeysUnusableException as {@link #trusted} does
     */
    public List<String> notes() {
        List<String> notes = new ArrayList<>();
        read(new ArrayList<>(), notes);
        return List.copyOf(notes);
    }

    /**
     * The line, its LF included, that trusts a key for these uses and no others.
     *
     * @param principal whose it is, such as {@code orders@example.com}: no blanks, quotes or control characters
     */
    public static String line(String principal, Set<KeyUse> uses, VerifyingKey key) {
        if (principal.isEmpty()
                || principal.startsWith("#")
                || principal.codePoints().anyMatch(c -> c <= ' ' || c == '"' || c == 0x7f)) {
            throw new IllegalArgumentException("a principal must have characters, none of them a blank, a quote or a"
                    + " control character, and not begin with #");
        }
        if (uses.isEmpty()) {
            throw new IllegalArgumentException("a trusted key must have at least one use, had none: " + key.id());
        }
        return principal + " namespaces=\"" + Namespaces.list(uses) + "\" " + key + "\n";
    }

    private void read(List<TrustedKey> keys, List<String> notes) {
        byte[] content = new KeyFile("file of trusted keys", file, BYTES_MAX).read(files);
        int number = 0;
        int from = 0;
        while (from < content.length) {
            int to = from;
            while (to < content.length && content[to] != '\n') {
                to++;
            }
            number++;
            readLine(number, content, from, to, keys, notes);
            from = to + 1;
        }
    }

    private void readLine(int number, byte[] content, int from, int to, List<TrustedKey> keys, List<String> notes) {
        try {
            String line = text(content, from, to);
            if (!line.isEmpty() && line.charAt(0) != '#') {
                SignerLine.Read read = SignerLine.read(line, zone);
                read.key().ifPresent(keys::add);
                if (read.key().isEmpty()) {
                    notes.add("line " + number + " of " + file + " is left out: " + read.note());
                }
            }
        } catch (SignerLine.MalformedException malformed) {
            throw new KeysUnusableException("line " + number + " of the file of trusted keys " + file
                    + " cannot be understood: " + malformed.getMessage()
                    + ". Nobody is trusted and nothing was changed. Next: correct the line, or begin it with # to leave it"
                    + " out");
        }
    }

    /** The line without the blanks before it and the carriage return behind it. */
    private static String text(byte[] content, int from, int to) throws SignerLine.MalformedException {
        try {
            String line = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(content, from, to - from))
                    .toString();
            String whole = line.endsWith("\r") ? line.substring(0, line.length() - 1) : line;
            int begin = 0;
            while (begin < whole.length() && (whole.charAt(begin) == ' ' || whole.charAt(begin) == '\t')) {
                begin++;
            }
            return whole.substring(begin);
        } catch (CharacterCodingException notUtf8) {
            throw new SignerLine.MalformedException("UTF-8", "other bytes");
        }
    }
}
