package dev.diptych.contracts.twins;

import dev.diptych.contracts.events.EditedLine;
import dev.diptych.domain.chain.Sequence;
import dev.diptych.domain.cutover.CutoverPlan;
import dev.diptych.domain.cutover.PlanDigest;
import dev.diptych.domain.signature.Attestation;
import dev.diptych.ports.driven.StoreTransaction;
import dev.diptych.ports.driven.StoredRow;
import dev.diptych.ports.driving.CutoverStep;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;

/** The steps that bring a twin of schema 1 to schema 2. */
final class TwinUpgradeStep implements CutoverStep {
    private static final String SCHEMA = "diptych_mirror/store_schema";

    /** In their order. */
    static final List<CutoverStep> ALL = List.of(
            new TwinUpgradeStep(
                    "twin-schema-2/attest-events", TwinUpgradeStep::attest, TwinUpgradeStep::wronglyAttested),
            new TwinUpgradeStep(
                    "twin-schema-2/finish", (inside, values) -> values.put(SCHEMA, "2"), TwinUpgradeStep::unfinished));

    private final String name;
    private final BiConsumer<StoreTransaction, TwinCallersValues> change;
    private final BiFunction<StoreTransaction, TwinCallersValues, List<String>> look;

    private TwinUpgradeStep(
            String name,
            BiConsumer<StoreTransaction, TwinCallersValues> change,
            BiFunction<StoreTransaction, TwinCallersValues, List<String>> look) {
        this.name = name;
        this.change = change;
        this.look = look;
    }

    /** Nobody verified the signatures that are there. */
    private static void attest(StoreTransaction inside, TwinCallersValues values) {
        for (long sequence = 1; sequence <= inside.highestSequence().value(); sequence++) {
            Optional<Attestation> fitting = fitting(inside, sequence);
            if (fitting.isPresent()) {
                values.put(attestationOf(sequence), fitting.get().word());
            }
        }
    }

    private static List<String> wronglyAttested(StoreTransaction inside, TwinCallersValues values) {
        List<String> wrong = new ArrayList<>();
        for (long sequence = 1; sequence <= inside.highestSequence().value(); sequence++) {
            Optional<Boolean> isSigned = fitting(inside, sequence).map(TwinUpgradeStep::isSigned);
            Optional<String> found = values.get(attestationOf(sequence));
            if (!found.map(word -> !word.equals(Attestation.UNSIGNED.word())).equals(isSigned)) {
                wrong.add("the attestation of the event at sequence " + sequence + " is " + found.orElse("missing"));
            }
        }
        return wrong;
    }

    private static boolean isSigned(Attestation attestation) {
        return attestation != Attestation.UNSIGNED;
    }

    private static List<String> unfinished(StoreTransaction inside, TwinCallersValues values) {
        String found = values.get(SCHEMA).orElse("missing");
        return found.equals("2") ? List.of() : List.of("the schema of the store is " + found + ", not 2");
    }

    private static String attestationOf(long sequence) {
        return "diptych_events/" + sequence + "/attestation";
    }

    /** What is known of the signature of a row that was there before; empty where there is no row. */
    private static Optional<Attestation> fitting(StoreTransaction inside, long sequence) {
        return inside.row(Sequence.of(sequence))
                .map(StoredRow::line)
                .map(line -> EditedLine.of(line).text("signature").isPresent()
                        ? Attestation.LEGACY_UNATTESTED
                        : Attestation.UNSIGNED);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public PlanDigest digest() {
        return CutoverPlan.digestOf(name);
    }

    @Override
    public SortedMap<String, Long> rowCountChanges() {
        return new TreeMap<>(Map.of("diptych_mirror", 0L));
    }

    @Override
    public void apply(StoreTransaction transaction) {
        change.accept(transaction, transaction.unwrap(TwinCallersValues.class));
    }

    @Override
    public List<String> check(StoreTransaction transaction) {
        return look.apply(transaction, transaction.unwrap(TwinCallersValues.class));
    }
}
