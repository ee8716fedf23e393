/** What the application offers to its callers and what it needs from its adapters. */
package dev.diptych.ports;
