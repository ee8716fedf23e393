package dev.diptych.adapters.sqlite;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where a store lies and how it is opened, as its URI says.
 *
 * @param path the database file, as written
 * @param busyTimeoutMillis how long to wait for another writer
 * @param copyDirectory where a reader may put a temporary copy
 */
record SqliteLocation(Path path, int busyTimeoutMillis, Optional<Path> copyDirectory) {
    static final int BUSY_TIMEOUT_MILLIS = 2_000;
    private static final int BUSY_TIMEOUT_MILLIS_MAX = 600_000;

    static SqliteLocation at(Path path) {
        return new SqliteLocation(path, BUSY_TIMEOUT_MILLIS, Optional.empty());
    }

    static SqliteLocation parse(URI uri) {
        if (!SqliteAdapter.SCHEME.equals(uri.getScheme()) || uri.getRawFragment() != null) {
            throw refused(uri, "sqlite:PATH without a fragment; a # in a path is written %23");
        }
        String rest = uri.getRawSchemeSpecificPart();
        int question = rest.indexOf('?');
        String path = question < 0 ? rest : rest.substring(0, question);
        if (path.startsWith("//")) {
            path = path.substring(2);
            if (!path.startsWith("/")) {
                throw refused(uri, "sqlite:PATH; between // and the path no host may stand");
            }
        }
        SqliteLocation location = at(toPath(uri, path));
        if (question >= 0) {
            for (String option : rest.substring(question + 1).split("&", -1)) {
                location = location.with(uri, option);
            }
        }
        return location;
    }

    private SqliteLocation with(URI uri, String option) {
        int equals = option.indexOf('=');
        String name = equals < 0 ? option : option.substring(0, equals);
        String value = equals < 0 ? "" : option.substring(equals + 1);
        return switch (name) {
            case "busyTimeoutMillis" -> new SqliteLocation(path, millis(uri, value), copyDirectory);
            case "copyDirectory" -> new SqliteLocation(path, busyTimeoutMillis, Optional.of(toPath(uri, value)));
            default -> throw refused(uri, "of options only busyTimeoutMillis and copyDirectory");
        };
    }

    private static int millis(URI uri, String text) {
        try {
            int millis = Integer.parseInt(text);
            if (millis >= 0 && millis <= BUSY_TIMEOUT_MILLIS_MAX) {
                return millis;
            }
        } catch (NumberFormatException notANumber) {
            throw refused(uri, "busyTimeoutMillis from 0 to " + BUSY_TIMEOUT_MILLIS_MAX);
        }
        throw refused(uri, "busyTimeoutMillis from 0 to " + BUSY_TIMEOUT_MILLIS_MAX);
    }

    private static Path toPath(URI uri, String raw) {
        String text = decoded(raw);
        if (text.isEmpty() || text.indexOf('\0') >= 0) {
            throw refused(uri, "a path");
        }
        try {
            return Path.of(text);
        } catch (InvalidPathException notAPath) {
            throw refused(uri, "a path");
        }
    }

    private static String decoded(String raw) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(raw.length());
        byte[] bytes = raw.getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] == '%') {
                out.write(Character.digit(bytes[i + 1], 16) << 4 | Character.digit(bytes[i + 2], 16));
                i += 2;
            } else {
                out.write(bytes[i]);
            }
        }
        return out.toString(StandardCharsets.UTF_8);
    }

    private static IllegalArgumentException refused(URI uri, String expected) {
        return new IllegalArgumentException("not the place of a store: expected " + expected + ", found " + uri);
    }
}
