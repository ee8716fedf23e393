package dev.diptych.bootstrap.cli;

import dev.diptych.domain.chain.ChainHead;
import dev.diptych.ports.driving.Mirror;
import dev.diptych.ports.driving.VerifiedMark;
import dev.diptych.ports.driving.VerifyReport;
import dev.diptych.ports.driving.VerifyRequest;
import java.util.Optional;

/** The comparison of both copies that closes an append: in full where that is quick, else of what was appended. */
final class AppendVerification {
    private static final long FULL_EVENTS_MAX = 100_000;

    private final Mirror mirror;
    private final Optional<Wanted> wanted;
    private final Optional<ChainHead> headBefore;

    private AppendVerification(Mirror mirror, Optional<Wanted> wanted, Optional<ChainHead> headBefore) {
        this.mirror = mirror;
        this.wanted = wanted;
        this.headBefore = headBefore;
    }

    /** How thoroughly; the names are what is typed. */
    enum Wanted {
        full,
        since,
        quick,
        none
    }

    /** To be made before anything is appended. */
    static AppendVerification of(Mirror mirror, Optional<Wanted> wanted) {
        return new AppendVerification(mirror, wanted, mirror.state().head());
    }

    Optional<VerifyReport> run(Console console) {
        Wanted level = wanted.orElseGet(this::byDefault);
        if (level == Wanted.none) {
            return Optional.empty();
        }
        try (LongWork work = LongWork.begin(console, "verifying", "events", 1)) {
            return Optional.of(mirror.verify(request(level).tellingProgressTo(work.untilStopped())));
        }
    }

    private Wanted byDefault() {
        long events = mirror.state().head().map(head -> head.sequence().value()).orElse(0L);
        return events <= FULL_EVENTS_MAX ? Wanted.full : Wanted.since;
    }

    private VerifyRequest request(Wanted level) {
        if (level == Wanted.quick) {
            return VerifyRequest.quick();
        }
        return level == Wanted.since && headBefore.isPresent()
                ? VerifyRequest.since(new VerifiedMark(headBefore.get()))
                : VerifyRequest.full();
    }
}
