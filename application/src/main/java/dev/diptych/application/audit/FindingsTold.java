package dev.diptych.application.audit;

import dev.diptych.domain.finding.Finding;
import dev.diptych.domain.finding.FindingKind;
import dev.diptych.ports.driving.VerifyReport;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** Passes every finding on, keeps the first of them for the report, and remembers which kinds there were. */
final class FindingsTold implements Consumer<Finding> {
    private final Consumer<Finding> listener;
    private final List<Finding> listed = new ArrayList<>();
    private final Set<FindingKind> kinds = EnumSet.noneOf(FindingKind.class);
    private long total;

    FindingsTold(Consumer<Finding> listener) {
        this.listener = listener;
    }

    @Override
    public void accept(Finding finding) {
        total++;
        kinds.add(finding.kind());
        if (listed.size() < VerifyReport.FINDINGS_LISTED_MAX) {
            listed.add(finding);
        }
        listener.accept(finding);
    }

    List<Finding> listed() {
        return List.copyOf(listed);
    }

    long total() {
        return total;
    }

    boolean hasAnyOf(Set<FindingKind> wanted) {
        return kinds.stream().anyMatch(wanted::contains);
    }
}
