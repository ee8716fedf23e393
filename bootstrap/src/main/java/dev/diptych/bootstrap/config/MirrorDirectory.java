package dev.diptych.bootstrap.config;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The directory of one ledger:
 *
 * <pre>
 * log/                the log, one JSON text a line
 * store.db            the store, with -wal, -shm and -journal beside it while it is open
 * lock writer         who holds the ledger, and how it was left
 * tree                how far the Merkle tree was grown, a hint for the next checkpoint
 * hold quarantine/    a mark that keeps writers away; copies of torn tails
 * *.aside-*           copies that were replaced, the log's and the store's
 * *.incoming          copies that a restore has made and that are not in their places yet
 * allowed_signers     which keys are trusted, as OpenSSH spells it; yours, never written by a ledger
 * </pre>
 *
 * <p>Anything else is foreign. Foreign files are no harm to a ledger, but a directory that holds some and no ledger yet is
 * likely to have been meant for something else.
 *
 * @param path the directory, absolute
 */
public record MirrorDirectory(Path path) {
    private static final Pattern OURS = Pattern.compile("(log|writer)\\.aside-.*|(log|store\\.db)\\.incoming|log|"
            + "store\\.db(-wal|-shm|-journal)?|lock|writer|tree|hold|quarantine|store\\.db\\.aside-.*|allowed_signers"
            + "|(writer|tree|lock|hold)[.-].*\\.?tmp");

    public MirrorDirectory {
        path = path.toAbsolutePath().normalize();
    }

    /** Where the log is unless it is said otherwise. */
    public URI log() {
        return uri("jsonl", path.resolve("log"));
    }

    /** Where the store is unless it is said otherwise. */
    public URI store() {
        return uri("sqlite", path.resolve("store.db"));
    }

    /** Whether a URI names this directory's own store. */
    public boolean isOwnStore(URI location) {
        return fileOf(location).filter(path.resolve("store.db")::equals).isPresent();
    }

    /**
     * Whether a URI names a file in this directory that is not its own store. There is no place for such a file: whoever looks
     * at the directory must see which store is the ledger's.
     */
    public boolean hasNoPlaceFor(URI store) {
        return fileOf(store).filter(file -> file.startsWith(path)).isPresent() && !isOwnStore(store);
    }

    /** The file that a URI of the form {@code scheme:PATH?options} names, as far as its links can be followed. */
    private Optional<Path> fileOf(URI location) {
        String name = location.getRawSchemeSpecificPart().split("\\?", 2)[0];
        try {
            Path file = Path.of(URLDecoder.decode(name.replace("+", "%2B"), StandardCharsets.UTF_8))
                    .toAbsolutePath()
                    .normalize();
            Path parent = file.getParent();
            boolean isHere =
                    parent != null && Files.exists(parent) && Files.exists(path) && Files.isSameFile(parent, path);
            return Optional.of(isHere ? path.resolve(file.getFileName()) : file);
        } catch (IllegalArgumentException | IOException namesNoFile) {
            return Optional.empty();
        }
    }

    /** Where it is remembered how far the Merkle tree was grown. */
    public Path tree() {
        return path.resolve("tree");
    }

    /** The file that says whom to trust, if there is one. */
    public Optional<Path> allowedSigners() {
        Path file = path.resolve("allowed_signers");
        return Files.exists(file, LinkOption.NOFOLLOW_LINKS) ? Optional.of(file) : Optional.empty();
    }

    /**
     * The names in this directory that are not a ledger's, in order; none where there is no directory.
     *
     * @throws UncheckedIOException if there is something that cannot be listed as a directory
     */
    public List<String> foreignNames() {
        try (Stream<Path> names = Files.list(path)) {
            return names.map(name -> name.getFileName().toString())
                    .filter(name -> !OURS.matcher(name).matches())
                    .sorted()
                    .collect(Collectors.toUnmodifiableList());
        } catch (NoSuchFileException absent) {
            return List.of();
        } catch (NotDirectoryException file) {
            throw new UncheckedIOException(path + " is a file, not a directory", file);
        } catch (IOException unreadable) {
            throw new UncheckedIOException("directory " + path + " cannot be listed: " + unreadable, unreadable);
        }
    }

    @Override
    public String toString() {
        return path.toString();
    }

    /** A URI in which no character of the path has a meaning of its own. */
    static URI uri(String scheme, Path path) {
        return URI.create(scheme + ":" + escaped(path));
    }

    /** A path as it stands in a URI: every byte that could mean something there is escaped. */
    public static String escaped(Path path) {
        StringBuilder text = new StringBuilder();
        for (byte b : path.toString().getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xff);
            boolean plain = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9';
            if (plain || "/._-~".indexOf(c) >= 0) {
                text.append(c);
            } else {
                text.append(String.format(Locale.ROOT, "%%%02X", b & 0xff));
            }
        }
        return text.toString();
    }
}
