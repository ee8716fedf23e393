package dev.diptych.domain.parity;

import dev.diptych.domain.chain.EventHash;
import dev.diptych.domain.chain.FieldDifference;
import dev.diptych.domain.chain.LineDecoder;
import dev.diptych.domain.chain.LineFields;
import dev.diptych.domain.chain.LineVerdict;
import dev.diptych.domain.chain.SealedEvent;
import dev.diptych.domain.finding.Finding;
import dev.diptych.domain.finding.FindingKind;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * Makes findings of what a {@link ParityWalk} left unmatched, once it is joined by id.
 *
 * <p>A line that equals its row and only came out of order is matched. Of the rest, a line and a row of one id are a
 * mismatch; so are an unsound line and the row of its sequence, since nothing vouches for the line's id. A sound line alone is a
 * duplicate if the log has its id before, in a matched line or in one that was left; otherwise it is missing in the
 * store, or pending where it lies beyond the store's highest sequence (in flight while a writer holds the ledger). An
 * unsound line alone is nothing: the log's own finding says what is wrong with it. A row alone is missing in the log.
 *
 * <p>Details of a mismatch are looked up by sequence: where a log has several different lines of one sequence, they may be
 * those of another of them. Kinds and counts are not touched by that.
 *
 * <p>The log is <em>forked</em> if a row has the sequence of a sound line, another hash, and stands in a history of its own: it
 * is well-formed and its neighbours in the store link with it. So a row that was edited is no fork, even with new hashes.
 */
public final class ParityJoin {
    private static final byte[] NOTHING = new byte[0];
    private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");

    private final ParityLookups lookups;
    private final LineDecoder decoder;
    private final Consumer<Finding> findings;
    private final Scope scope;

    private long matched;
    private long missingInStore;
    private long missingInLog;
    private long mismatched;
    private long pending;
    private long inFlight;
    private long duplicateIds;
    private boolean forked;

    /**
     * What is compared, and how what lies beyond is called.
     *
     * @param storeHighest the store's highest sequence, as it was before the log was read
     * @param unknownFrom the sequence of a line of an unknown version: rows from it on are not compared
     * @param writerOpen whether a writer holds the ledger, so that events beyond the store are in flight
     */
    public record Scope(long storeHighest, OptionalLong unknownFrom, boolean writerOpen) {
        boolean compares(long storeSequence) {
            return storeSequence <= storeHighest && (unknownFrom.isEmpty() || storeSequence < unknownFrom.getAsLong());
        }
    }

    /**
     * @param decoder judges lines and rows, with the limits of the format
     * @param findings is given every finding
     */
    public ParityJoin(Scope scope, ParityLookups lookups, LineDecoder decoder, Consumer<Finding> findings) {
        this.scope = scope;
        this.lookups = lookups;
        this.decoder = decoder;
        this.findings = findings;
    }

    /** Goes through what was left, and answers with the counts of the whole comparison. */
    public EventSetParity join(JoinedEntries left, ParityWalk.Tally walked) {
        while (left.advance()) {
            entry(left);
            if (!forked && left.storeSequence().isPresent()) {
                long sequence = left.storeSequence().getAsLong();
                forked = sequence <= walked.highestSound() && isFork(sequence);
            }
        }
        return new EventSetParity(
                walked.logEvents(),
                walked.storeEvents(),
                walked.matched() + matched,
                missingInStore,
                missingInLog,
                mismatched,
                pending,
                inFlight,
                duplicateIds,
                walked.voidFlags());
    }

    /** Whether store and log have different histories. It counts only if nothing makes the log damaged. */
    public boolean foundFork() {
        return forked;
    }

    private void entry(JoinedEntries entry) {
        if (entry.isMatched()) {
            matched++;
        } else if (entry.logSequence().isEmpty()) {
            missingInLog++;
            findings.accept(
                    found(FindingKind.MISSING_IN_LOG, entry.storeSequence().orElseThrow(), entry.id()));
        } else if (entry.storeSequence().isPresent()) {
            pair(entry.logSequence().getAsLong(), entry.storeSequence().getAsLong());
        } else if (entry.id().isPresent()) {
            boolean duplicate =
                    entry.isRepeated() || isOfMatchedRow(entry, entry.id().get());
            soundLineAlone(entry.logSequence().getAsLong(), entry.id().get(), duplicate);
        }
    }

    private void soundLineAlone(long sequence, String id, boolean duplicate) {
        if (duplicate) {
            duplicateIds++;
            findings.accept(found(FindingKind.DUPLICATE_ID, sequence, Optional.of(id)));
        } else if (sequence <= scope.storeHighest()) {
            missingInStore++;
            findings.accept(found(FindingKind.MISSING_IN_STORE, sequence, Optional.of(id)));
        } else if (scope.writerOpen()) {
            inFlight++;
        } else {
            pending++;
            findings.accept(found(FindingKind.PENDING, sequence, Optional.of(id)));
        }
    }

    /** A row through the frozen head that was not left to the join can only have been matched. */
    private boolean isOfMatchedRow(JoinedEntries entry, String id) {
        if (entry.isRowTaken()) {
            return false;
        }
        OptionalLong row = lookups.storeSequenceOf(id);
        return row.isPresent() && scope.compares(row.getAsLong());
    }

    private void pair(long logSequence, long storeSequence) {
        Optional<ParityLookups.FoundLine> found = lookups.logLine(logSequence);
        byte[] line = found.map(ParityLookups.FoundLine::bytes).orElse(NOTHING);
        byte[] row = lookups.storeRow(storeSequence).orElse(NOTHING);
        mismatched++;
        EventMismatch mismatch = new EventMismatch(
                LineFields.split(row).flatMap(fields -> fields.unquoted("id")),
                logSequence,
                storeSequence,
                FieldDifference.between(line, row),
                statedHash(line),
                statedHash(row),
                HashesToChain.of(isVouchedFor(line, logSequence), isVouchedFor(row, storeSequence)),
                found.flatMap(ParityLookups.FoundLine::place));
        findings.accept(mismatch.asFinding());
    }

    /** Whether these bytes are well-formed and have the hash that the next line of the log links to, if there is one. */
    private boolean isVouchedFor(byte[] bytes, long sequence) {
        Optional<SealedEvent> event = sound(bytes);
        return event.isPresent()
                && previousHashAskedFor(sequence + 1)
                        .map(event.get().hash()::equals)
                        .orElse(true);
    }

    private Optional<EventHash> previousHashAskedFor(long sequence) {
        Optional<ParityLookups.FoundLine> next = lookups.logLine(sequence);
        if (next.isEmpty()) {
            return Optional.empty();
        }
        LineVerdict verdict = decoder.decodeOwned(next.get().bytes().clone());
        if (verdict instanceof LineVerdict.WellFormed sound) {
            return Optional.of(sound.event().previousHash());
        }
        return verdict instanceof LineVerdict.PayloadDiffers authentic
                ? Optional.of(authentic.previousHash())
                : Optional.empty();
    }

    private boolean isFork(long sequence) {
        Optional<SealedEvent> line = lookups.logLine(sequence).flatMap(found -> sound(found.bytes()));
        Optional<SealedEvent> row = lookups.storeRow(sequence).flatMap(this::sound);
        return line.isPresent()
                && row.isPresent()
                && !line.get().hash().equals(row.get().hash())
                && linksBack(row.get(), sequence)
                && linksOn(row.get(), sequence);
    }

    private boolean linksBack(SealedEvent row, long sequence) {
        Optional<LineFields> before = sequence == 1
                ? Optional.empty()
                : lookups.storeRow(sequence - 1).flatMap(LineFields::split);
        return before.isEmpty()
                || before.get()
                        .unquoted("event_hash")
                        .equals(Optional.of(row.previousHash().hex()));
    }

    private boolean linksOn(SealedEvent row, long sequence) {
        Optional<LineFields> after = lookups.storeRow(sequence + 1).flatMap(LineFields::split);
        return after.isEmpty()
                || after.get()
                        .unquoted("prev_event_hash")
                        .equals(Optional.of(row.hash().hex()));
    }

    private Optional<SealedEvent> sound(byte[] bytes) {
        return decoder.decodeOwned(bytes.clone()) instanceof LineVerdict.WellFormed wellFormed
                ? Optional.of(wellFormed.event())
                : Optional.empty();
    }

    private static Optional<String> statedHash(byte[] bytes) {
        return LineFields.split(bytes)
                .flatMap(fields -> fields.unquoted("event_hash"))
                .filter(text -> HASH.matcher(text).matches());
    }

    private static Finding found(FindingKind kind, long sequence, Optional<String> id) {
        Finding finding = Finding.of(kind).atSequence(sequence);
        return id.map(finding::ofId).orElse(finding);
    }
}
