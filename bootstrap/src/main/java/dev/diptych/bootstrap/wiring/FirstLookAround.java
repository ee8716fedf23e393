package dev.diptych.bootstrap.wiring;

import dev.diptych.bootstrap.config.LedgerConfiguration;
import dev.diptych.ports.driven.LogProvider;
import dev.diptych.ports.driven.StoreProvider;
import dev.diptych.ports.driving.MirrorOpening;
import dev.diptych.ports.driving.OpenMirror;
import dev.diptych.ports.driving.OpenRefusal;
import java.io.UncheckedIOException;
import java.util.List;

/**
 * Looks around before a ledger is made for the first time: a directory that holds what is not a ledger's was meant for
 * something else. Where one of the copies is there already, nothing is looked at.
 */
final class FirstLookAround implements OpenMirror {
    private static final int NAMES_SHOWN_MAX = 5;

    private final LedgerConfiguration configuration;
    private final LogProvider log;
    private final StoreProvider store;
    private final OpenMirror opening;

    FirstLookAround(LedgerConfiguration configuration, LogProvider log, StoreProvider store, OpenMirror opening) {
        this.configuration = configuration;
        this.log = log;
        this.store = store;
        this.opening = opening;
    }

    @Override
    public MirrorOpening open() {
        if (configuration.usesDirectory() && !configuration.amongForeignFiles()) {
            try {
                List<String> foreign = configuration.directory().foreignNames();
                if (!foreign.isEmpty() && nothingIsThere()) {
                    return new MirrorOpening.Refused(new OpenRefusal.ForeignFiles(foreign, message(foreign)));
                }
            } catch (UncheckedIOException notListed) {
                return new MirrorOpening.Refused(new OpenRefusal.Unavailable("cannot open a mirror: "
                        + notListed.getMessage()
                        + ". Nothing was changed. Next: see to its permissions, or name another directory"));
            }
        }
        return opening.open();
    }

    private boolean nothingIsThere() {
        return log.presence() == LogProvider.LogPresence.ABSENT
                && !store.presence().exists();
    }

    private String message(List<String> foreign) {
        List<String> shown = foreign.subList(0, Math.min(NAMES_SHOWN_MAX, foreign.size()));
        return "directory " + configuration.directory() + " is no mirror yet and holds " + foreign.size()
                + (foreign.size() == 1 ? " name" : " names") + " that no mirror has: " + String.join(", ", shown)
                + (shown.size() < foreign.size() ? ", …" : "")
                + ". Nothing was changed. Next: name an empty or a new directory, or make the mirror among these files"
                + " with: diptych init --into-existing --dir " + configuration.directory();
    }
}
