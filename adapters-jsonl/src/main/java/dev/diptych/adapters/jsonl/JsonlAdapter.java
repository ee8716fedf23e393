package dev.diptych.adapters.jsonl;

import dev.diptych.ports.driven.LogAdapterProvider;
import dev.diptych.ports.driven.LogProvider;
import dev.diptych.ports.driven.PayloadReader;
import dev.diptych.ports.driven.files.DurableFiles;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/**
 * Logs in directories of JSON Lines files: {@code jsonl:PATH} or {@code jsonl:PATH?segmentBytesMax=N}.
 *
 * <p>The path is the log's own directory, relative to the working directory or absolute; characters that a URI cannot have
 * are written as {@code %} and two hexadecimal digits (UTF-8). {@code segmentBytesMax} is the size beyond which a
 * segment is not grown, 1 or more bytes, 256 MiB by default; a batch that is larger gets a segment of its own.
 */
public final class JsonlAdapter implements LogAdapterProvider {
    static final String SCHEME = "jsonl";
    static final long SEGMENT_BYTES_MAX_DEFAULT = 256L * 1024 * 1024;

    private static final String SEGMENT_BYTES_MAX = "segmentBytesMax=";

    private final DurableFiles files;

    /** Logs on the file system of this machine. */
    public JsonlAdapter() {
        this(new NioDurableFiles());
    }

    private JsonlAdapter(DurableFiles files) {
        this.files = files;
    }

    /** Logs on another file system, one that fails when it is told to for example. */
    public static JsonlAdapter over(DurableFiles files) {
        return new JsonlAdapter(files);
    }

    @Override
    public String scheme() {
        return SCHEME;
    }

    @Override
    public LogProvider at(URI location, PayloadReader payloads) {
        if (!SCHEME.equalsIgnoreCase(location.getScheme()) || location.getRawFragment() != null) {
            throw refused(location, "expected " + SCHEME + ":PATH");
        }
        String rest = location.getRawSchemeSpecificPart();
        int question = rest.indexOf('?');
        String path = question < 0 ? rest : rest.substring(0, question);
        long segmentBytesMax =
                question < 0 ? SEGMENT_BYTES_MAX_DEFAULT : segmentBytesMax(location, rest.substring(question + 1));
        LogDirectory directory = new LogDirectory(files, path(location, path));
        return new JsonlLogProvider(directory, payloads, Processes.REAL, segmentBytesMax);
    }

    /**
     * The log's own directory, absolute.
     *
     * @param location a URI with this adapter's scheme
     * @throws IllegalArgumentException if it names no place
     */
    public static Path directoryOf(URI location) {
        String rest = location.getRawSchemeSpecificPart();
        int question = rest.indexOf('?');
        return path(location, question < 0 ? rest : rest.substring(0, question))
                .toAbsolutePath()
                .normalize();
    }

    private static long segmentBytesMax(URI location, String query) {
        String number = query.startsWith(SEGMENT_BYTES_MAX) ? query.substring(SEGMENT_BYTES_MAX.length()) : "";
        if (!number.matches("[1-9][0-9]{0,17}")) {
            throw refused(location, "expected " + SEGMENT_BYTES_MAX + "N with N from 1, found " + query);
        }
        return Long.parseLong(number);
    }

    private static Path path(URI location, String encoded) {
        String local = encoded.startsWith("//") ? encoded.substring(2) : encoded;
        if (local.isEmpty() || encoded.startsWith("//") && !local.startsWith("/")) {
            throw refused(location, "expected a path on this machine");
        }
        try {
            Path path = FileSystems.getDefault().getPath(decoded(local));
            if (path.toAbsolutePath().normalize().getParent() == null) {
                throw refused(location, "expected a directory inside another one");
            }
            return path;
        } catch (InvalidPathException invalid) {
            IllegalArgumentException refused = refused(location, "expected a path: " + invalid.getReason());
            refused.initCause(invalid);
            throw refused;
        }
    }

    /** Percent signs and what follows them, which a URI has only in pairs of hexadecimal digits. */
    private static String decoded(String encoded) {
        byte[] ascii = encoded.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int i = 0; i < ascii.length; i++) {
            if (ascii[i] == '%') {
                out.write(Character.digit(ascii[i + 1], 16) << 4 | Character.digit(ascii[i + 2], 16));
                i += 2;
            } else {
                out.write(ascii[i]);
            }
        }
        return out.toString(StandardCharsets.UTF_8);
    }

    private static IllegalArgumentException refused(URI location, String expected) {
        return new IllegalArgumentException("the log " + location + " is no place for one: " + expected
                + ". Nothing was changed. Next: give a URI such as jsonl:data/log");
    }
}
