package dev.diptych.ports.driving;

import java.util.List;
import java.util.OptionalLong;

/**
 * What a restore did.
 *
 * @param manifest what was restored
 * @param parts which copies
 * @param lost how many events there were behind the backup's newest that are no longer in the ledger; empty where that could
 *     not be told
 * @param aside the names, in the ledger's directory, under which what was there before was kept
 * @param resumed whether this finished a restore that was begun before
 * @param verification the full verification of the ledger as it is now
 * @param notChecked what was not looked at, as words
 */
public record RestoreReport(
        BackUpManifest manifest,
        RestoreRequest.Parts parts,
        OptionalLong lost,
        List<String> aside,
        boolean resumed,
        VerifyReport verification,
        List<String> notChecked) {
    public RestoreReport {
        aside = List.copyOf(aside);
        notChecked = List.copyOf(notChecked);
    }
}
