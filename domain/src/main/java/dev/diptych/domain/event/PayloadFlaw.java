package dev.diptych.domain.event;

/**
 * Why bytes are not a payload.
 *
 * @param reason what is wrong, as a phrase: {@code the key "a" twice in one object}
 * @param offset the byte, counted from 0 at the payload's start, at or near which it was seen
 */
public record PayloadFlaw(String reason, long offset) {}
