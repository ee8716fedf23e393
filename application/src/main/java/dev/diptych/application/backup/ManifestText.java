package dev.diptych.application.backup;

import dev.diptych.domain.chain.ChainHead;
import dev.diptych.domain.chain.EventHash;
import dev.diptych.domain.chain.LedgerId;
import dev.diptych.domain.chain.Sequence;
import dev.diptych.ports.driven.StoreId;
import dev.diptych.ports.driven.StoreIdentity;
import dev.diptych.ports.driving.BackUpManifest;
import dev.diptych.ports.driving.BackUpManifest.FileEntry;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The manifest as it is spelled: one JSON object, in exactly one spelling, a member a line and a file a line.
 *
 * <pre>
 * {"diptych_backup":1,
 * "ledger_id":"64 hexadecimal digits",       null in the backup of an unborn ledger
 * "store_id":"32 hexadecimal digits",
 * "format":1,
 * "store_schema":1,
 * "epoch":1,
 * "head":"SEQ:HASH",                         null in the backup of an unborn ledger
 * "created_at":"2026-01-01T00:00:00Z",
 * "files":[
 * {"name":"log/00000000000000000001.jsonl","bytes":1,"sha256":"64 hexadecimal digits"},
 * {"name":"store.db","bytes":1,"sha256":"64 hexadecimal digits"}
 * ]}
 * </pre>
 */
final class ManifestText {
    private static final Pattern VERSION = Pattern.compile("\\{\"diptych_backup\":([0-9]{1,9}),\n(?s:.*)");
    private static final Pattern FILE =
            Pattern.compile("\\{\"name\":\"([^\"\\\\]*)\",\"bytes\":([0-9]{1,18}),\"sha256\":\"([0-9a-f]{64})\"\\}");
    private static final Pattern WHOLE = Pattern.compile("\\{\"diptych_backup\":1,\n"
            + "\"ledger_id\":(null|\"([0-9a-f]{64})\"),\n"
            + "\"store_id\":\"([0-9a-f]{32})\",\n"
            + "\"format\":([1-9][0-9]{0,8}),\n"
            + "\"store_schema\":([1-9][0-9]{0,8}),\n"
            + "\"epoch\":([0-9]{1,18}),\n"
            + "\"head\":(null|\"([1-9][0-9]{0,15}):([0-9a-f]{64})\"),\n"
            + "\"created_at\":\"([^\"\\\\]{1,64})\",\n"
            + "\"files\":\\[\n((?s:.*))\n\\]\\}\n");

    private ManifestText() {}

    static String of(BackUpManifest manifest) {
        StringBuilder text = new StringBuilder("{\"diptych_backup\":" + BackUpManifest.VERSION + ",\n");
        StoreIdentity store = manifest.store();
        text.append("\"ledger_id\":")
                .append(quoted(store.ledgerId().map(LedgerId::toString)))
                .append(",\n\"store_id\":\"")
                .append(store.storeId())
                .append("\",\n\"format\":")
                .append(store.format())
                .append(",\n\"store_schema\":")
                .append(store.schema())
                .append(",\n\"epoch\":")
                .append(store.epoch())
                .append(",\n\"head\":")
                .append(quoted(manifest.head().map(ChainHead::toString)))
                .append(",\n\"created_at\":\"")
                .append(manifest.createdAt())
                .append("\",\n\"files\":[\n");
        List<String> files = manifest.files().stream().map(ManifestText::file).toList();
        return text.append(String.join(",\n", files)).append("\n]}\n").toString();
    }

    /** The version that a manifest says it has; empty if it is none. */
    static Optional<Integer> version(String text) {
        Matcher matcher = VERSION.matcher(text);
        return matcher.matches() ? Optional.of(Integer.valueOf(matcher.group(1))) : Optional.empty();
    }

    /** What a manifest of this version says; empty if it is not spelled as this program spells it. */
    static Optional<BackUpManifest> read(String text) {
        Matcher parts = WHOLE.matcher(text);
        if (!parts.matches()) {
            return Optional.empty();
        }
        try {
            StoreIdentity store = new StoreIdentity(
                    Optional.ofNullable(parts.group(2)).map(hex -> new LedgerId(EventHash.parse(hex))),
                    new StoreId(parts.group(3)),
                    Integer.parseInt(parts.group(4)),
                    Integer.parseInt(parts.group(5)),
                    Long.parseLong(parts.group(6)));
            Optional<ChainHead> head = Optional.ofNullable(parts.group(8))
                    .map(sequence ->
                            new ChainHead(new Sequence(Long.parseLong(sequence)), EventHash.parse(parts.group(9))));
            List<FileEntry> files = new ArrayList<>();
            for (String line : parts.group(11).split(",\n", -1)) {
                files.add(file(line));
            }
            return Optional.of(new BackUpManifest(store, head, Instant.parse(parts.group(10)), files));
        } catch (IllegalArgumentException | DateTimeException saysSomethingElse) {
            return Optional.empty();
        }
    }

    private static String file(FileEntry file) {
        return "{\"name\":\"" + file.name() + "\",\"bytes\":" + file.bytes() + ",\"sha256\":\"" + file.sha256() + "\"}";
    }

    private static FileEntry file(String line) {
        Matcher parts = FILE.matcher(line);
        if (!parts.matches()) {
            throw new IllegalArgumentException("no file of a backup: " + line);
        }
        return new FileEntry(parts.group(1), Long.parseLong(parts.group(2)), parts.group(3));
    }

    private static String quoted(Optional<String> text) {
        return text.map(value -> "\"" + value + "\"").orElse("null");
    }
}
