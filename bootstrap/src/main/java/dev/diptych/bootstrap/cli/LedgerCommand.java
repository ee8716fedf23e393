package dev.diptych.bootstrap.cli;

import dev.diptych.bootstrap.Diptych;
import dev.diptych.bootstrap.wiring.Parts;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;

/** What all commands about a ledger have. */
abstract class LedgerCommand implements Callable<Integer> {
    @Mixin
    private LedgerOptions options;

    @Mixin
    private OutputOptions output;

    private final Console console;

    LedgerCommand(Console console) {
        this.console = console;
    }

    final Console console() {
        return console;
    }

    final Output out() {
        return console.out();
    }

    final Diptych ledger() {
        return options.ledger(console);
    }

    /**
     * The ledger, of which at least one copy must be there.
     *
     * @throws CommandFailure if neither is
     */
    final Diptych existingLedger() {
        Diptych ledger = ledger();
        if (!ledger.isThere()) {
            throw CommandFailure.precondition(
                    "there is no ledger: neither the log "
                            + ledger.configuration().log() + " nor the store "
                            + ledger.configuration().store()
                            + " is there. Nothing was changed. Next: name its directory with --dir, or make one with diptych init");
        }
        return ledger;
    }

    /** Tells the person what in the file of trusted keys does not count, before it is judged by it. */
    final void sayWhatTrustLeavesOut() {
        Parts.trustNotes(ledger().configuration()).forEach(note -> console.say("note: " + Visible.text(note)));
    }

    final LedgerOptions options() {
        return options;
    }

    final boolean isJson() {
        return output.json();
    }

    final Paint paint() {
        return new Paint(console.colours());
    }
}
