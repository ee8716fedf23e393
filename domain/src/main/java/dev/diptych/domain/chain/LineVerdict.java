package dev.diptych.domain.chain;

import java.util.Optional;
import java.util.function.Function;

/** What a line is, judged alone: without the lines before it and without the other copy. */
public sealed interface LineVerdict {

    /** The sequence and batch that the line's first part claims, where it can be read. */
    Optional<FirstPart> firstPart();

    /**
     * A handler for each case; a new case breaks the build wherever it is not handled.
     *
     * @param <R> what the handlers answer
     */
    <R> R fold(
            Function<WellFormed, R> wellFormed,
            Function<PayloadDiffers, R> payloadDiffers,
            Function<EnvelopeDiffers, R> envelopeDiffers,
            Function<Undecodable, R> undecodable,
            Function<OtherVersion, R> otherVersion);

    /**
     * The first part of a line, {@code {"seq":N,"batch":N,}: a claim, not evidence.
     *
     * @param sequence the sequence claimed
     * @param batchFirst the first sequence of its batch, as claimed
     */
    record FirstPart(long sequence, long batchFirst) {}

    /**
     * The line is what the encoder writes for what it says, and both hashes are right.
     *
     * @param event the event
     */
    record WellFormed(SealedEvent event) implements LineVerdict {
        @Override
        public Optional<FirstPart> firstPart() {
            return Optional.of(
                    new FirstPart(event.sequenceValue(), event.batch().first()));
        }

        @Override
        public <R> R fold(
                Function<WellFormed, R> wellFormed,
                Function<PayloadDiffers, R> payloadDiffers,
                Function<EnvelopeDiffers, R> envelopeDiffers,
                Function<Undecodable, R> undecodable,
                Function<OtherVersion, R> otherVersion) {
            return wellFormed.apply(this);
        }
    }

    /**
     * The line is envelope-authentic: the envelope hashes to the event hash, but the payload bytes are not those that
     * were sealed.
     *
     * @param sequence its sequence, which is authentic
     * @param batch its batch, which is authentic
     * @param previousHash the hash it links to
     * @param hash its event hash
     * @param expected the payload hash that was sealed
     * @param found the hash of the payload bytes that are there
     */
    record PayloadDiffers(
            long sequence,
            BatchRange batch,
            EventHash previousHash,
            EventHash hash,
            EventHash expected,
            EventHash found)
            implements LineVerdict {
        @Override
        public Optional<FirstPart> firstPart() {
            return Optional.of(new FirstPart(sequence, batch.first()));
        }

        @Override
        public <R> R fold(
                Function<WellFormed, R> wellFormed,
                Function<PayloadDiffers, R> payloadDiffers,
                Function<EnvelopeDiffers, R> envelopeDiffers,
                Function<Undecodable, R> undecodable,
                Function<OtherVersion, R> otherVersion) {
            return payloadDiffers.apply(this);
        }
    }

    /**
     * The line can be read, but its envelope does not hash to its event hash.
     *
     * @param claimed the first part, which nothing vouches for
     * @param expected the event hash on the line
     * @param found the hash of the envelope that is there
     */
    record EnvelopeDiffers(FirstPart claimed, EventHash expected, EventHash found) implements LineVerdict {
        @Override
        public Optional<FirstPart> firstPart() {
            return Optional.of(claimed);
        }

        @Override
        public <R> R fold(
                Function<WellFormed, R> wellFormed,
                Function<PayloadDiffers, R> payloadDiffers,
                Function<EnvelopeDiffers, R> envelopeDiffers,
                Function<Undecodable, R> undecodable,
                Function<OtherVersion, R> otherVersion) {
            return envelopeDiffers.apply(this);
        }
    }

    /**
     * The bytes are not what an encoder writes.
     *
     * @param firstPart the first part, where it is readable
     * @param expected what was expected
     * @param at the byte of the line, from 0, at which something else was found
     */
    record Undecodable(Optional<FirstPart> firstPart, String expected, int at) implements LineVerdict {
        @Override
        public <R> R fold(
                Function<WellFormed, R> wellFormed,
                Function<PayloadDiffers, R> payloadDiffers,
                Function<EnvelopeDiffers, R> envelopeDiffers,
                Function<Undecodable, R> undecodable,
                Function<OtherVersion, R> otherVersion) {
            return undecodable.apply(this);
        }
    }

    /**
     * The line says that it is of another version of the format. It is news only if an earlier event announced the
     * version; otherwise it is damage.
     *
     * @param claimed the first part, whose place is the same in every version
     * @param version the version that the line names
     */
    record OtherVersion(FirstPart claimed, long version) implements LineVerdict {
        @Override
        public Optional<FirstPart> firstPart() {
            return Optional.of(claimed);
        }

        @Override
        public <R> R fold(
                Function<WellFormed, R> wellFormed,
                Function<PayloadDiffers, R> payloadDiffers,
                Function<EnvelopeDiffers, R> envelopeDiffers,
                Function<Undecodable, R> undecodable,
                Function<OtherVersion, R> otherVersion) {
            return otherVersion.apply(this);
        }
    }
}
