package dev.diptych.application.verify.violations;

import dev.diptych.domain.chain.SealedEvent;
import dev.diptych.ports.driven.DurableLog;
import java.util.List;

/** A verification that mends what it finds, past the gate. */
public final class VerifiesAndWrites {
    public void mend(DurableLog log, List<SealedEvent> batch) {
        log.append(batch);
    }
}
