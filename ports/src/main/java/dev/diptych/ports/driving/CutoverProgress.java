package dev.diptych.ports.driving;

/** Is told how far a cutover is, in the thread that runs it. */
public interface CutoverProgress extends Progress {
    /** Tells nobody. */
    CutoverProgress UNSEEN = new CutoverProgress() {
        @Override
        public void begins(CutoverStage stage, String what) {}

        @Override
        public void reached(long done, long ofAbout) {}
    };

    /**
     * A stage begins; what is {@link #reached} from then on counts from nothing: events while both copies are compared or
     * copied, steps while they are applied, else nothing.
     *
     * @param what it is at, in words: for a step, its name
     */
    void begins(CutoverStage stage, String what);
}
