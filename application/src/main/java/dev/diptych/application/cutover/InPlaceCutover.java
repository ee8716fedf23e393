package dev.diptych.application.cutover;

import dev.diptych.ports.driving.CutOver;
import dev.diptych.ports.driving.CutoverAnswer;
import dev.diptych.ports.driving.CutoverProgress;
import dev.diptych.ports.driving.CutoverRequest;

/** Carries out cutovers in place. */
public final class InPlaceCutover implements CutOver {
    @Override
    public CutoverAnswer cutOver(CutoverRequest request, CutoverProgress progress) {
        throw new UnsupportedOperationException("not yet");
    }
}
