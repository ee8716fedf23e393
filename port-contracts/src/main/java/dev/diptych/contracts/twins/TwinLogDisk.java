package dev.diptych.contracts.twins;

import dev.diptych.contracts.files.CrashingFiles;
import dev.diptych.contracts.files.FaultPlan;
import dev.diptych.contracts.files.FileOperation;
import dev.diptych.contracts.files.PowerCut;
import dev.diptych.ports.driven.LogProvider;
import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * What a twin log is kept on: it outlives the logs that are opened on it, and it is where a test cuts the power, kills the
 * process, damages bytes, or makes calls fail. Beneath lies a file system in memory, so that a twin log loses in a crash
 * exactly what a log on files could lose.
 *
 * <p>Layout: {@code /ledger/log/00000000000000000001.jsonl} is the only segment; {@code /ledger/lock}, {@code
 * /ledger/writer} and {@code /ledger/quarantine/} lie beside, as the published format has them.
 */
public final class TwinLogDisk {
    static final Path LEDGER = Path.of("/ledger");
    static final Path LOG = LEDGER.resolve("log");
    static final String SEGMENT_NAME = "00000000000000000001.jsonl";
    static final Path SEGMENT = LOG.resolve(SEGMENT_NAME);
    static final Path LOCK = LEDGER.resolve("lock");
    static final Path WRITER = LEDGER.resolve("writer");
    static final Path QUARANTINE = LEDGER.resolve("quarantine");

    private CrashingFiles files;
    private long process = 1;

    private TwinLogDisk(CrashingFiles files) {
        this.files = files;
    }

    /** A place with nothing there. */
    public static TwinLogDisk empty() {
        return new TwinLogDisk(CrashingFiles.onEmptyDisk().ignoringInterrupts());
    }

    /** The place as the application sees it. */
    public LogProvider provider() {
        return new TwinLogProvider(this);
    }

    /** The file system beneath, as the process that now runs sees it. */
    public synchronized CrashingFiles files() {
        return files;
    }

    /** The number of the process that now runs, which stands for a process id. */
    public synchronized long process() {
        return process;
    }

    /** Lets calls fail as the plan says, from the next on. */
    public synchronized void failing(FaultPlan plan) {
        files.failing(plan);
    }

    /** All calls of the process that now runs, in their order. */
    public synchronized List<FileOperation> operations() {
        return files.operations();
    }

    /** Lets the disk hold at most so many bytes. */
    public synchronized void holdAtMost(long bytes) {
        files.holdingAtMost(bytes);
    }

    /** The process dies; all that it wrote stays. */
    public synchronized void kill() {
        files = files.afterKill();
        process++;
    }

    /** The power fails; what was not forced survives in any part. */
    public synchronized void powerCut(PowerCut cut) {
        files = files.afterPowerCut(cut);
        process++;
    }

    /** The bytes of the log. */
    public synchronized byte[] bytes() {
        return exists() ? files.content(SEGMENT) : new byte[0];
    }

    /** Puts other bytes in the log's place, durably. */
    public synchronized void setBytes(byte[] bytes) {
        files.put(SEGMENT, bytes);
    }

    /** Puts bytes behind the log's end, durably. */
    public synchronized void addBytes(byte[] bytes) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(bytes());
        all.writeBytes(bytes);
        setBytes(all.toByteArray());
    }

    /** Cuts the log to its first {@code length} bytes, durably. */
    public synchronized void cutTo(int length) {
        setBytes(Arrays.copyOf(bytes(), length));
    }

    /** Flips the lowest bit of the byte at {@code offset}, durably. */
    public synchronized void damageByte(int offset) {
        byte[] bytes = bytes();
        bytes[offset] ^= 1;
        setBytes(bytes);
    }

    /** Takes the log away; what lies beside it stays. */
    public synchronized void deleteLog() {
        files.remove(LOG);
    }

    /** Puts another file with the same bytes in the place of the log's. */
    public synchronized void replace() {
        byte[] bytes = bytes();
        files.remove(SEGMENT);
        files.put(SEGMENT, bytes);
    }

    /** Puts a file among the segments that does not belong there. */
    public synchronized void addForeignFile(String name) {
        files.put(LOG.resolve(name), new byte[] {'?'});
    }

    /** The copies in quarantine. */
    public synchronized List<byte[]> quarantined() {
        return files.namesIn(QUARANTINE).stream()
                .filter(name -> !name.endsWith(".tmp"))
                .map(name -> files.content(QUARANTINE.resolve(name)))
                .toList();
    }

    /** Whether a name among the segments does not belong there. */
    static boolean isForeign(String name) {
        return !name.equals(SEGMENT_NAME) && !name.endsWith(".tmp");
    }

    private boolean exists() {
        return files.namesIn(LOG).contains(SEGMENT_NAME);
    }
}
