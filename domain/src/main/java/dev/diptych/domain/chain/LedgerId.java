package dev.diptych.domain.chain;

/**
 * The identity of a ledger: 32 random bytes, drawn when its first event is sealed, whose {@code prev_event_hash} they
 * are. Until then a ledger is unborn and has none.
 *
 * @param asHash the bytes, as the first event's previous hash
 */
public record LedgerId(EventHash asHash) {
    /** Takes a copy of 32 bytes. */
    public static LedgerId of(byte[] bytes) {
        return new LedgerId(EventHash.of(bytes));
    }

    public static LedgerId parse(String hex) {
        return new LedgerId(EventHash.parse(hex));
    }

    public byte[] toBytes() {
        return asHash.toBytes();
    }

    public String hex() {
        return asHash.hex();
    }

    @Override
    public String toString() {
        return hex();
    }
}
