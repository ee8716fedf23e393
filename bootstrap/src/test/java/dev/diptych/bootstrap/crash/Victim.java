package dev.diptych.bootstrap.crash;

import dev.diptych.bootstrap.Diptych;
import dev.diptych.domain.cutover.CutoverPlan;
import dev.diptych.domain.cutover.PlanDigest;
import dev.diptych.domain.event.EventDraft;
import dev.diptych.domain.event.EventId;
import dev.diptych.domain.policy.PolicyDecision;
import dev.diptych.ports.driven.StoreTransaction;
import dev.diptych.ports.driving.AppendAnswer;
import dev.diptych.ports.driving.CutoverAnswer;
import dev.diptych.ports.driving.CutoverProgress;
import dev.diptych.ports.driving.CutoverRequest;
import dev.diptych.ports.driving.CutoverStage;
import dev.diptych.ports.driving.CutoverStep;
import dev.diptych.ports.driving.Mirror;
import dev.diptych.ports.driving.TransactionAnswer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;

/**
 * A process that works on a real ledger and says what it does, line by line, until it is killed. What it says it was told is
 * true, or the ledger has lied to it.
 *
 * <pre>
 *   try append ID | try transaction KEY | try cutover KEY     begins
 *   at WHAT                                                   gets on
 *   told ID | told committed KEY | told rolled_back KEY       was answered
 * </pre>
 */
final class Victim {
    /** More than it lives to do. */
    private static final int WORKS = 60;

    private final Mirror mirror;
    private final Random random;
    private final String life;
    private int works;

    private Victim(Mirror mirror, Random random, String life) {
        this.mirror = mirror;
        this.random = random;
        this.life = life;
    }

    /**
     * @param arguments the ledger's directory, the number of this life, and a seed
     */
    public static void main(String[] arguments) {
        Mirror mirror = Diptych.at(Path.of(arguments[0])).open();
        say("at work");
        Victim victim = new Victim(mirror, new Random(Long.parseLong(arguments[2])), arguments[1]);
        for (int work = 0; work < WORKS; work++) {
            victim.work();
        }
        mirror.close();
        say("at the end");
    }

    private void work() {
        String key = life + "-" + ++works;
        int what = random.nextInt(10);
        if (what < 2) {
            append("a-" + key);
        } else if (what < 5) {
            transact("t-" + key, what == 4);
        } else {
            cutOver("c-" + key);
        }
    }

    private void append(String id) {
        say("try append " + id);
        if (mirror.append(draft(id), decision()) instanceof AppendAnswer.Mirrored) {
            say("told " + id);
        }
    }

    private void transact(String key, boolean rollsBack) {
        say("try transaction " + key);
        PolicyDecision decision = decision();
        TransactionAnswer<String> answer = mirror.inTransaction(tx -> {
            put(tx.unwrap(Handle.class), key);
            for (int event = 0; event <= random.nextInt(3); event++) {
                tx.append(draft(key + "." + event), decision);
                say("at bound event " + event);
            }
            put(tx.unwrap(Handle.class), key + "-behind");
            if (rollsBack) {
                throw new IllegalStateException("changed its mind");
            }
            return key;
        });
        told(
                key,
                answer.fold(
                        committed -> Optional.of(true),
                        back -> Optional.of(false),
                        unknown -> Optional.empty(),
                        notBegun -> Optional.of(false)));
    }

    private void cutOver(String key) {
        say("try cutover " + key);
        told(
                key,
                mirror.cutOver(plan(key), new Watch())
                        .fold(new CutoverAnswer.Cases<>(
                                done -> Optional.of(true),
                                already -> Optional.of(true),
                                refused -> Optional.of(false),
                                aborted -> Optional.of(false),
                                unfinished -> unfinished.isCommitted() ? Optional.of(true) : Optional.empty())));
    }

    private static void told(String key, Optional<Boolean> committed) {
        committed.ifPresent(is -> say("told " + (is ? "committed " : "rolled_back ") + key));
    }

    /** Expand, backfill and switch on, in tables of the caller's own. */
    static CutoverRequest plan(String key) {
        return CutoverRequest.of(
                key,
                "next",
                List.of(
                        new Step(key, "expand"),
                        new Step(key + "-filled", "backfill"),
                        new Step(key + "-behind", "switch-on")),
                "operator@example.com");
    }

    static void put(Handle handle, String key) {
        handle.execute("CREATE TABLE IF NOT EXISTS callers (k PRIMARY KEY)");
        handle.execute("INSERT INTO callers VALUES (?)", key);
    }

    private static EventDraft draft(String id) {
        return EventDraft.of("com.example.noted.v1", "{\"of\":\"" + id + "\"}").withId(new EventId(id));
    }

    private PolicyDecision decision() {
        return mirror.decide();
    }

    private static void say(String text) {
        byte[] line = (text + "\n").getBytes(StandardCharsets.UTF_8);
        System.out.write(line, 0, line.length);
        System.out.flush();
    }

    /** Says how far a cutover is. */
    private static final class Watch implements CutoverProgress {
        @Override
        public void begins(CutoverStage stage, String what) {
            say("at " + stage.word());
        }

        @Override
        public void reached(long done, long ofAbout) {}
    }

    /** Keeps a value. */
    private record Step(String key, String name) implements CutoverStep {
        @Override
        public PlanDigest digest() {
            return CutoverPlan.digestOf(key);
        }

        @Override
        public SortedMap<String, Long> rowCountChanges() {
            return new TreeMap<>();
        }

        @Override
        public void apply(StoreTransaction transaction) {
            put(transaction.unwrap(Handle.class), key);
        }

        @Override
        public List<String> check(StoreTransaction transaction) {
            return List.of();
        }
    }
}
