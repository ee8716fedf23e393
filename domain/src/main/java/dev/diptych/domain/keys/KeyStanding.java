package dev.diptych.domain.keys;

import java.util.function.Function;
import java.util.function.Supplier;

/** Whether a key may vouch for something at one point of the chain. */
public sealed interface KeyStanding {
    /** It may: somebody trusts it, for this use, at this time, and it has not ended. */
    record Trusted(VerifyingKey key, String principals) implements KeyStanding {
        @Override
        public <T> T fold(
                Function<Trusted, T> trusted,
                Supplier<T> notAsked,
                Supplier<T> unknown,
                Function<NotValid, T> notValid) {
            return trusted.apply(this);
        }
    }

    /** Nobody was asked whom to trust, and the ledger does not say that the key ended. */
    record NotAsked() implements KeyStanding {
        @Override
        public <T> T fold(
                Function<Trusted, T> trusted,
                Supplier<T> notAsked,
                Supplier<T> unknown,
                Function<NotValid, T> notValid) {
            return notAsked.get();
        }
    }

    /** Nobody trusts the key for anything, and no trusted key gave way to it. */
    record Unknown() implements KeyStanding {
        @Override
        public <T> T fold(
                Function<Trusted, T> trusted,
                Supplier<T> notAsked,
                Supplier<T> unknown,
                Function<NotValid, T> notValid) {
            return unknown.get();
        }
    }

    /**
     * It ended, or is trusted for something else, or not at this time.
     *
     * @param why which of these, as the rest of a sentence that begins with the key
     */
    record NotValid(String why) implements KeyStanding {
        @Override
        public <T> T fold(
                Function<Trusted, T> trusted,
                Supplier<T> notAsked,
                Supplier<T> unknown,
                Function<NotValid, T> notValid) {
            return notValid.apply(this);
        }
    }

    /** Handles every standing. */
    <T> T fold(Function<Trusted, T> trusted, Supplier<T> notAsked, Supplier<T> unknown, Function<NotValid, T> notValid);
}
