/** The rules of the architecture. They are tests, and nothing of them is shipped. */
package dev.diptych.architecture;
