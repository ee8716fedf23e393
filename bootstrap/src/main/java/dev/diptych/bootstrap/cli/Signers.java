package dev.diptych.bootstrap.cli;

import dev.diptych.bootstrap.Diptych;
import dev.diptych.domain.chain.SealedEvent;
import dev.diptych.domain.keys.TrustedKey;
import dev.diptych.domain.keys.TrustedKeys;
import dev.diptych.domain.signature.KeyId;
import dev.diptych.ports.driven.KeysUnusableException;
import java.util.Optional;
import java.util.stream.Collectors;

/** Says who signed an event, by name where the trusted keys have one. Judges no signature: that is what an audit does. */
final class Signers {
    private final Diptych ledger;
    private final Console console;
    private Optional<TrustedKeys> known = Optional.empty();
    private boolean asked;

    Signers(Diptych ledger, Console console) {
        this.ledger = ledger;
        this.console = console;
    }

    /** Such as {@code SHA256:… (alice@example.com)}; empty for an event that nobody signed. */
    Optional<String> of(SealedEvent event) {
        return event.keyId().map(this::named);
    }

    String named(KeyId key) {
        String names = trusted().stream()
                .flatMap(keys -> keys.find(key).stream())
                .map(TrustedKey::principals)
                .distinct()
                .collect(Collectors.joining(", "));
        return Visible.text(names.isEmpty() ? key.value() : key + " (" + names + ")");
    }

    /** Read when the first signed event is met. */
    private Optional<TrustedKeys> trusted() {
        if (!asked) {
            asked = true;
            try {
                known = ledger.trusted();
            } catch (KeysUnusableException unusable) {
                console.say("keys are not named: " + unusable.getMessage());
            }
        }
        return known;
    }
}
