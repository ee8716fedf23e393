package dev.diptych.ports.driving;

import java.util.OptionalLong;

/**
 * Is told how far a cutover to another store is, and asked whether it is to wait, all on the thread that cuts over. What it
 * throws ends the cutover where that is harmless, which is everywhere before the fence; behind it nothing is asked or told.
 */
public interface StoreCutoverWatch extends Progress {
    /** Tells nobody, and does not wait. */
    StoreCutoverWatch UNSEEN = new StoreCutoverWatch() {
        @Override
        public void begins(StoreCutoverStage stage) {}

        @Override
        public boolean waitFor(OptionalLong holder, long distance) {
            return false;
        }

        @Override
        public void reached(long done, long ofAbout) {}
    };

    /** A stage begins; what is {@link #reached} from then on counts from nothing. */
    void begins(StoreCutoverStage stage);

    /**
     * Somebody else holds the ledger. Waits as long as it likes, and answers whether to catch up once more and try again.
     *
     * @param holder the holder's process id, where it could be read
     * @param distance how many events of the store before the candidate has not got yet
     */
    boolean waitFor(OptionalLong holder, long distance);
}
