package dev.diptych.contracts.twins;

import dev.diptych.contracts.events.EditedLine;
import dev.diptych.domain.chain.LineDecoder;
import dev.diptych.domain.chain.LineVerdict;
import dev.diptych.domain.chain.SealedEvent;
import dev.diptych.domain.chain.Sequence;
import dev.diptych.domain.event.EventTime;
import dev.diptych.domain.event.EventType;
import dev.diptych.domain.event.SessionId;
import dev.diptych.domain.event.TraceId;
import dev.diptych.ports.driven.EventPage;
import dev.diptych.ports.driven.EventQuery;
import dev.diptych.ports.driven.StoredRow;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** Answers queries by looking at every row. Whether a row fits is asked of its columns as they stand; what fits is judged. */
final class TwinQuery {
    private TwinQuery() {}

    static EventPage run(TwinStoreDisk disk, EventQuery query) {
        boolean oldestFirst = query.order() == EventQuery.Order.OLDEST_FIRST;
        long beyond = query.beyond().map(Sequence::value).orElse(oldestFirst ? 0 : Long.MAX_VALUE);
        List<StoredRow> rows = new ArrayList<>(
                oldestFirst
                        ? disk.page(beyond, Long.MAX_VALUE, Integer.MAX_VALUE)
                        : disk.page(0, beyond - 1, Integer.MAX_VALUE));
        if (!oldestFirst) {
            Collections.reverse(rows);
        }
        List<StoredRow> fitting = rows.stream()
                .filter(row -> fits(row, query))
                .limit(query.limit() + 1L)
                .toList();
        List<SealedEvent> events = fitting.stream()
                .limit(query.limit())
                .map(TwinStoreReader::judged)
                .toList();
        Optional<Sequence> next = fitting.size() > query.limit()
                ? Optional.of(events.get(events.size() - 1).sequence())
                : Optional.empty();
        return new EventPage(events, next);
    }

    private static boolean fits(StoredRow row, EventQuery query) {
        EditedLine line = EditedLine.of(row.line());
        EditedLine source = EditedLine.of(line.raw("source").orElse("{}").getBytes(StandardCharsets.UTF_8));
        Optional<String> observedAt = line.text("observed_at");
        return is(query.type().map(EventType::value), line.text("event_type"))
                && is(query.sourceType(), source.text("type"))
                && is(query.sourceName(), source.text("name"))
                && is(query.traceId().map(TraceId::value), line.text("trace_id"))
                && is(query.sessionId().map(SessionId::value), line.text("session_id"))
                && query.tag().map(tag -> hasTag(line, tag)).orElse(true)
                && query.observedFrom()
                        .map(from -> isAtOrAfter(observedAt, from))
                        .orElse(true)
                && query.observedBefore()
                        .map(before -> observedAt.isPresent() && !isAtOrAfter(observedAt, before))
                        .orElse(true);
    }

    /** How many tags a row has. */
    static long tagCount(StoredRow row) {
        LineVerdict verdict = new LineDecoder(TwinPayloadReader.FORMAT).decode(row.line(), 0, row.line().length);
        return verdict instanceof LineVerdict.WellFormed sound
                ? sound.event().tags().values().size()
                : 0;
    }

    private static boolean is(Optional<String> wanted, Optional<String> found) {
        return wanted.isEmpty() || wanted.equals(found);
    }

    private static boolean isAtOrAfter(Optional<String> time, EventTime from) {
        return time.isPresent() && time.get().compareTo(from.text()) >= 0;
    }

    /** Tags stand on the line as quoted strings between commas. */
    private static boolean hasTag(EditedLine line, String tag) {
        String tags = line.raw("domain_tags").orElse("[]");
        String quoted = EditedLine.quoted(tag);
        for (int at = tags.indexOf(quoted); at >= 0; at = tags.indexOf(quoted, at + 1)) {
            char before = tags.charAt(at - 1);
            char after = tags.charAt(at + quoted.length());
            if (isTagStart(tags, at) && (before == '[' || before == ',') && (after == ',' || after == ']')) {
                return true;
            }
        }
        return false;
    }

    /** Whether the quote at {@code at} opens a tag: the quotes before it that are not escaped come in pairs. */
    private static boolean isTagStart(String tags, int at) {
        int quotes = 0;
        for (int i = 0; i < at; i++) {
            if (tags.charAt(i) == '\\') {
                i++;
            } else if (tags.charAt(i) == '"') {
                quotes++;
            }
        }
        return quotes % 2 == 0;
    }
}
