package dev.diptych.bootstrap.cli;

import dev.diptych.ports.driving.Mirror;
import dev.diptych.ports.driving.MirrorOpening;

/** Turns a refusal to open into the end of the command. */
final class Openings {
    private Openings() {}

    /**
     * @throws CommandFailure if it was refused
     */
    static Mirror require(MirrorOpening opening) {
        return opening.fold(MirrorOpening.Opened::mirror, refused -> {
            throw RefusalExit.of(refused.refusal());
        });
    }
}
