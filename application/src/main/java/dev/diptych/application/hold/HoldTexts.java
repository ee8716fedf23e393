package dev.diptych.application.hold;

import dev.diptych.domain.finding.Finding;
import dev.diptych.ports.driving.OpenRefusal;
import dev.diptych.ports.driving.VerifyReport;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;

/** What a mark says, and what whoever meets it is told. */
public final class HoldTexts {
    /** How a mark begins that keeps writers away because a restore was begun. */
    public static final String RESTORE_BEGUN = "diptych restore ";

    private static final int FINDING_BYTES_MAX = 2_048;

    private HoldTexts() {}

    /** The mark of a verification that found something. */
    static String of(VerifyReport report, Instant at, Optional<Finding> first) {
        return "held " + at + "\nverdict " + report.verdict().word() + ", log "
                + report.log().word() + "\nfirst finding: "
                + first.map(Finding::toString).map(HoldTexts::bounded).orElse("none is listed") + "\n";
    }

    /** Why a writer is kept away by a mark. */
    public static OpenRefusal.Held refusal(String mark) {
        if (mark.startsWith(RESTORE_BEGUN)) {
            return new OpenRefusal.Held(
                    "a restore into this ledger was begun and not finished, so its copies may not belong"
                            + " together. Nothing was changed. Next: run the same diptych restore again, which finishes it");
        }
        return new OpenRefusal.Held("the ledger is held: a verification found something and left a mark, which says: "
                + mark.strip().replace("\n", " · ")
                + ". Nothing was changed. Next: mend it (diptych replay, or diptych restore), then diptych verify --hold,"
                + " which takes the mark away when it is clean");
    }

    /** Whether a mark keeps away even those who mend. */
    public static boolean isRestoreBegun(String mark) {
        return mark.startsWith(RESTORE_BEGUN);
    }

    /** Cut between characters, to so many bytes at most. */
    private static String bounded(String text) {
        String plain = text.replace('\n', ' ');
        int end = Math.min(plain.length(), FINDING_BYTES_MAX);
        while (plain.substring(0, end).getBytes(StandardCharsets.UTF_8).length > FINDING_BYTES_MAX) {
            end--;
        }
        return end < plain.length() ? plain.substring(0, end) + "…" : plain;
    }
}
