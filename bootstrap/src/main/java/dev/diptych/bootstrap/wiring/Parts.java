package dev.diptych.bootstrap.wiring;

import dev.diptych.adapters.jsonl.HoldFile;
import dev.diptych.adapters.jsonl.JacksonPayloadReader;
import dev.diptych.adapters.jsonl.JsonlAdapter;
import dev.diptych.adapters.jsonl.JsonlLogCopies;
import dev.diptych.adapters.jsonl.NioDurableFiles;
import dev.diptych.adapters.jsonl.TreeFile;
import dev.diptych.adapters.keys.AllowedSigners;
import dev.diptych.adapters.keys.Ed25519Verifier;
import dev.diptych.adapters.keys.KeyFiles;
import dev.diptych.adapters.sqlite.SqliteStoreCopies;
import dev.diptych.adapters.sqlite.SqliteUnmatchedSpools;
import dev.diptych.application.CopyParts;
import dev.diptych.application.MirrorApplication;
import dev.diptych.application.MirrorParts;
import dev.diptych.bootstrap.config.LedgerConfiguration;
import dev.diptych.bootstrap.config.MirrorDirectory;
import dev.diptych.domain.event.Limits;
import dev.diptych.domain.keys.KeyUse;
import dev.diptych.domain.keys.VerifyingKey;
import dev.diptych.ports.driven.Deadlines;
import dev.diptych.ports.driven.EventIdGenerator;
import dev.diptych.ports.driven.EventSigner;
import dev.diptych.ports.driven.HoldMark;
import dev.diptych.ports.driven.KeyRing;
import dev.diptych.ports.driven.KeysUnusableException;
import dev.diptych.ports.driven.LogProvider;
import dev.diptych.ports.driven.PayloadReader;
import dev.diptych.ports.driven.RandomBytes;
import dev.diptych.ports.driven.SignatureVerifier;
import dev.diptych.ports.driven.StoreProvider;
import dev.diptych.ports.driven.TreeMemory;
import dev.diptych.ports.driven.UnmatchedSpool;
import dev.diptych.ports.driven.files.DurableFiles;
import dev.diptych.ports.driving.CutOverStore;
import dev.diptych.ports.driving.OpenMirror;
import java.net.URI;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Which class stands behind which port, said once. {@link DiptychModule} binds these for Guice; {@link #application} puts
 * them together without it, which starts faster.
 */
public final class Parts {
    private Parts() {}

    /** The use cases of a ledger. Nothing is opened or made. */
    public static MirrorApplication application(LedgerConfiguration configuration) {
        Adapters adapters = Adapters.onClassPath();
        return application(configuration, log(configuration, adapters), store(configuration, adapters));
    }

    /** The same over copies that the caller made out, its own adapters' or decorated ones. */
    public static MirrorApplication application(
            LedgerConfiguration configuration, LogProvider log, StoreProvider store) {
        return new MirrorApplication(new MirrorParts(
                log,
                store,
                sealing(configuration),
                reading(),
                ids(configuration),
                random(),
                configuration.clock(),
                spools(),
                keys(configuration),
                signatures(),
                trees(configuration),
                deadlines(),
                hold(configuration),
                copies(configuration),
                configuration.settings()));
    }

    /** Opening, with a look at the directory before a ledger is made in it. */
    public static OpenMirror openMirror(LedgerConfiguration configuration, MirrorApplication application) {
        Adapters adapters = Adapters.onClassPath();
        return new FirstLookAround(
                configuration, log(configuration, adapters), store(configuration, adapters), application.openMirror());
    }

    /** Whether any copy is there. */
    public static boolean isThere(LedgerConfiguration configuration) {
        Adapters adapters = Adapters.onClassPath();
        return log(configuration, adapters).presence() != LogProvider.LogPresence.ABSENT
                || store(configuration, adapters).presence().exists();
    }

    /**
     * The cutover of a ledger to the store at another place. Nothing is opened or made.
     *
     * @throws IllegalArgumentException if no adapter answers to the URI, or it names a file among those of the ledger's directory
     */
    public static CutOverStore storeCutover(LedgerConfiguration configuration, MirrorApplication application, URI to) {
        if (configuration.directory().hasNoPlaceFor(to)) {
            throw new IllegalArgumentException("the store " + to + " would lie in the ledger's directory, "
                    + configuration.directory()
                    + ", which has a place for one store, store.db. Nothing was changed. Next: name"
                    + " a place outside of it");
        }
        return application.cutOverStore(store(configuration.withStore(to)));
    }

    /** The place that a configuration names for its store. Nothing is opened or made. */
    public static StoreProvider store(LedgerConfiguration configuration) {
        return store(configuration, Adapters.onClassPath());
    }

    /** The file system, for what is to be kept durably beside a ledger. */
    public static DurableFiles files() {
        return new NioDurableFiles();
    }

    /**
     * A private key.
     *
     * @param passphrase asked for once, and only if the key is encrypted
     */
    public static EventSigner signer(Path file, Supplier<char[]> passphrase) {
        return keyFiles().readPrivate(file, passphrase);
    }

    /** The public half of a key, from a file of either half. */
    public static VerifyingKey publicKey(Path file, Supplier<char[]> passphrase) {
        KeyFiles files = keyFiles();
        try {
            return files.readPublic(file);
        } catch (KeysUnusableException notPublic) {
            if (file.toString().endsWith(".pub")) {
                throw notPublic;
            }
            return files.readPrivate(file, passphrase).publicKey();
        }
    }

    /** Makes a key in two files that are not there yet. */
    public static VerifyingKey generateKey(Path file, String comment) {
        return keyFiles().generate(file, comment);
    }

    private static KeyFiles keyFiles() {
        return new KeyFiles(files(), random());
    }

    static LogProvider log(LedgerConfiguration configuration, Adapters adapters) {
        return adapters.log(configuration.log(), reading());
    }

    static StoreProvider store(LedgerConfiguration configuration, Adapters adapters) {
        return adapters.store(withRoomForCopies(configuration.store()), reading(), configuration.storeOptions());
    }

    static PayloadReader sealing(LedgerConfiguration configuration) {
        return new JacksonPayloadReader(configuration.settings().limits());
    }

    static PayloadReader reading() {
        return new JacksonPayloadReader(Limits.FORMAT);
    }

    static EventIdGenerator ids(LedgerConfiguration configuration) {
        return new UlidEventIds(configuration.clock());
    }

    static RandomBytes random() {
        return new SecureRandomBytes();
    }

    static UnmatchedSpool.Provider spools() {
        return new SqliteUnmatchedSpools(temporary());
    }

    /** Whom to trust, read when it is asked for. */
    public static KeyRing keys(LedgerConfiguration configuration) {
        return () -> configuration
                .allowedSigners()
                .flatMap(file -> new AllowedSigners(files(), file, ZoneId.systemDefault()).trusted());
    }

    /** What the file of trusted keys has that does not count, in sentences; none where there is no file. */
    public static List<String> trustNotes(LedgerConfiguration configuration) {
        return configuration
                .allowedSigners()
                .map(file -> new AllowedSigners(files(), file, ZoneId.systemDefault()).notes())
                .orElseGet(List::of);
    }

    /** The line of an {@code allowed_signers} file that trusts a key for events and checkpoints. */
    public static String trustLine(String principal, VerifyingKey key) {
        return AllowedSigners.line(principal, Set.of(KeyUse.EVENTS, KeyUse.CHECKPOINTS), key);
    }

    static Deadlines deadlines() {
        return new ThreadDeadlines();
    }

    static SignatureVerifier signatures() {
        return new Ed25519Verifier();
    }

    /** Remembered beside the ledger, and nowhere if neither copy is in a directory of the ledger's own. */
    static TreeMemory trees(LedgerConfiguration configuration) {
        return configuration.usesDirectory()
                ? TreeFile.at(new NioDurableFiles(), configuration.directory().tree())
                : TreeFile.nowhere();
    }

    /** The mark lies beside the log's directory, or in the ledger's own where the log is of another adapter. */
    static HoldMark hold(LedgerConfiguration configuration) {
        Path directory = isLogInFiles(configuration)
                ? JsonlAdapter.directoryOf(configuration.log()).resolveSibling("hold")
                : configuration.directory().path().resolve("hold");
        return HoldFile.at(files(), directory);
    }

    /** A store of another adapter than ours brings nothing that copies it. */
    static Optional<CopyParts> copies(LedgerConfiguration configuration) {
        if (!"sqlite".equals(configuration.store().getScheme())) {
            return Optional.empty();
        }
        Optional<CopyParts.Places> places = isLogInFiles(configuration)
                ? Optional.of(new CopyParts.Places(
                        JsonlAdapter.directoryOf(configuration.log()), SqliteStoreCopies.fileOf(configuration.store())))
                : Optional.empty();
        return Optional.of(new CopyParts(
                new JsonlLogCopies(files(), reading()),
                SqliteStoreCopies.of(withRoomForCopies(configuration.store()), reading()),
                files(),
                places));
    }

    private static boolean isLogInFiles(LedgerConfiguration configuration) {
        return "jsonl".equals(configuration.log().getScheme());
    }

    /** A store on a medium that cannot be written is read through a temporary copy, which needs a place. */
    private static URI withRoomForCopies(URI store) {
        if (!"sqlite".equals(store.getScheme()) || store.toString().contains("copyDirectory=")) {
            return store;
        }
        String parted = store.toString() + (store.getRawSchemeSpecificPart().indexOf('?') < 0 ? "?" : "&");
        return URI.create(parted + "copyDirectory=" + MirrorDirectory.escaped(temporary()));
    }

    private static Path temporary() {
        return Path.of(System.getProperty("java.io.tmpdir"));
    }
}
