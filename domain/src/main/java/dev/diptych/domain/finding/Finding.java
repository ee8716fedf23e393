package dev.diptych.domain.finding;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * One fault, with all that is known of it. Everything but the kind may be absent.
 *
 * @param kind what is wrong
 * @param sequence the sequence of the event concerned
 * @param id the id of the event concerned
 * @param fields the names of the keys that differ, in the order of the line
 * @param place where in the log
 * @param expected what should be there
 * @param found what is there
 * @param hashes the event hashes of both sides of a mismatch
 * @param bytes how many bytes are concerned
 */
public record Finding(
        FindingKind kind,
        OptionalLong sequence,
        Optional<String> id,
        List<String> fields,
        Optional<Place> place,
        Optional<String> expected,
        Optional<String> found,
        Optional<SideHashes> hashes,
        OptionalLong bytes) {

    /**
     * The event hash that each side of a mismatch carries, and which side still hashes to the chain.
     *
     * @param log the hash on the line, empty where it cannot be read
     * @param store the hash in the row, empty where it cannot be read
     * @param hashesToChain {@code log}, {@code store}, {@code both} or {@code neither}
     */
    public record SideHashes(Optional<String> log, Optional<String> store, String hashesToChain) {}

    public Finding {
        fields = List.copyOf(fields);
    }

    public static Finding of(FindingKind kind) {
        return new Finding(
                kind,
                OptionalLong.empty(),
                Optional.empty(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                OptionalLong.empty());
    }

    public Finding atSequence(long value) {
        return new Finding(kind, OptionalLong.of(value), id, fields, place, expected, found, hashes, bytes);
    }

    public Finding ofId(String value) {
        return new Finding(kind, sequence, Optional.of(value), fields, place, expected, found, hashes, bytes);
    }

    public Finding withFields(List<String> names) {
        return new Finding(kind, sequence, id, names, place, expected, found, hashes, bytes);
    }

    public Finding at(Place value) {
        return new Finding(kind, sequence, id, fields, Optional.of(value), expected, found, hashes, bytes);
    }

    public Finding expecting(String wanted, String instead) {
        return new Finding(kind, sequence, id, fields, place, Optional.of(wanted), Optional.of(instead), hashes, bytes);
    }

    public Finding withHashes(SideHashes value) {
        return new Finding(kind, sequence, id, fields, place, expected, found, Optional.of(value), bytes);
    }

    public Finding ofBytes(long count) {
        return new Finding(kind, sequence, id, fields, place, expected, found, hashes, OptionalLong.of(count));
    }

    /** One line for a person. */
    @Override
    public String toString() {
        StringBuilder out = new StringBuilder(kind.word());
        sequence.ifPresent(value -> out.append(" at sequence ").append(value));
        id.ifPresent(value -> out.append(" of event ").append(value));
        place.ifPresent(value -> out.append(" in ").append(value));
        bytes.ifPresent(value -> out.append(", ").append(value).append(" bytes"));
        if (!fields.isEmpty()) {
            out.append(", differing in ").append(String.join(", ", fields));
        }
        expected.ifPresent(value -> out.append(": expected ").append(value));
        found.ifPresent(value -> out.append(", found ").append(value));
        hashes.ifPresent(value -> out.append(" (hash in the log ")
                .append(value.log().orElse("unreadable"))
                .append(", in the store ")
                .append(value.store().orElse("unreadable"))
                .append("; the chain vouches for ")
                .append(value.hashesToChain())
                .append(')'));
        return out.toString();
    }
}
