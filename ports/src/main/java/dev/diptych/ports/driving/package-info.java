/**
 * What the application offers: one small interface for each thing a caller may ask. Answers with more than one honest
 * outcome are sealed; every report says what was done and what was not checked.
 */
package dev.diptych.ports.driving;
