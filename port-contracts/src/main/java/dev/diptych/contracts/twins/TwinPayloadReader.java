package dev.diptych.contracts.twins;

import dev.diptych.domain.event.Limits;
import dev.diptych.domain.event.PayloadFlaw;
import dev.diptych.ports.driven.PayloadReader;
import java.util.Optional;

/** Strict JSON judged by a small parser of its own, so that a test does not depend on what a JSON library thinks. */
public final class TwinPayloadReader implements PayloadReader {
    /** A reader with the limits of the format. */
    public static final TwinPayloadReader FORMAT = new TwinPayloadReader(Limits.FORMAT);

    private final Limits limits;

    private TwinPayloadReader(Limits limits) {
        this.limits = limits;
    }

    public static TwinPayloadReader within(Limits limits) {
        return new TwinPayloadReader(limits);
    }

    @Override
    public Optional<PayloadFlaw> flawIn(byte[] bytes, int from, int to) {
        return new JsonJudge(bytes, from, to, limits).judge();
    }
}
