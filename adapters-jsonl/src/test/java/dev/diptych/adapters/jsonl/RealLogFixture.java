package dev.diptych.adapters.jsonl;

import dev.diptych.contracts.files.Fault;
import dev.diptych.contracts.files.FaultPlan;
import dev.diptych.contracts.files.FaultyFiles;
import dev.diptych.contracts.files.FileOperation.Kind;
import dev.diptych.contracts.suites.LineRegion;
import dev.diptych.contracts.suites.LogFixture;
import dev.diptych.domain.chain.Sequence;
import dev.diptych.ports.driven.LogProvider;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** A log on real files. Its process is the test's own, so it cannot die, and nobody cuts the power. */
final class RealLogFixture implements LogFixture {
    private final Path directory;
    private final FaultyFiles files = FaultyFiles.over(new NioDurableFiles());

    private RealLogFixture(Path directory) {
        this.directory = directory;
    }

    /** In a new directory below a given one. */
    static RealLogFixture below(Path parent) {
        try {
            return new RealLogFixture(Files.createTempDirectory(parent, "ledger"));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    @Override
    public LogProvider provider() {
        return Logs.at(files, directory);
    }

    @Override
    public boolean canFailForces() {
        return true;
    }

    @Override
    public void failNextForce() {
        files.failing(FaultPlan.atNth(Kind.FORCE, 1, Fault.ERROR));
    }

    @Override
    public boolean canRunFull() {
        return true;
    }

    @Override
    public void runFull() {
        files.failing(FaultPlan.always(Kind.WRITE, Fault.SHORT_WRITE));
    }

    @Override
    public void makeRoom() {
        files.failing(FaultPlan.NONE);
    }

    @Override
    public boolean canReplace() {
        return true;
    }

    @Override
    public void replace() {
        change(() -> {
            Path aside = directory.resolve("aside");
            Files.copy(newest(), aside);
            Files.move(aside, newest(), StandardCopyOption.REPLACE_EXISTING);
        });
    }

    @Override
    public boolean canHoldForeign() {
        return true;
    }

    @Override
    public void addForeign() {
        change(() -> Files.writeString(directory.resolve("log").resolve("notes.txt"), "hi"));
    }

    @Override
    public void damage(Sequence sequence, LineRegion region) {
        change(() -> {
            byte[] content = Files.readAllBytes(newest());
            String text = new String(content, StandardCharsets.ISO_8859_1);
            int start = text.indexOf("{\"seq\":" + sequence + ",");
            byte[] line = Arrays.copyOfRange(content, start, text.indexOf('\n', start) + 1);
            content[start + region.offsetIn(line)] ^= 1;
            Files.write(newest(), content);
        });
    }

    @Override
    public void addBytes(byte[] bytes) {
        change(() -> {
            boolean none = segments().isEmpty();
            Path newest = none
                    ? directory.resolve("log").resolve(Segment.beginningAt(1).name())
                    : newest();
            Files.write(newest, bytes, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        });
    }

    @Override
    public void cutBytes(int count) {
        change(() -> {
            byte[] content = Files.readAllBytes(newest());
            Files.write(newest(), Arrays.copyOf(content, content.length - count));
        });
    }

    @Override
    public void deleteLog() {
        change(() -> {
            for (Path segment : segments()) {
                Files.delete(segment);
            }
            Files.delete(directory.resolve("log"));
        });
    }

    @Override
    public List<byte[]> quarantined() {
        List<byte[]> copies = new ArrayList<>();
        change(() -> {
            for (Path copy : in(directory.resolve("quarantine"))) {
                copies.add(Files.readAllBytes(copy));
            }
        });
        return copies;
    }

    private Path newest() throws IOException {
        List<Path> segments = segments();
        return segments.get(segments.size() - 1);
    }

    private List<Path> segments() throws IOException {
        return in(directory.resolve("log")).stream()
                .filter(file -> file.toString().endsWith(".jsonl"))
                .toList();
    }

    private static List<Path> in(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.sorted().toList();
        }
    }

    private interface Change {
        void make() throws IOException;
    }

    private static void change(Change change) {
        try {
            change.make();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
