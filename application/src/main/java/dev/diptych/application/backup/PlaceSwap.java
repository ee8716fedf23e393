package dev.diptych.application.backup;

import dev.diptych.application.CopyParts;
import dev.diptych.application.hold.HoldTexts;
import dev.diptych.domain.chain.ContentHash;
import dev.diptych.ports.driven.HoldMark;
import dev.diptych.ports.driven.files.DurableFile;
import dev.diptych.ports.driven.files.DurableFiles;
import dev.diptych.ports.driving.BackUpManifest.FileEntry;
import dev.diptych.ports.driving.RestoreAnswer.Reason;
import dev.diptych.ports.driving.RestoreRequest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Lets copies take the places of a ledger's own. The caller holds the ledger's lock.
 *
 * <pre>
 * 1 prepare   log.incoming/ and store.db.incoming are made beside the ledger's own, measured, forced
 * 2 mark      the hold mark says that a restore was begun, and which: the commit point
 * 3 aside     the store's file, then what lies beside it, the log and its writer file get names with .aside-N
 * 4 in        log.incoming and store.db.incoming get the names of the ledger's own
 * 5 unmark    the hold mark goes
 * </pre>
 *
 * <p>A crash before step 2 leaves names that nobody reads and that the next restore makes anew. A crash behind it leaves a mark
 * that keeps every writer away, and steps 3 to 5 can be done again from wherever they ended: what still has an incoming copy is
 * not in yet, and nothing is put aside that was put in. The store's own file goes first, so that no reader can make a
 * write-ahead log beside it again, and nothing is ever renamed beside a write-ahead log that belongs to another file. Nothing
 * is deleted.
 */
final class PlaceSwap {
    private static final Pattern MARK = Pattern.compile(
            Pattern.quote(HoldTexts.RESTORE_BEGUN) + "1\n(BOTH|STORE) ([1-9][0-9]{0,8}) ([0-9a-f]{64})\n");
    private static final List<String> COMPANIONS = List.of("-wal", "-shm", "-journal");
    private static final int BLOCK_BYTES = 256 * 1024;

    private final DurableFiles files;
    private final CopyParts.Places places;
    private final HoldMark mark;

    PlaceSwap(DurableFiles files, CopyParts.Places places, HoldMark mark) {
        this.files = files;
        this.places = places;
        this.mark = mark;
    }

    /**
     * A restore that was begun.
     *
     * @param parts what is replaced
     * @param aside the number in the names of what is put aside
     * @param backup the backup's id
     */
    record Begun(RestoreRequest.Parts parts, int aside, String backup) {
        String text() {
            return HoldTexts.RESTORE_BEGUN + "1\n" + parts + " " + aside + " " + backup + "\n";
        }
    }

    /** The restore that a mark speaks of; empty if the mark is there for another reason, or not there. */
    Optional<Begun> begun() {
        Matcher matcher = MARK.matcher(mark.read().orElse(""));
        return matcher.matches()
                ? Optional.of(new Begun(
                        RestoreRequest.Parts.valueOf(matcher.group(1)),
                        Integer.parseInt(matcher.group(2)),
                        matcher.group(3)))
                : Optional.empty();
    }

    /** Copies the backup's files beside the ledger's own, durably; what an earlier attempt left is made anew. */
    void prepare(SoundBackUp backup, RestoreRequest.Parts parts) throws IOException {
        if (parts == RestoreRequest.Parts.BOTH) {
            Path log = incoming(places.log());
            files.createDirectories(log);
            for (String left : files.list(log)) {
                files.delete(log.resolve(left));
            }
            for (FileEntry file : backup.manifest().files()) {
                if (file.name().startsWith("log/")) {
                    copy(backup, file, log.resolve(file.name().substring("log/".length())));
                }
            }
            files.forceDirectory(log);
        }
        files.createDirectories(parent(places.store()));
        for (FileEntry file : backup.manifest().files()) {
            if (file.name().equals("store.db")) {
                files.delete(incoming(places.store()));
                copy(backup, file, incoming(places.store()));
            }
        }
        forceParents();
    }

    /** Says durably that this restore was begun: behind this it is finished, if need be by the next one. */
    Begun commit(SoundBackUp backup, RestoreRequest.Parts parts) throws IOException {
        Begun begun = new Begun(parts, freeNumber(), backup.id());
        mark.put(begun.text()); // Commit point.
        return begun;
    }

    /** Puts aside what is there, and the copies in its place; answers the names of what lies aside. */
    List<String> finish(Begun begun) throws IOException {
        String suffix = ".aside-" + begun.aside();
        boolean isBoth = begun.parts() == RestoreRequest.Parts.BOTH;
        if (isThere(incoming(places.store()))) {
            putAside(places.store(), suffix, "");
            for (String companion : COMPANIONS) {
                putAside(places.store(), suffix, companion);
            }
        }
        if (isBoth && isThere(incoming(places.log()))) {
            putAside(places.log(), suffix, "");
            putAside(writer(), suffix, "");
        }
        forceParents();
        putIn(places.store());
        if (isBoth) {
            putIn(places.log());
        }
        forceParents();
        return namesAside(suffix);
    }

    /** Lets writers in again. */
    void release() {
        mark.remove();
    }

    private void copy(SoundBackUp backup, FileEntry expected, Path to) throws IOException {
        ContentHash hash = ContentHash.begin();
        try (DurableFile from = files.openForReading(backup.directory().file(expected.name()));
                DurableFile made = files.create(to)) {
            ByteBuffer block = ByteBuffer.allocate(BLOCK_BYTES);
            long offset = 0;
            while (from.read(block, offset) > 0) {
                block.flip();
                hash.add(block.duplicate());
                int bytes = block.remaining();
                made.write(block, offset);
                offset += bytes;
                block.clear();
            }
            made.force();
        }
        if (!hash.hex().equals(expected.sha256())) {
            throw new NotRestoredException(
                    Reason.BACKUP_DAMAGED,
                    List.of(expected.name() + ": changed while it was copied"),
                    "the backup's file " + expected.name()
                            + " changed while it was copied. The ledger was not changed. Next: see that nobody writes into"
                            + " the backup, and restore again");
        }
    }

    private void putAside(Path own, String suffix, String companion) throws IOException {
        Path from = own.resolveSibling(own.getFileName() + companion);
        if (isThere(from)) {
            files.rename(from, own.resolveSibling(own.getFileName() + suffix + companion));
        }
    }

    private void putIn(Path own) throws IOException {
        if (isThere(incoming(own))) {
            files.rename(incoming(own), own);
        }
    }

    private int freeNumber() throws IOException {
        Set<String> taken = new HashSet<>(files.list(parent(places.log())));
        taken.addAll(files.list(parent(places.store())));
        int number = 1;
        while (isTaken(taken, ".aside-" + number)) {
            number++;
        }
        return number;
    }

    private static boolean isTaken(Set<String> names, String suffix) {
        return names.stream()
                .anyMatch(name -> name.endsWith(suffix)
                        || COMPANIONS.stream().anyMatch(companion -> name.endsWith(suffix + companion)));
    }

    private List<String> namesAside(String suffix) throws IOException {
        List<String> found = new ArrayList<>();
        Set<Path> parents = new java.util.LinkedHashSet<>(List.of(parent(places.log())));
        parents.add(parent(places.store()));
        for (Path parent : parents) {
            files.list(parent).stream()
                    .filter(name -> isTaken(Set.of(name), suffix))
                    .forEach(found::add);
        }
        return found;
    }

    private Path writer() {
        return places.log().resolveSibling("writer");
    }

    private void forceParents() throws IOException {
        files.forceDirectory(parent(places.log()));
        if (!parent(places.log()).equals(parent(places.store()))) {
            files.forceDirectory(parent(places.store()));
        }
    }

    private boolean isThere(Path path) throws IOException {
        return files.state(path).isPresent();
    }

    private static Path incoming(Path own) {
        return own.resolveSibling(own.getFileName() + ".incoming");
    }

    private static Path parent(Path path) {
        return Optional.ofNullable(path.getParent())
                .orElseThrow(() -> new IllegalArgumentException(path + " lies in no directory"));
    }
}
