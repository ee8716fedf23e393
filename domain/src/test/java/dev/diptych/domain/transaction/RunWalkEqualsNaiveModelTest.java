package dev.diptych.domain.transaction;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diptych.domain.chain.Sealing;
import dev.diptych.domain.chain.Sequence;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Random logs, written as one letter an event, are judged by the walk and by regular expressions over the letters: runs and
 * their outcomes are what is matched, and every other event has to be a fault or outside.
 *
 * <pre>
 *   o ordinary   b bound   C committed   A aborted   m an outcome that misfits   u one of an unknown version
 * </pre>
 */
class RunWalkEqualsNaiveModelTest {
    private static final String LETTERS = "ooobbbbCCAAmu";
    private static final Pattern RUN = Pattern.compile("b+(.?)");

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void every_random_log_is_judged_as_its_letters_are_matched(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 150; i++) {
            StringBuilder letters = new StringBuilder();
            int length = random.nextInt(14);
            for (int event = 0; event < length; event++) {
                letters.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
            }
            String log = letters.toString();

            String judged = RunWalkTest.walked(ledger(log).events()).stream()
                    .map(RunWalkEqualsNaiveModelTest::word)
                    .collect(Collectors.joining(" "));

            assertThat(judged).as("seed %d, log %s", seed, log).isEqualTo(expected(log));
        }
    }

    private static String expected(String log) {
        String[] words = new String[log.length()];
        for (MatchResult run : RUN.matcher(log).results().toList()) {
            int end = run.start(1);
            for (int i = run.start(); i < end; i++) {
                words[i] = "undecided(" + (run.start() + 1) + "-" + (i + 1) + ")";
            }
            String behind = run.group(1);
            if (!behind.isEmpty()) {
                String of = "(" + (run.start() + 1) + "-" + end + ")";
                words[end] = switch (behind) {
                    case "C" -> "committed" + of;
                    case "A" -> "aborted" + of;
                    case "m" -> "OUTCOME_MISFITS" + of;
                    case "u" -> "unknown";
                    default -> "INSIDE_A_RUN" + of;
                };
            }
        }
        for (int i = 0; i < words.length; i++) {
            if (words[i] == null) {
                words[i] = alone(log, i);
            }
        }
        return String.join(" ", words);
    }

    /** An event that is not part of a run, nor right behind one. */
    private static String alone(String log, int at) {
        return switch (log.charAt(at)) {
            case 'o' -> "outside";
            case 'u' -> "unknown";
            case 'm' -> "OUTCOME_WITHOUT_RUN";
            default -> namesTheRunToldLast(log, at) ? "SECOND_OUTCOME" : "OUTCOME_WITHOUT_RUN";
        };
    }

    /** {@code ledger} makes an outcome without bound events before it speak of the run that was told last, if one was. */
    private static boolean namesTheRunToldLast(String log, int at) {
        return Pattern.compile("b[CA][^u]*$").matcher(log.substring(0, at)).find();
    }

    private static BoundLedger ledger(String log) {
        BoundLedger ledger = new BoundLedger();
        int open = 0;
        List<OutcomeRecord> told = new ArrayList<>();
        for (char letter : log.toCharArray()) {
            switch (letter) {
                case 'o' -> ledger.ordinary(1);
                case 'b' -> ledger.bound(1);
                case 'u' -> ledger.tell(new OutcomeEvent.Unknown(TransactionOutcome.ABORTED.type(), "{}"));
                case 'm' ->
                    ledger.tell(new OutcomeRecord(
                            TransactionOutcome.COMMITTED,
                            new Sequence(1_000),
                            1,
                            Sealing.LEDGER.asHash(),
                            DecidedBy.CALLER));
                default -> tell(ledger, letter, open, told);
            }
            open = letter == 'b' ? open + 1 : 0;
        }
        return ledger;
    }

    private static void tell(BoundLedger ledger, char letter, int open, List<OutcomeRecord> told) {
        TransactionOutcome outcome = letter == 'C' ? TransactionOutcome.COMMITTED : TransactionOutcome.ABORTED;
        if (open > 0) {
            OutcomeRecord record = OutcomeRecord.of(ledger.newestRun(open), outcome, DecidedBy.CALLER);
            told.add(record);
            ledger.tell(record);
        } else if (told.isEmpty()) {
            ledger.tell(new OutcomeRecord(outcome, new Sequence(2_000), 1, Sealing.LEDGER.asHash(), DecidedBy.CALLER));
        } else {
            OutcomeRecord last = told.get(told.size() - 1);
            ledger.tell(new OutcomeRecord(outcome, last.first(), last.count(), last.lastHash(), DecidedBy.CALLER));
        }
    }

    private static String word(RunVerdict verdict) {
        return verdict.fold(
                () -> "outside",
                undecided -> "undecided" + of(undecided.run()),
                decided -> decided.outcome().outcome().word() + of(decided.run()),
                malformed -> malformed.fault()
                        + malformed.left().map(RunWalkEqualsNaiveModelTest::of).orElse(""),
                unknown -> "unknown");
    }

    private static String of(BoundRun run) {
        return "(" + run.first() + "-" + run.last() + ")";
    }
}
