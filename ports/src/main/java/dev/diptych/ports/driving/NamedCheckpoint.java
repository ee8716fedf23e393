package dev.diptych.ports.driving;

/**
 * A signed checkpoint as it was kept, not judged.
 *
 * @param name where it came from, for reports, such as a file and the place in it
 * @param text the signed note
 */
public record NamedCheckpoint(String name, String text) {}
