/**
 * One contract suite per driven port. An adapter's tests extend the suites and give them a fixture; the twins' tests do the
 * same. No test ever skips: what a fixture says it cannot do is asserted too.
 */
package dev.diptych.contracts.suites;
