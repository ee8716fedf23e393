package dev.diptych.ports.driving;

import dev.diptych.ports.driven.EventLookups;

/** Finds events in the store. */
public interface FindEvents extends EventLookups {}
