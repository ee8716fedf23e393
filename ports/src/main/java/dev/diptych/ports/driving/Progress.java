package dev.diptych.ports.driving;

/** Is told, now and then, how far long work is. */
@FunctionalInterface
public interface Progress {
    /** Tells nobody. */
    Progress UNSEEN = (done, ofAbout) -> {};

    /**
     * @param done events dealt with
     * @param ofAbout how many there are, as far as is known; 0 if it is not
     */
    void reached(long done, long ofAbout);
}
