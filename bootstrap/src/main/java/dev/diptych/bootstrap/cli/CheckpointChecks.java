package dev.diptych.bootstrap.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.diptych.domain.checkpoint.Checkpoint;
import dev.diptych.ports.driving.CheckpointCheck;
import dev.diptych.ports.driving.CheckpointCheck.Standing;
import java.io.IOException;
import java.util.List;

/** What holding a ledger against checkpoints came to, for a person and as JSON. */
final class CheckpointChecks {
    private CheckpointChecks() {}

    /** Whether a copy has something else where the checkpoint remembers events. */
    static boolean isRewritten(CheckpointCheck check) {
        return check.log() == Standing.REWRITTEN
                || check.store().map(Standing.REWRITTEN::equals).orElse(false);
    }

    /** One line: {@code checkpoint kept/orders.txt, of 1000 events: log extends, store extends}. */
    static String line(CheckpointCheck check, Paint paint) {
        StringBuilder text = new StringBuilder("checkpoint ").append(Visible.text(check.name()));
        check.checkpoint()
                .ifPresent(said -> text.append(" of ")
                        .append(Visible.text(said.origin()))
                        .append(", ")
                        .append(said.size())
                        .append(said.size().value() == 1 ? " event" : " events"));
        text.append(": log ").append(painted(check.log(), paint));
        check.store().ifPresent(standing -> text.append(", store ").append(painted(standing, paint)));
        return text.toString();
    }

    /** Writes the array {@code checkpoints}. */
    static void writeJson(List<CheckpointCheck> checks, JsonGenerator json) throws IOException {
        json.writeArrayFieldStart("checkpoints");
        for (CheckpointCheck check : checks) {
            json.writeStartObject();
            json.writeStringField("name", check.name());
            if (check.checkpoint().isPresent()) {
                writeJson(check.checkpoint().get(), json);
            }
            json.writeStringField("log", check.log().word());
            if (check.store().isPresent()) {
                json.writeStringField("store", check.store().get().word());
            }
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    static void writeJson(Checkpoint checkpoint, JsonGenerator json) throws IOException {
        json.writeStringField("origin", checkpoint.origin());
        json.writeNumberField("size", checkpoint.size().value());
        json.writeStringField("root", checkpoint.root().toString());
    }

    private static String painted(Standing standing, Paint paint) {
        return standing == Standing.EXTENDS ? paint.good("extends") : paint.bad(standing.word());
    }
}
