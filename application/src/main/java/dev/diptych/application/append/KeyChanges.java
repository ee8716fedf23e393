package dev.diptych.application.append;

import dev.diptych.domain.keys.KeyEvent;
import dev.diptych.domain.keys.VerifyingKey;
import dev.diptych.domain.policy.PolicyDecision;
import dev.diptych.domain.signature.KeyId;
import dev.diptych.ports.driven.EventSigner;
import dev.diptych.ports.driving.AppendAnswer;
import dev.diptych.ports.driving.ManageKeys;
import java.util.function.Supplier;

/** Appends the ledger's own events about keys. What cannot become one is refused as invalid. */
public final class KeyChanges implements ManageKeys {
    private final AppendPipeline pipeline;

    public KeyChanges(AppendPipeline pipeline) {
        this.pipeline = pipeline;
    }

    @Override
    public AppendAnswer rotateKey(KeyId from, VerifyingKey to, EventSigner by, PolicyDecision decision) {
        return append("to", () -> new KeyEvent.Rotated(from, to), by, decision);
    }

    @Override
    public AppendAnswer revokeKey(KeyId key, String reason, EventSigner by, PolicyDecision decision) {
        return append("reason", () -> new KeyEvent.Revoked(key, reason), by, decision);
    }

    @Override
    public AppendAnswer requireSignatures(boolean required, EventSigner by, PolicyDecision decision) {
        return append("required", () -> new KeyEvent.SignaturesRequired(required), by, decision);
    }

    private AppendAnswer append(String field, Supplier<KeyEvent> event, EventSigner by, PolicyDecision decision) {
        KeyEvent said;
        try {
            said = event.get();
        } catch (IllegalArgumentException cannotBeSaid) {
            return new AppendAnswer.EventInvalid(field, cannotBeSaid.getMessage() + ". Nothing was written");
        }
        return pipeline.appendKeyEvent(said, decision, by);
    }
}
