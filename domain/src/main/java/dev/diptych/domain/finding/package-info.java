/** What a verification finds, and where. */
package dev.diptych.domain.finding;
