package dev.diptych.bootstrap.cli;

import dev.diptych.bootstrap.Diptych;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What all commands about a ledger have. */
abstract class LedgerCommand implements Callable<Integer> {
    @Mixin
    private LedgerOptions options;

    @Option(names = "--json", description = "Print results as JSON.")
    private boolean json;

    @Mixin
    @SuppressWarnings("UnusedVariable") // picocli sets it.
    private HelpOption help;

    @Option(
            names = "--debug",
            description =
                    "Show what the program does inside, and the stack trace of a fault. $DIPTYCH_DEBUG does the same.")
    private boolean debug;

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

    final LedgerOptions options() {
        return options;
    }

    final boolean isJson() {
        return json;
    }

    final boolean isDebug() {
        return debug || console.has("DIPTYCH_DEBUG");
    }

    final Paint paint() {
        return new Paint(console.colours());
    }
}
