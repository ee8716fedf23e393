package dev.diptych.ports.driving;

import java.nio.file.Path;
import java.util.List;

/**
 * A backup that was made.
 *
 * @param directory where it is: a ledger's directory with {@code log/} and {@code store.db}, and its manifest
 * @param manifest what it holds
 * @param undecided whether it ends inside a transaction whose outcome was not told yet; whoever opens it settles that
 * @param verification the full verification of what was copied
 * @param notChecked what was not looked at, as words
 */
public record BackUpReport(
        Path directory,
        BackUpManifest manifest,
        boolean undecided,
        VerifyReport verification,
        List<String> notChecked) {
    public BackUpReport {
        notChecked = List.copyOf(notChecked);
    }
}
