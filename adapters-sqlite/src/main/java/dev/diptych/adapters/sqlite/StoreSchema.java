package dev.diptych.adapters.sqlite;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A schema that this program knows, statement by statement: {@code schema-1.sql}, which it reads and brings up to date, and
 * {@code schema-2.sql}, which it writes.
 */
final class StoreSchema {
    /** The version that new stores have; it has nothing to do with the line format's. */
    static final int VERSION = 2;

    /** "DIPT", on a file that Diptych made. */
    static final int APPLICATION_ID = 0x44495054;

    private static final Pattern NAME = Pattern.compile("CREATE (TABLE|VIEW|INDEX|TRIGGER) (diptych_[a-z_]+)\\b");

    private static final List<StoreSchema> KNOWN =
            List.of(new StoreSchema(1, read("schema-1.sql")), new StoreSchema(2, read("schema-2.sql")));

    private final int version;
    private final List<Part> parts;

    private StoreSchema(int version, List<Part> parts) {
        this.version = version;
        this.parts = parts;
    }

    /** The schema that new stores have. */
    static StoreSchema newest() {
        return of(VERSION);
    }

    /**
     * @param version from 1 through {@link #VERSION}
     */
    static StoreSchema of(int version) {
        return KNOWN.get(version - 1);
    }

    int version() {
        return version;
    }

    /** In the order in which they are made. */
    List<Part> parts() {
        return parts;
    }

    boolean has(String name) {
        return parts.stream().anyMatch(part -> part.name().equals(name));
    }

    /** What meets a statement that would put a row in another's place. */
    List<Part> insertTriggers() {
        return parts.stream()
                .filter(part -> part.type().equals("trigger") && part.name().endsWith("_insert"))
                .toList();
    }

    /**
     * One statement and what it makes.
     *
     * @param type table, view, index or trigger
     * @param name the name of what it makes
     * @param sql the statement, which SQLite keeps letter by letter
     */
    record Part(String type, String name, String sql) {
        /** Whether it holds data; everything else can be made again from nothing. */
        boolean holdsData() {
            return type.equals("table");
        }

        /** Whether only speed depends on it. */
        boolean isIndex() {
            return type.equals("index");
        }
    }

    private static List<Part> read(String resource) {
        try (InputStream in = StoreSchema.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException(resource + " is missing from the jar");
            }
            String script = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return Arrays.stream(script.split("(?m)^--\\R(?=(?:-- .*\\R|--\\R)*CREATE )"))
                    .map(StoreSchema::withoutComments)
                    .filter(statement -> !statement.isEmpty())
                    .map(StoreSchema::part)
                    .toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static String withoutComments(String block) {
        return block.lines()
                .filter(line -> !line.startsWith("--"))
                .collect(Collectors.joining("\n"))
                .strip();
    }

    private static Part part(String sql) {
        Matcher name = NAME.matcher(sql);
        if (!name.lookingAt()) {
            throw new IllegalStateException("not a statement of a schema: " + sql);
        }
        return new Part(name.group(1).toLowerCase(java.util.Locale.ROOT), name.group(2), sql);
    }
}
