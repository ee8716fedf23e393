package dev.diptych.application.audit;

import dev.diptych.domain.chain.EventHash;
import dev.diptych.domain.chain.LineVerdict;
import java.util.Optional;

/**
 * A line whose sequence and hash can be trusted, because its envelope hashes to its event hash.
 *
 * @param sequence its sequence
 * @param hash its event hash
 * @param isSound whether nothing is wrong with the line by itself
 */
record PlacedLine(long sequence, EventHash hash, boolean isSound) {
    static Optional<PlacedLine> of(LineVerdict verdict) {
        return verdict.fold(
                sound -> Optional.of(new PlacedLine(
                        sound.event().sequenceValue(), sound.event().hash(), true)),
                authentic -> Optional.of(new PlacedLine(authentic.sequence(), authentic.hash(), false)),
                envelope -> Optional.empty(),
                undecodable -> Optional.empty(),
                otherVersion -> Optional.empty());
    }
}
