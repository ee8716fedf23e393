package dev.diptych.domain.keys;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diptych.domain.chain.Sequence;
import dev.diptych.domain.event.EventTime;
import dev.diptych.domain.signature.KeyId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Histories drawn at random, judged by {@link KeyHistory} and by a model that keeps the list of all events that counted and
 * answers each question by going through it from the beginning.
 */
class KeyHistoryEqualsNaiveModelTest {
    private static final long SEED = Long.getLong("diptych.seed", 20_261_123L);
    private static final int HISTORIES = 2_000;
    private static final int EVENTS = 14;
    private static final int KEYS = 5;

    private final Random random = new Random(SEED);

    @Test
    void every_verdict_and_every_standing_is_what_the_model_says() {
        System.out.println("diptych.seed=" + SEED);
        for (int round = 0; round < HISTORIES; round++) {
            Optional<TrustedKeys> roots = random.nextInt(10) == 0 ? Optional.empty() : Optional.of(roots());
            KeyHistory history = KeyHistory.startingFrom(roots);
            Model model = new Model(roots);
            for (int i = 1; i <= EVENTS; i++) {
                KeyEvent said = said();
                Optional<KeyId> signer =
                        random.nextInt(12) == 0 ? Optional.empty() : Optional.of(id(random.nextInt(KEYS)));
                EventTime at = time();
                boolean isGood = random.nextInt(8) > 0;

                boolean applied =
                        history.apply(said, signer, at, new Sequence(i), isGood) instanceof KeyVerdict.Applied;

                assertThat(applied)
                        .as("round %d event %d: %s by %s at %s", round, i, said, signer, at)
                        .isEqualTo(model.take(said, signer, at, isGood));
                requireSame(history, model, "round " + round + " behind event " + i);
            }
        }
    }

    private void requireSame(KeyHistory history, Model model, String where) {
        assertThat(history.signaturesRequired()).as(where).isEqualTo(model.required());
        EventTime at = time();
        for (int number = 0; number < KEYS; number++) {
            for (KeyUse use : KeyUse.values()) {
                String standing = history.standing(id(number), at, use)
                        .fold(trusted -> "trusted", () -> "not asked", () -> "unknown", notValid -> "not valid");
                assertThat(standing)
                        .as("%s: key %d for %s at %s", where, number, use, at)
                        .isEqualTo(model.standing(id(number), at, use));
            }
        }
    }

    private TrustedKeys roots() {
        List<TrustedKey> keys = new ArrayList<>();
        for (int i = random.nextInt(5); i > 0; i--) {
            Set<KeyUse> uses = EnumSet.of(KeyUse.values()[random.nextInt(3)]);
            uses.add(KeyUse.values()[random.nextInt(3)]);
            keys.add(new TrustedKey(
                    KeyLedger.key(random.nextInt(KEYS)), "somebody", uses, maybe(time()), maybe(time())));
        }
        return new TrustedKeys(keys);
    }

    private Optional<EventTime> maybe(EventTime time) {
        return random.nextInt(3) == 0 ? Optional.of(time) : Optional.empty();
    }

    private KeyEvent said() {
        int one = random.nextInt(KEYS);
        return switch (random.nextInt(7)) {
            case 0, 1, 2 -> KeyLedger.rotated(one, (one + 1 + random.nextInt(KEYS - 1)) % KEYS);
            case 3, 4 -> KeyLedger.revoked(one);
            case 5 -> KeyLedger.required(random.nextBoolean());
            default -> new KeyEvent.Unknown(KeyEvent.Revoked.TYPE, "{}");
        };
    }

    private EventTime time() {
        return EventTime.of(Instant.ofEpochSecond(random.nextInt(10)));
    }

    private static KeyId id(int number) {
        return KeyLedger.key(number).id();
    }

    /** Everything that counted, in its order. */
    private static final class Model {
        private final Optional<TrustedKeys> roots;
        private final List<KeyEvent> counted = new ArrayList<>();

        Model(Optional<TrustedKeys> roots) {
            this.roots = roots;
        }

        boolean required() {
            return counted.stream()
                    .filter(KeyEvent.SignaturesRequired.class::isInstance)
                    .map(KeyEvent.SignaturesRequired.class::cast)
                    .reduce((former, latter) -> latter)
                    .map(KeyEvent.SignaturesRequired::required)
                    .orElse(false);
        }

        String standing(KeyId key, EventTime at, KeyUse use) {
            if (hasEnded(key)) {
                return "not valid";
            }
            if (roots.isEmpty()) {
                return "not asked";
            }
            List<TrustedKey> lines = lines(key, counted.size());
            if (lines.isEmpty()) {
                return "unknown";
            }
            return lines.stream().anyMatch(line -> line.uses().contains(use) && line.isValidAt(at))
                    ? "trusted"
                    : "not valid";
        }

        boolean take(KeyEvent said, Optional<KeyId> signer, EventTime at, boolean isGood) {
            boolean counts = !(said instanceof KeyEvent.Unknown)
                    && signer.isPresent()
                    && !hasEnded(signer.get())
                    && (roots.isEmpty() || isGood && mayBeSaid(said, signer.get(), at));
            if (counts) {
                counted.add(said);
            }
            return counts;
        }

        private boolean mayBeSaid(KeyEvent said, KeyId signer, EventTime at) {
            boolean recovers = standing(signer, at, KeyUse.RECOVERY).equals("trusted");
            boolean signs = standing(signer, at, KeyUse.EVENTS).equals("trusted");
            if (said instanceof KeyEvent.SignaturesRequired) {
                return recovers || signs;
            }
            KeyId ends = ended(said).orElseThrow();
            if (!recovers && !(signs && signer.equals(ends))) {
                return false;
            }
            return !(said instanceof KeyEvent.Rotated rotated)
                    || !hasEnded(rotated.to().id())
                            && !lines(rotated.from(), counted.size()).isEmpty();
        }

        private boolean hasEnded(KeyId key) {
            return counted.stream().flatMap(said -> ended(said).stream()).anyMatch(key::equals);
        }

        private static Optional<KeyId> ended(KeyEvent said) {
            if (said instanceof KeyEvent.Rotated rotated) {
                return Optional.of(rotated.from());
            }
            return said instanceof KeyEvent.Revoked revoked ? Optional.of(revoked.key()) : Optional.empty();
        }

        /** What is said of the key by the roots and by the first so many events. */
        private List<TrustedKey> lines(KeyId key, int events) {
            Stream<TrustedKey> fromRoots = roots.stream().flatMap(all -> all.find(key).stream());
            List<TrustedKey> lines = new ArrayList<>(fromRoots.toList());
            for (int i = 0; i < events; i++) {
                if (counted.get(i) instanceof KeyEvent.Rotated rotated
                        && rotated.to().id().equals(key)) {
                    KeyUse[] uses = lines(rotated.from(), i).stream()
                            .flatMap(line -> line.uses().stream())
                            .distinct()
                            .toArray(KeyUse[]::new);
                    if (uses.length > 0) {
                        lines.add(TrustedKey.always(rotated.to(), "heir", Arrays.copyOf(uses, uses.length)));
                    }
                }
            }
            return lines;
        }
    }
}
