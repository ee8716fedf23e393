package dev.diptych.bootstrap.config;

import dev.diptych.application.MirrorSettings;
import dev.diptych.ports.driven.StoreOptions;
import java.net.URI;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Where a ledger lies and how it is to be used.
 *
 * @param directory its directory
 * @param logElsewhere the log, where it is not in the directory
 * @param storeElsewhere the store, where it is not in the directory
 * @param storeOptions what the store's adapter may do
 * @param amongForeignFiles whether a first initialisation minds files that are not a ledger's
 * @param trustElsewhere whom to trust, where that is not said in the directory
 * @param clock tells {@code recorded_at}
 * @param settings bounds
 */
public record LedgerConfiguration(
        MirrorDirectory directory,
        Optional<URI> logElsewhere,
        Optional<URI> storeElsewhere,
        StoreOptions storeOptions,
        boolean amongForeignFiles,
        Optional<Path> trustElsewhere,
        InstantSource clock,
        MirrorSettings settings) {

    /** A ledger in a directory of its own, by the system's clock. */
    public static LedgerConfiguration in(Path directory) {
        return new LedgerConfiguration(
                new MirrorDirectory(directory),
                Optional.empty(),
                Optional.empty(),
                StoreOptions.OWN,
                false,
                Optional.empty(),
                InstantSource.system(),
                MirrorSettings.DEFAULT);
    }

    public URI log() {
        return logElsewhere.orElseGet(directory::log);
    }

    public URI store() {
        return storeElsewhere.orElseGet(directory::store);
    }

    /**
     * The OpenSSH {@code allowed_signers} file that says whom to trust: the one that was named, which must be there when it is
     * read; else the directory's own if it has one; else none, and nobody was asked whom to trust.
     */
    public Optional<Path> allowedSigners() {
        return trustElsewhere.or(directory::allowedSigners);
    }

    /** Whether any copy is in the directory. */
    public boolean usesDirectory() {
        return logElsewhere.isEmpty() || storeElsewhere.isEmpty();
    }

    public LedgerConfiguration withLog(URI location) {
        return new LedgerConfiguration(
                directory,
                Optional.of(location),
                storeElsewhere,
                storeOptions,
                amongForeignFiles,
                trustElsewhere,
                clock,
                settings);
    }

    public LedgerConfiguration withStore(URI location) {
        return new LedgerConfiguration(
                directory,
                logElsewhere,
                Optional.of(location),
                storeOptions,
                amongForeignFiles,
                trustElsewhere,
                clock,
                settings);
    }

    public LedgerConfiguration intoExisting() {
        return new LedgerConfiguration(
                directory,
                logElsewhere,
                storeElsewhere,
                StoreOptions.shareExisting(),
                true,
                trustElsewhere,
                clock,
                settings);
    }

    /** Trusts the keys that an OpenSSH {@code allowed_signers} file lists. */
    public LedgerConfiguration withAllowedSigners(Path file) {
        return new LedgerConfiguration(
                directory,
                logElsewhere,
                storeElsewhere,
                storeOptions,
                amongForeignFiles,
                Optional.of(file),
                clock,
                settings);
    }

    public LedgerConfiguration withClock(InstantSource given) {
        return new LedgerConfiguration(
                directory,
                logElsewhere,
                storeElsewhere,
                storeOptions,
                amongForeignFiles,
                trustElsewhere,
                given,
                settings);
    }

    public LedgerConfiguration withSettings(MirrorSettings given) {
        return new LedgerConfiguration(
                directory, logElsewhere, storeElsewhere, storeOptions, amongForeignFiles, trustElsewhere, clock, given);
    }
}
