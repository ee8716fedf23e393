package dev.diptych.bootstrap.cli;

import dev.diptych.domain.event.EventDraft;
import java.util.Optional;

/** The one draft that was given by options. */
final class SingleDraft implements DraftSource {
    private final EventDraft draft;
    private boolean given;

    SingleDraft(EventDraft draft) {
        this.draft = draft;
    }

    @Override
    public Optional<Item> next() {
        if (given) {
            return Optional.empty();
        }
        given = true;
        return Optional.of(new Draft("the event", draft, Text.NONE));
    }

    @Override
    public long reached() {
        return given ? 1 : 0;
    }

    @Override
    public long amount() {
        return 1;
    }

    @Override
    public void close() {}
}
