package dev.diptych.domain.chain;

/**
 * The events that one force made durable together.
 *
 * @param first the first one's sequence
 * @param last the last one's sequence, not before the first
 */
public record BatchRange(long first, long last) {
    public long count() {
        return last - first + 1;
    }

    public boolean contains(long sequence) {
        return first <= sequence && sequence <= last;
    }

    @Override
    public String toString() {
        return first + "-" + last;
    }
}
