package dev.diptych.ports.violations;

/** A second way to a library under a port. */
public interface OpensAnotherDoor {
    <T> T reach(Class<T> type);
}
