/**
 * Whether an append may happen: what each rule says, what that comes to, and the gate that holds every append to it.
 */
package dev.diptych.domain.policy;
