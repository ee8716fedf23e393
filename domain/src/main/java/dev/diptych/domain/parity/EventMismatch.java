package dev.diptych.domain.parity;

import dev.diptych.domain.finding.Finding;
import dev.diptych.domain.finding.FindingKind;
import dev.diptych.domain.finding.Place;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * An event that both copies hold, with other content.
 *
 * @param id the id of the row, where it can be read
 * @param sequence the sequence of the line
 * @param storeSequence the sequence of the row, which is another where the event was moved
 * @param fields the keys that differ, in the order of the format; {@code line} where no single one can be named
 * @param logHash the event hash that the line states, where it can be read
 * @param storeHash the event hash that the row states, where it can be read
 * @param hashesToChain which side the chain vouches for
 * @param place where the line lies, where that is known
 */
public record EventMismatch(
        Optional<String> id,
        long sequence,
        long storeSequence,
        List<String> fields,
        Optional<String> logHash,
        Optional<String> storeHash,
        HashesToChain hashesToChain,
        Optional<Place> place) {
    public EventMismatch {
        fields = List.copyOf(fields);
    }

    /** The mismatch as it is reported. */
    public Finding asFinding() {
        return new Finding(
                FindingKind.MISMATCH,
                OptionalLong.of(sequence),
                id,
                fields,
                place,
                Optional.empty(),
                Optional.empty(),
                Optional.of(new Finding.SideHashes(logHash, storeHash, hashesToChain.word())),
                OptionalLong.empty());
    }
}
