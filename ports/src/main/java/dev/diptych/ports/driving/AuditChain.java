package dev.diptych.ports.driving;

/**
 * Walks the log's chain and signatures and tells everything that is wrong. Writes nothing, reads each line once, in constant
 * memory. The store is asked only for what it remembers of the log's end.
 */
@FunctionalInterface
public interface AuditChain {
    /**
     * @throws dev.diptych.ports.driven.PortException if there is no log, it cannot be read, or the trusted keys cannot
     */
    AuditReport audit(AuditRequest request);
}
