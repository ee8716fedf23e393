/** The use cases. Knows the ports and no adapter. */
package dev.diptych.application;
