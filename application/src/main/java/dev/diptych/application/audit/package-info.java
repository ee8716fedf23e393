/** Walking the log's chain and signatures. */
package dev.diptych.application.audit;
