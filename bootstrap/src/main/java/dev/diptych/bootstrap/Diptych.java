package dev.diptych.bootstrap;

import dev.diptych.application.MirrorApplication;
import dev.diptych.application.MirrorSettings;
import dev.diptych.bootstrap.config.LedgerConfiguration;
import dev.diptych.bootstrap.wiring.Parts;
import dev.diptych.domain.event.EventId;
import dev.diptych.domain.event.Limits;
import dev.diptych.domain.keys.TrustedKeys;
import dev.diptych.domain.keys.VerifyingKey;
import dev.diptych.ports.driven.EventSigner;
import dev.diptych.ports.driven.PortException;
import dev.diptych.ports.driving.AuditReport;
import dev.diptych.ports.driving.AuditRequest;
import dev.diptych.ports.driving.BackUpAnswer;
import dev.diptych.ports.driving.CheckProof;
import dev.diptych.ports.driving.CutOverStore;
import dev.diptych.ports.driving.DryRunCutover;
import dev.diptych.ports.driving.LedgerStatus;
import dev.diptych.ports.driving.MakeCheckpoint;
import dev.diptych.ports.driving.Mirror;
import dev.diptych.ports.driving.MirrorOpening;
import dev.diptych.ports.driving.NamedCheckpoint;
import dev.diptych.ports.driving.Progress;
import dev.diptych.ports.driving.ProveEvent;
import dev.diptych.ports.driving.ReadLedger;
import dev.diptych.ports.driving.RecoverAnswer;
import dev.diptych.ports.driving.ReplayAnswer;
import dev.diptych.ports.driving.RestoreAnswer;
import dev.diptych.ports.driving.RestoreRequest;
import dev.diptych.ports.driving.ShowCutovers;
import dev.diptych.ports.driving.StoreCutoverAnswer;
import dev.diptych.ports.driving.StoreCutoverWatch;
import dev.diptych.ports.driving.UpgradeStore;
import dev.diptych.ports.driving.VerifyAndHold;
import dev.diptych.ports.driving.VerifyReport;
import dev.diptych.ports.driving.VerifyRequest;
import java.net.URI;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Diptych without an injector: says where a ledger lies, and what is to be done with it.
 *
 * <pre>{@code
 * try (Mirror mirror = Diptych.open(Path.of("mirror"))) {
 *     AppendAnswer answer = mirror.append(EventDraft.of("com.example.order_placed.v1", "{\"total\":12.50}"), mirror.decide());
 * }
 * }</pre>
 *
 * <p>Immutable: each setting answers a new one. Nothing is read or made before something is asked of the ledger. {@link #open},
 * {@link #replay}, {@link #recover}, {@link #restore}, {@link #cutOverStore} and what {@link #upgradeStore} does take the ledger
 * for this process alone, for as long as they run or until the mirror is closed; the others work beside a writer.
 */
public final class Diptych {
    private final LedgerConfiguration configuration;

    private Diptych(LedgerConfiguration configuration) {
        this.configuration = configuration;
    }

    /**
     * A private key that is not encrypted: Ed25519, as {@code openssl} or {@code ssh-keygen} writes it.
     *
     * @throws PortException if the file has no such key, or others may read it
     */
    public static EventSigner signer(Path file) {
        return signer(file, () -> new char[0]);
    }

    /**
     * The same for one that may be encrypted.
     *
     * @param passphrase asked for once, and only if it is; what it answers is wiped
     */
    public static EventSigner signer(Path file, Supplier<char[]> passphrase) {
        return Parts.signer(file, passphrase);
    }

    /**
     * The public half of a key, from either half.
     *
     * @param passphrase asked for only if the file has an encrypted private key
     * @throws PortException if the file has no such key
     */
    public static VerifyingKey publicKey(Path file, Supplier<char[]> passphrase) {
        return Parts.publicKey(file, passphrase);
    }

    /**
     * Makes a key: its private half in the file, its public half beside it in the same name with {@code .pub}. Replaces
     * nothing.
     *
     * @param comment whose it is; may be empty
     * @throws PortException if something is there already, or a file cannot be made
     */
    public static VerifyingKey generateKey(Path file, String comment) {
        return Parts.generateKey(file, comment);
    }

    /** The ledger in a directory, opened for writing; made there if the directory is empty or missing. */
    public static Mirror open(Path directory) {
        return at(directory).open();
    }

    /** A ledger in a directory: its log in {@code log}, its store in {@code store.db}. */
    public static Diptych at(Path directory) {
        return new Diptych(LedgerConfiguration.in(directory));
    }

    /** A ledger as it is configured. */
    public static Diptych of(LedgerConfiguration configuration) {
        return new Diptych(configuration);
    }

    /** The log elsewhere, by a URI whose scheme names its adapter: {@code jsonl:data/log}. */
    public Diptych log(URI location) {
        return new Diptych(configuration.withLog(location));
    }

    /** The store elsewhere, by a URI whose scheme names its adapter: {@code sqlite:data/store.db}. */
    public Diptych store(URI location) {
        return new Diptych(configuration.withStore(location));
    }

    /** Allows the ledger to be made in a directory and in a database that hold other things. */
    public Diptych intoExisting() {
        return new Diptych(configuration.intoExisting());
    }

    /** Trusts the keys that an OpenSSH {@code allowed_signers} file lists; else those of the directory's own, if it has one. */
    public Diptych trusting(Path allowedSigners) {
        return new Diptych(configuration.withAllowedSigners(allowedSigners));
    }

    /** The clock that tells {@code recorded_at}. */
    public Diptych clock(InstantSource clock) {
        return new Diptych(configuration.withClock(clock));
    }

    /** Limits below those of the format, for what is appended. */
    public Diptych limits(Limits limits) {
        return new Diptych(configuration.withSettings(configuration.settings().withLimits(limits)));
    }

    /** All bounds at once. */
    public Diptych settings(MirrorSettings settings) {
        return new Diptych(configuration.withSettings(settings));
    }

    /**
     * Opens the ledger for writing. It is made if there is nothing yet.
     *
     * @throws MirrorRefusedException if it cannot be taken
     * @throws IllegalArgumentException if no adapter answers to a URI
     */
    public Mirror open() {
        return tryOpen().fold(MirrorOpening.Opened::mirror, refused -> {
            throw new MirrorRefusedException(refused.refusal());
        });
    }

    /** Opens the ledger for writing, and answers why not if it cannot be taken. */
    public MirrorOpening tryOpen() {
        return Parts.openMirror(configuration, application()).open();
    }

    /** Whether any copy of the ledger is there, sound or not. */
    public boolean isThere() {
        return Parts.isThere(configuration);
    }

    /** Compares both copies in full. */
    public VerifyReport verify() {
        return verify(VerifyRequest.full());
    }

    /** Compares both copies, as thoroughly as the request says. */
    public VerifyReport verify(VerifyRequest request) {
        return application().verifyParity().verify(request);
    }

    /**
     * The same, and keeps writers away if it finds what the next opening does not mend by itself, until a full one is clean.
     *
     * @throws PortException if the copies cannot be compared, or the mark cannot be written
     */
    public VerifyAndHold.Outcome verifyAndHold(VerifyRequest request) {
        return application().verifyAndHold().verify(request);
    }

    /**
     * Copies both copies at one sequence into a directory, beside a writer or without one, and verifies what was copied.
     *
     * @param target a directory that is not there yet, or is empty
     */
    public BackUpAnswer backup(Path target, Progress progress) {
        return application().backUpLedger().backUp(target, progress);
    }

    /** Puts a backup in the place of the ledger, or of its store. Takes the ledger for itself meanwhile. */
    public RestoreAnswer restore(RestoreRequest request) {
        return application().restoreLedger().restore(request);
    }

    /**
     * Walks the log's chain and signatures.
     *
     * @throws PortException if there is no log, it cannot be read, or the trusted keys cannot
     */
    public AuditReport audit(AuditRequest request) {
        return application().auditChain().audit(request);
    }

    /**
     * Makes a checkpoint of what both copies have.
     *
     * @throws PortException if a copy cannot be read, or the key cannot sign
     */
    public MakeCheckpoint.Answer checkpoint(MakeCheckpoint.Request request, Progress progress) {
        return application().makeCheckpoint().make(request, progress);
    }

    /**
     * Proves that an event is among those that a checkpoint speaks of.
     *
     * @throws PortException if a copy cannot be read
     */
    public ProveEvent.Answer prove(EventId id, NamedCheckpoint checkpoint, Progress progress) {
        return application().proveEvent().prove(id, checkpoint, progress);
    }

    /**
     * Judges a proof by the trusted keys alone: no copy is read.
     *
     * @throws PortException if the trusted keys cannot be read
     */
    public CheckProof.Answer checkProof(String proof) {
        return application().checkProof().check(proof);
    }

    /**
     * The keys that are trusted from the outset; empty if nobody was asked.
     *
     * @throws PortException if what was named cannot be read or understood
     */
    public Optional<TrustedKeys> trusted() {
        return Parts.keys(configuration).trusted();
    }

    /**
     * Cuts over to the store at another place, by a URI whose scheme names its adapter. Once it answers that it did, the ledger is
     * opened with {@link #store} from there on. An application of its own lets {@link #dryRunStoreCutover} make the candidate
     * while its mirror is open, closes the mirror, cuts over, and opens the ledger with the new store.
     *
     * @throws IllegalArgumentException if no adapter answers to the URI, or it names a file among those of the ledger's directory
     */
    public StoreCutoverAnswer cutOverStore(URI to, StoreCutoverWatch watch) {
        return storeCutover(to).cutOver(watch);
    }

    /**
     * Makes the candidate for {@link #cutOverStore} and verifies it, while others append.
     *
     * @throws IllegalArgumentException as {@link #cutOverStore}
     */
    public StoreCutoverAnswer dryRunStoreCutover(URI to, StoreCutoverWatch watch) {
        return storeCutover(to).dryRun(watch);
    }

    private CutOverStore storeCutover(URI to) {
        return Parts.storeCutover(configuration, application(), to);
    }

    /** Inserts the log's events that the store lacks. */
    public ReplayAnswer replay() {
        return replay(Progress.UNSEEN);
    }

    public ReplayAnswer replay(Progress progress) {
        return application().replayLog().replay(progress);
    }

    /** Does what opening does by itself, and nothing else. */
    public RecoverAnswer recover() {
        return application().recoverMirror().recover();
    }

    /** The same, and cuts a torn tail even where no store vouches for it. */
    public RecoverAnswer recoverCuttingTornTail() {
        return application().recoverMirror().recoverCuttingTornTail();
    }

    /**
     * How the ledger is, at a glance.
     *
     * @throws PortException if neither copy can be read
     */
    public LedgerStatus status() {
        return application().showStatus().status();
    }

    /**
     * The store's events, to be read beside a writer or without one.
     *
     * @throws PortException if there is no store that can be read
     */
    public ReadLedger.View read() {
        return application().readLedger().open();
    }

    /** Brings a store of an older schema up to date. */
    public UpgradeStore upgradeStore() {
        return application().upgradeStore();
    }

    /** Tries a cutover in place out on a copy; the originals are only read. */
    public DryRunCutover dryRunCutover() {
        return application().dryRunCutover();
    }

    /**
     * At which events authority moved, or was to move.
     *
     * @throws PortException if a copy cannot be read
     */
    public ShowCutovers.History cutovers() {
        return application().showCutovers().show();
    }

    public LedgerConfiguration configuration() {
        return configuration;
    }

    private MirrorApplication application() {
        return Parts.application(configuration);
    }
}
