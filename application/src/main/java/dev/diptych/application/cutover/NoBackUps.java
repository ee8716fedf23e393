package dev.diptych.application.cutover;

import dev.diptych.ports.driving.BackUpAnswer;
import dev.diptych.ports.driving.BackUpLedger;
import dev.diptych.ports.driving.Progress;
import java.nio.file.Path;
import java.util.List;

/** Where nothing can make a backup. */
public final class NoBackUps implements BackUpLedger {
    @Override
    public BackUpAnswer backUp(Path target, Progress progress) {
        return new BackUpAnswer.NotBackedUp(
                BackUpAnswer.Reason.UNAVAILABLE,
                List.of(),
                "this ledger's adapters make no copies. Nothing was made at " + target
                        + ". Next: cut over without a backup");
    }
}
