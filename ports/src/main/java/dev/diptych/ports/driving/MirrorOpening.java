package dev.diptych.ports.driving;

import java.util.function.Function;

/** How opening a ledger ended. */
public sealed interface MirrorOpening {
    <R> R fold(Function<Opened, R> opened, Function<Refused, R> refused);

    /** The ledger is held. */
    record Opened(Mirror mirror) implements MirrorOpening {
        @Override
        public <R> R fold(Function<Opened, R> opened, Function<Refused, R> refused) {
            return opened.apply(this);
        }
    }

    /** The ledger was left as it is, but for what recovery did before it was refused, which can be repeated. */
    record Refused(OpenRefusal refusal) implements MirrorOpening {
        @Override
        public <R> R fold(Function<Opened, R> opened, Function<Refused, R> refused) {
            return refused.apply(this);
        }
    }
}
