package dev.diptych.bootstrap.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.diptych.bootstrap.Diptych;
import dev.diptych.ports.driving.AppendAnswer;
import dev.diptych.ports.driving.AppendReceipt;
import dev.diptych.ports.driving.Mirror;
import java.io.IOException;
import java.util.Locale;
import java.util.function.Function;

/** Writes one event about keys, and prints what became of it. */
final class KeyAnswers {
    private final LedgerCommand command;

    KeyAnswers(LedgerCommand command) {
        this.command = command;
    }

    /** What else is to be said of it as JSON. */
    @FunctionalInterface
    interface Details {
        void write(JsonGenerator json) throws IOException;
    }

    /**
     * @param sentence what holds from the next sequence on
     * @throws CommandFailure if nothing was recorded
     */
    int write(Diptych ledger, Function<Mirror, AppendAnswer> writing, String sentence, Details details) {
        AppendAnswer answer;
        try (Mirror mirror = Openings.require(ledger.tryOpen())) {
            Reports.mended(mirror.opening()).forEach(command.console()::say);
            answer = writing.apply(mirror);
        }
        int code = answer.fold(new AnswerExit());
        AppendReceipt receipt =
                answer.receipt().orElseThrow(() -> CommandFailure.of(code, word(answer), answer.message()));
        if (command.isJson()) {
            command.out().line(JsonLine.object(json -> {
                json.writeNumberField("seq", receipt.sequence().value());
                json.writeStringField("id", receipt.id().value());
                json.writeStringField("outcome", word(answer));
                details.write(json);
            }));
        } else {
            command.out().line("recorded at sequence " + receipt.sequence() + ": from the next one on " + sentence);
            if (answer instanceof AppendAnswer.MirrorPending) {
                command.console().say(answer.message());
            }
        }
        return code;
    }

    private static String word(AppendAnswer answer) {
        return answer.getClass()
                .getSimpleName()
                .replaceAll("(?<=[a-z])(?=[A-Z])", "_")
                .toLowerCase(Locale.ROOT);
    }
}
