package dev.diptych.application;

import dev.diptych.domain.event.Limits;
import dev.diptych.domain.parity.ParityLevel;
import java.time.Duration;

/**
 * What bounds a mirror's memory, and how much proof an append needs.
 *
 * @param limits what an event and a batch may be at most when they are sealed
 * @param requiredLevel the least level of parity evidence with which the gate lets an append pass
 * @param pendingEventsMax how many events may be durable in the log and not yet in the store
 * @param pendingBytesMax how many bytes these may have
 * @param queuedBytesMax how many bytes of drafts may wait for a batch; handing in more waits until there is room
 * @param boundTimeMax how long a bound event may wait for its caller to settle it; then it is settled in the caller's place
 */
public record MirrorSettings(
        Limits limits,
        ParityLevel requiredLevel,
        int pendingEventsMax,
        long pendingBytesMax,
        int queuedBytesMax,
        Duration boundTimeMax) {
    /** 65,536 pending events or 64 MiB of them, 4 MiB of waiting drafts, and five minutes for a bound event. */
    public static final MirrorSettings DEFAULT = new MirrorSettings(
            Limits.FORMAT, ParityLevel.QUICK, 65_536, 64L * 1024 * 1024, 4 * 1024 * 1024, Duration.ofMinutes(5));

    public MirrorSettings {
        require("pendingEventsMax", pendingEventsMax);
        require("pendingBytesMax", pendingBytesMax);
        require("queuedBytesMax", queuedBytesMax);
        require("boundTimeMax", boundTimeMax.toNanos());
    }

    public MirrorSettings withLimits(Limits given) {
        return new MirrorSettings(
                given, requiredLevel, pendingEventsMax, pendingBytesMax, queuedBytesMax, boundTimeMax);
    }

    public MirrorSettings withRequiredLevel(ParityLevel given) {
        return new MirrorSettings(limits, given, pendingEventsMax, pendingBytesMax, queuedBytesMax, boundTimeMax);
    }

    public MirrorSettings withPendingMax(int events, long bytes) {
        return new MirrorSettings(limits, requiredLevel, events, bytes, queuedBytesMax, boundTimeMax);
    }

    public MirrorSettings withBoundTimeMax(Duration given) {
        return new MirrorSettings(limits, requiredLevel, pendingEventsMax, pendingBytesMax, queuedBytesMax, given);
    }

    private static void require(String name, long value) {
        if (value < 1) {
            throw new IllegalArgumentException(name + " must be 1 or more, was " + value);
        }
    }
}
