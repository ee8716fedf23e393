package dev.diptych.adapters.jsonl;

import dev.diptych.contracts.files.CrashingFiles;
import dev.diptych.contracts.files.Fault;
import dev.diptych.contracts.files.FaultPlan;
import dev.diptych.contracts.files.FileOperation.Kind;
import dev.diptych.contracts.files.PowerCut;
import dev.diptych.contracts.suites.LineRegion;
import dev.diptych.contracts.suites.LogFixture;
import dev.diptych.domain.chain.Sequence;
import dev.diptych.ports.driven.LogProvider;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** A log on a file system in memory, to which everything can be done. */
final class CrashingLogFixture implements LogFixture {
    private static final Path DIRECTORY = Path.of("/home/ledger");
    private static final Path LOG = DIRECTORY.resolve("log");

    private final long segmentBytesMax;
    private CrashingFiles files = CrashingFiles.onEmptyDisk().ignoringInterrupts();
    private long pid = 100;

    CrashingLogFixture(long segmentBytesMax) {
        this.segmentBytesMax = segmentBytesMax;
    }

    @Override
    public LogProvider provider() {
        return new JsonlLogProvider(
                new LogDirectory(files, LOG), Batches.PAYLOADS, new OneProcess(pid), segmentBytesMax);
    }

    @Override
    public boolean canKill() {
        return true;
    }

    @Override
    public void kill() {
        files = files.afterKill();
        pid++;
    }

    @Override
    public boolean canCutPower() {
        return true;
    }

    @Override
    public void powerCut(long seed) {
        files = files.afterPowerCut(PowerCut.seeded(seed));
        pid++;
    }

    @Override
    public boolean canStopAnywhere() {
        return true;
    }

    @Override
    public long operations() {
        return files.operations().size();
    }

    @Override
    public void stopAt(long operation) {
        files.failing(FaultPlan.once(operation, Fault.STOP_MIDWAY));
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
        Path newest = newest();
        byte[] content = files.content(newest);
        files.remove(newest);
        files.put(newest, content);
    }

    @Override
    public boolean canHoldForeign() {
        return true;
    }

    @Override
    public void addForeign() {
        files.put(LOG.resolve("notes.txt"), new byte[] {'h', 'i'});
    }

    @Override
    public void damage(Sequence sequence, LineRegion region) {
        for (String name : segments()) {
            byte[] content = files.content(LOG.resolve(name));
            String text = new String(content, StandardCharsets.ISO_8859_1);
            int start = text.indexOf("{\"seq\":" + sequence + ",");
            if (start >= 0) {
                byte[] line = Arrays.copyOfRange(content, start, text.indexOf('\n', start) + 1);
                content[start + region.offsetIn(line)] ^= 1;
                files.put(LOG.resolve(name), content);
                return;
            }
        }
        throw new AssertionError("no line of sequence " + sequence);
    }

    @Override
    public void addBytes(byte[] bytes) {
        if (segments().isEmpty()) {
            files.put(LOG.resolve(Segment.beginningAt(1).name()), bytes);
            return;
        }
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        content.writeBytes(files.content(newest()));
        content.writeBytes(bytes);
        files.put(newest(), content.toByteArray());
    }

    @Override
    public void cutBytes(int count) {
        byte[] content = files.content(newest());
        files.put(newest(), Arrays.copyOf(content, content.length - count));
    }

    @Override
    public void deleteLog() {
        segments().forEach(name -> files.remove(LOG.resolve(name)));
        files.remove(LOG);
    }

    @Override
    public List<byte[]> quarantined() {
        Path quarantine = DIRECTORY.resolve("quarantine");
        return names(quarantine).stream()
                .filter(name -> !name.endsWith(".tmp"))
                .map(name -> files.content(quarantine.resolve(name)))
                .toList();
    }

    private Path newest() {
        List<String> segments = segments();
        return LOG.resolve(segments.get(segments.size() - 1));
    }

    private List<String> segments() {
        return names(LOG).stream().filter(name -> name.endsWith(".jsonl")).toList();
    }

    private List<String> names(Path directory) {
        try {
            return files.anotherProcess().list(directory);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    /** Where nobody runs but one process, and what the others took is free. */
    record OneProcess(long pid) implements Processes {
        @Override
        public WriterRecord.Open self() {
            return new WriterRecord.Open(pid, 1_000 * pid);
        }

        @Override
        public boolean holds(WriterRecord.Open taker, Path lock) {
            return taker.equals(self());
        }
    }
}
