package dev.diptych.ports.driving;

/** Tells how a ledger is. Takes no lock, writes nothing, and costs the same at any size. */
@FunctionalInterface
public interface ShowStatus {
    /**
     * @throws dev.diptych.ports.driven.PortException if neither copy can be read
     */
    LedgerStatus status();
}
