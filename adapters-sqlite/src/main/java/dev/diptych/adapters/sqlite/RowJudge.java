package dev.diptych.adapters.sqlite;

import dev.diptych.domain.chain.LineDecoder;
import dev.diptych.domain.chain.SealedEvent;
import dev.diptych.ports.driven.DamagedCopyException;
import dev.diptych.ports.driven.PayloadReader;
import dev.diptych.ports.driven.StoredRow;

/** Tells sound events from other rows. One thread at a time. */
final class RowJudge {
    private final Object place;
    private final LineDecoder decoder;

    RowJudge(Object place, PayloadReader payloads) {
        this.place = place;
        this.decoder = new LineDecoder(payloads);
    }

    /**
     * Judges a row.
     *
     * @throws DamagedCopyException if it is no sound event
     */
    SealedEvent judged(StoredRow row) {
        return decoder.decodeOwned(row.line())
                .fold(
                        wellFormed -> inItsPlace(wellFormed.event(), row),
                        payload -> {
                            throw damaged(
                                    row,
                                    "payload_hash " + payload.expected(),
                                    payload.found().hex());
                        },
                        envelope -> {
                            throw damaged(
                                    row,
                                    "event_hash " + envelope.expected(),
                                    envelope.found().hex());
                        },
                        undecodable -> {
                            throw damaged(
                                    row,
                                    undecodable.expected() + " at byte " + undecodable.at() + " of its line",
                                    "something else");
                        },
                        other -> {
                            throw damaged(row, "schema_version 1", Long.toString(other.version()));
                        });
    }

    private SealedEvent inItsPlace(SealedEvent event, StoredRow row) {
        if (event.sequenceValue() != row.sequence()) {
            throw damaged(row, "sequence " + row.sequence(), Long.toString(event.sequenceValue()));
        }
        return event;
    }

    private DamagedCopyException damaged(StoredRow row, String expected, String found) {
        return new DamagedCopyException("the row at sequence " + row.sequence() + " (id " + row.id() + ") of the store "
                + place + " is no sound event: expected " + expected + ", found " + found
                + ". Nothing was changed. Next: diptych verify");
    }
}
