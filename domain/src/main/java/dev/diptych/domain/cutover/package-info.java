/** What a cutover is: the boundaries in a ledger at which authority moved, and the outline of a plan. */
package dev.diptych.domain.cutover;
