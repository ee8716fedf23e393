/** For tests of whatever is built on a mirror: a decision that allows, and a verification after each test. */
package dev.diptych.contracts.mirror;
