/**
 * Which class stands behind which port: the one place that names adapters by class, and the only one that knows Guice. Logs
 * and stores are found by the scheme of their URI among the adapters on the class path.
 */
package dev.diptych.bootstrap.wiring;
