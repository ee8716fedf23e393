package dev.diptych.application.verify;

import dev.diptych.domain.finding.Finding;
import dev.diptych.domain.finding.FindingKind;
import dev.diptych.ports.driving.VerifyReport;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Passes every finding on and keeps the first of them for the report: those of the log in its order, then those of
 * its transactions, then that of the store as a whole, then those of parity, then those of checkpoints, in whatever order they come.
 */
final class FindingsKept {
    private static final int MAX = VerifyReport.FINDINGS_LISTED_MAX;

    private final Consumer<Finding> listener;
    private final List<Finding> ofLog = new ArrayList<>();
    private final List<Finding> ofTransactions = new ArrayList<>();
    private final List<Finding> ofStore = new ArrayList<>();
    private final List<Finding> ofParity = new ArrayList<>();
    private final List<Finding> ofCheckpoints = new ArrayList<>();
    private long total;

    FindingsKept(Consumer<Finding> listener) {
        this.listener = listener;
    }

    void ofLog(Finding finding) {
        keep(finding, ofLog);
    }

    /** Only a newer program understands the store: always listed, since nothing else in a report says it. */
    void ofUnknownStore(String why) {
        keep(Finding.of(FindingKind.UNKNOWN_VERSION).expecting("a store of schema 1 and format 1", why), ofStore);
    }

    /** Bound events and their outcomes; they come when it is known that their lines are events. */
    void ofTransaction(Finding finding) {
        keep(finding, ofTransactions);
    }

    void ofParity(Finding finding) {
        keep(finding, ofParity);
    }

    void ofCheckpoint(Finding finding) {
        keep(finding, ofCheckpoints);
    }

    long total() {
        return total;
    }

    List<Finding> listed() {
        List<Finding> all = new ArrayList<>(ofLog.subList(0, Math.min(ofLog.size(), MAX - ofStore.size())));
        all.addAll(ofTransactions.subList(0, Math.min(ofTransactions.size(), MAX - ofStore.size() - all.size())));
        all.addAll(ofStore);
        all.addAll(ofParity.subList(0, Math.min(ofParity.size(), MAX - all.size())));
        all.addAll(ofCheckpoints.subList(0, Math.min(ofCheckpoints.size(), MAX - all.size())));
        return all;
    }

    private void keep(Finding finding, List<Finding> kept) {
        total++;
        if (kept.size() < MAX) {
            kept.add(finding);
        }
        listener.accept(finding);
    }
}
