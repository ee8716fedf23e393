package dev.diptych.application;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diptych.contracts.files.CrashingFiles;
import dev.diptych.contracts.files.FileOperation;
import dev.diptych.contracts.files.PowerCut;
import dev.diptych.contracts.twins.CountingEventIds;
import dev.diptych.contracts.twins.HandDeadlines;
import dev.diptych.contracts.twins.SeededRandomBytes;
import dev.diptych.contracts.twins.SteppingClock;
import dev.diptych.contracts.twins.TwinHoldMark;
import dev.diptych.contracts.twins.TwinKeyRing;
import dev.diptych.contracts.twins.TwinLogCopies;
import dev.diptych.contracts.twins.TwinLogDisk;
import dev.diptych.contracts.twins.TwinPayloadReader;
import dev.diptych.contracts.twins.TwinSignatureVerifier;
import dev.diptych.contracts.twins.TwinStoreCopies;
import dev.diptych.contracts.twins.TwinStoreDisk;
import dev.diptych.contracts.twins.TwinTreeMemory;
import dev.diptych.contracts.twins.TwinUnmatchedSpool;
import dev.diptych.domain.chain.SealedEvent;
import dev.diptych.domain.chain.Sequence;
import dev.diptych.domain.event.EventDraft;
import dev.diptych.domain.event.EventId;
import dev.diptych.domain.parity.ParityVerdict;
import dev.diptych.domain.policy.PolicyDecision;
import dev.diptych.ports.driven.LogReader;
import dev.diptych.ports.driven.StoreProvider;
import dev.diptych.ports.driving.AppendAnswer;
import dev.diptych.ports.driving.ListAnswer;
import dev.diptych.ports.driving.LogVerdict;
import dev.diptych.ports.driving.Mirror;
import dev.diptych.ports.driving.MirrorOpening;
import dev.diptych.ports.driving.OpenRefusal;
import dev.diptych.ports.driving.VerifyReport;
import dev.diptych.ports.driving.VerifyRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A ledger on two twin disks, which outlive its writers, and what the tests of the application do with it. */
public final class TwinLedger {
    private final TwinLogDisk log = TwinLogDisk.empty();
    private final TwinStoreDisk store = TwinStoreDisk.empty();
    private final SteppingClock clock = SteppingClock.standard();
    private final CountingEventIds ids = new CountingEventIds();
    private final SeededRandomBytes random = SeededRandomBytes.of(7);
    private final TwinKeyRing keys = new TwinKeyRing();
    private final TwinTreeMemory trees = new TwinTreeMemory();
    private final HandDeadlines deadlines = new HandDeadlines();
    private final TwinHoldMark hold = new TwinHoldMark();
    private final CrashingFiles copied = CrashingFiles.onEmptyDisk().ignoringInterrupts();
    private final TwinLogCopies logCopies = new TwinLogCopies(copied);
    private final TwinStoreCopies storeCopies = new TwinStoreCopies(store, copied);
    private MirrorSettings settings = MirrorSettings.DEFAULT;

    private TwinLedger() {}

    public static TwinLedger empty() {
        return new TwinLedger();
    }

    /** A ledger of so many events, each a batch of its own, closed cleanly. */
    public static TwinLedger of(int events) {
        TwinLedger ledger = empty();
        try (Mirror mirror = ledger.open()) {
            for (int i = 1; i <= events; i++) {
                ledger.append(mirror, "e-" + i);
            }
        }
        return ledger;
    }

    public TwinLedger with(MirrorSettings other) {
        settings = other;
        return this;
    }

    public TwinLogDisk log() {
        return log;
    }

    public TwinStoreDisk store() {
        return store;
    }

    /** Who is trusted; at first nobody was asked. */
    public TwinKeyRing keys() {
        return keys;
    }

    /** What is remembered of the Merkle tree. */
    public TwinTreeMemory trees() {
        return trees;
    }

    /** The times that are running, which are over when a test says so. */
    public HandDeadlines deadlines() {
        return deadlines;
    }

    public SteppingClock clock() {
        return clock;
    }

    /** The mark that keeps writers away. */
    public TwinHoldMark hold() {
        return hold;
    }

    /** The file system on which copies are made. */
    public CrashingFiles copied() {
        return copied;
    }

    public TwinLogCopies logCopies() {
        return logCopies;
    }

    public TwinStoreCopies storeCopies() {
        return storeCopies;
    }

    /** Copies can be made of it; what it is on itself cannot be renamed. */
    private CopyParts copies() {
        return new CopyParts(logCopies, storeCopies, copied, Optional.empty());
    }

    public MirrorParts parts() {
        return partsOver(store.provider());
    }

    /** The same over another view of the store's place. */
    public MirrorParts partsOver(StoreProvider place) {
        return new MirrorParts(
                log.provider(),
                place,
                TwinPayloadReader.within(settings.limits()),
                TwinPayloadReader.FORMAT,
                ids,
                random,
                clock,
                TwinUnmatchedSpool::open,
                keys,
                new TwinSignatureVerifier(),
                trees,
                deadlines,
                hold,
                Optional.of(copies()),
                settings);
    }

    public MirrorApplication application() {
        return new MirrorApplication(parts());
    }

    /** Opens it for writing, which must succeed. */
    public Mirror open() {
        return opening().fold(MirrorOpening.Opened::mirror, refused -> {
            throw new AssertionError("opening was refused: " + refused.refusal());
        });
    }

    /** Why it cannot be opened for writing. */
    public OpenRefusal refusal() {
        return opening()
                .fold(
                        opened -> {
                            opened.mirror().close();
                            throw new AssertionError("it was opened");
                        },
                        MirrorOpening.Refused::refusal);
    }

    public MirrorOpening opening() {
        return application().openMirror().open();
    }

    /** Appends one event, which must end mirrored. */
    public AppendAnswer.Mirrored append(Mirror mirror, String id) {
        AppendAnswer answer = mirror.append(draft(id), decision(mirror));
        assertThat(answer).isInstanceOf(AppendAnswer.Mirrored.class);
        return (AppendAnswer.Mirrored) answer;
    }

    /** Appends events as one batch, which must be recorded. */
    public List<AppendAnswer> appendAll(Mirror mirror, String... drafted) {
        List<EventDraft> drafts = new ArrayList<>();
        for (String id : drafted) {
            drafts.add(draft(id));
        }
        return mirror.appendAll(drafts, decision(mirror)).fold(ListAnswer.AllRecorded::answers, none -> {
            throw new AssertionError("nothing was recorded: " + none);
        });
    }

    public static EventDraft draft(String id) {
        return EventDraft.of("com.example.noted.v1", "{\"of\":\"" + id + "\"}").withId(new EventId(id));
    }

    /** The mirror's own decision, with nothing but its evidence. */
    public static PolicyDecision decision(Mirror mirror) {
        return mirror.decide(List.of(), Optional.empty());
    }

    public VerifyReport verify() {
        return verify(VerifyRequest.full());
    }

    public VerifyReport verify(VerifyRequest request) {
        return application().verifyParity().verify(request);
    }

    /** Both copies must be the same, and the log intact. */
    public void requireInParity() {
        VerifyReport report = verify();
        assertThat(report.verdict()).describedAs("%s", report.findings()).isEqualTo(ParityVerdict.IN_PARITY);
        assertThat(report.log()).describedAs("%s", report.findings()).isEqualTo(LogVerdict.INTACT);
        assertThat(report.findingsTotal()).isZero();
    }

    /** The ids that the log holds, in their order. */
    public List<String> idsInLog() {
        List<String> found = new ArrayList<>();
        try (LogReader reader = log.provider().openForReading()) {
            for (long at = 1; reader.find(Sequence.of(at)).isPresent(); at++) {
                found.add(reader.find(Sequence.of(at)).orElseThrow().id().value());
            }
        }
        return found;
    }

    /** The event of the log at a sequence. */
    public SealedEvent inLog(long sequence) {
        try (LogReader reader = log.provider().openForReading()) {
            return reader.find(Sequence.of(sequence)).orElseThrow();
        }
    }

    /** How many forces of the log itself there were in the process that now runs. */
    public long forces() {
        return log.operations().stream()
                .filter(operation -> operation.kind() == FileOperation.Kind.FORCE)
                .filter(operation -> operation.path().toString().endsWith(".jsonl"))
                .count();
    }

    /** The process dies: what was written stays, and what was held is let go. */
    public void kill() {
        log.kill();
        store.kill();
    }

    public void powerCut(long seed) {
        log.powerCut(PowerCut.seeded(seed));
        store.powerCut(seed);
    }
}
