package dev.diptych.ports.driven;

import dev.diptych.domain.event.PayloadSyntax;

/**
 * Strict JSON in: judges payloads before they are sealed and when they are read back. Its limits are those it was made
 * with; none of a parser's own limits may refuse earlier. Safe for use by many threads.
 */
public interface PayloadReader extends PayloadSyntax {}
