package dev.diptych.adapters.sqlite;

import dev.diptych.ports.driving.CutoverStep;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * What brings a store of schema 1 to schema 2, as steps of a cutover. Every statement is one of the schema itself or stands
 * here, so that the digest of a step is that of what it runs.
 *
 * <p>How many rows a step adds depends on the store, and events may come between planning and running; so only what no store
 * differs in is declared, and the counts are held against the events in the checks, inside the transaction.
 */
final class SchemaTwoSteps {
    private static final StoreSchema TARGET = StoreSchema.of(2);

    /** What makes each copied tag dearer, and is made behind them. */
    private static final Set<String> COSTLY_BEFORE_COPYING =
            Set.of("diptych_event_tags_by_tag", "diptych_event_tags_insert");

    private static final String ADD_COLUMN = "ALTER TABLE main.diptych_events ADD COLUMN attestation TEXT NOT NULL"
            + " DEFAULT 'unsigned' CHECK (attestation = 'unsigned' OR attestation = 'verified'"
            + " OR attestation = 'legacy_unattested')";

    private static final String UNLOCK = "UPDATE main.diptych_mirror SET unlocked = 1";
    private static final String LOCK = "UPDATE main.diptych_mirror SET unlocked = 0";

    /** Whether somebody looked at a signature is not known of any row that is there. */
    private static final String ATTEST =
            "UPDATE main.diptych_events SET attestation = 'legacy_unattested' WHERE signature IS NOT NULL";

    private static final String WRONGLY_ATTESTED =
            "SELECT count(*) FROM main.diptych_events" + " WHERE (signature IS NULL) <> (attestation = 'unsigned')";

    private static final String UNLOCKED = "SELECT count(*) FROM main.diptych_mirror WHERE unlocked <> 0";

    private static final String TAGS_OF_EVENTS =
            "FROM main.diptych_events AS e CROSS JOIN json_each(e.domain_tags) AS t" + " WHERE e.domain_tags <> '[]'";

    private static final String COPY_TAGS =
            "INSERT INTO main.diptych_event_tags (seq, pos, tag) SELECT e.seq, t.key, t.value " + TAGS_OF_EVENTS;

    private static final String TAGS_LACKING = "SELECT count(*) " + TAGS_OF_EVENTS
            + " AND NOT EXISTS (SELECT 1 FROM main.diptych_event_tags AS c"
            + " WHERE c.seq = e.seq AND c.pos = t.key AND c.tag = t.value)";

    private static final String TAGS_TOO_MANY =
            "SELECT (SELECT count(*) FROM main.diptych_event_tags) - (SELECT count(*) " + TAGS_OF_EVENTS + ")";

    private static final String SET_SCHEMA = "UPDATE main.diptych_mirror SET store_schema = 2";
    private static final String OTHER_SCHEMA = "SELECT count(*) FROM main.diptych_mirror WHERE store_schema <> 2";

    /** In their order; the last one makes it a store of schema 2. */
    static final List<CutoverStep> ALL = List.of(expand(), attest(), copyTags(), finish());

    private SchemaTwoSteps() {}

    /**
     * Nothing of schema 1 has another text in schema 2 but the table that the column is added to. The view of all columns
     * shows the new one from then on: SQLite keeps its star as it was written.
     */
    private static CutoverStep expand() {
        SqlStep.Builder step = SqlStep.named("store-schema-2/expand").running(ADD_COLUMN);
        added(part -> !COSTLY_BEFORE_COPYING.contains(part.name())).forEach(part -> step.running(part.sql()));
        return step.lookingForParts(TARGET).made();
    }

    private static List<StoreSchema.Part> added(Predicate<StoreSchema.Part> which) {
        StoreSchema before = StoreSchema.of(1);
        return TARGET.parts().stream()
                .filter(part -> !before.has(part.name()) && which.test(part))
                .toList();
    }

    private static CutoverStep attest() {
        return SqlStep.named("store-schema-2/attest-events")
                .running(UNLOCK)
                .running(ATTEST)
                .running(LOCK)
                .expectingNone(WRONGLY_ATTESTED, "events have an attestation that does not fit their signature")
                .expectingNone(UNLOCKED, "stores were left unlocked")
                .made();
    }

    private static CutoverStep copyTags() {
        SqlStep.Builder step = SqlStep.named("store-schema-2/copy-tags").running(COPY_TAGS);
        added(part -> COSTLY_BEFORE_COPYING.contains(part.name())).forEach(part -> step.running(part.sql()));
        return step.expectingNone(TAGS_LACKING, "tags of events are not in diptych_event_tags")
                .expectingNone(TAGS_TOO_MANY, "rows of diptych_event_tags are no tag of an event")
                .made();
    }

    private static CutoverStep finish() {
        return SqlStep.named("store-schema-2/finish")
                .running(SET_SCHEMA)
                .runningInOwnFile("PRAGMA main.user_version = 2")
                .expectingNone(OTHER_SCHEMA, "rows of diptych_mirror say another schema than 2")
                .expectingNone(UNLOCKED, "stores were left unlocked")
                .made();
    }
}
