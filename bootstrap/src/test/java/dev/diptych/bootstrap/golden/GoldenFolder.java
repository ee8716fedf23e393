package dev.diptych.bootstrap.golden;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.diptych.bootstrap.Checkout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * One of the golden ledgers: a folder with the files of a case, and what every implementation must say of them.
 *
 * @param path the folder
 */
record GoldenFolder(Path path) {
    /** The names of all of them. */
    static List<String> names() throws IOException {
        try (Stream<Path> entries = Files.list(Checkout.root().resolve("golden"))) {
            return entries.filter(Files::isDirectory)
                    .map(entry -> entry.getFileName().toString())
                    .sorted()
                    .toList();
        }
    }

    static GoldenFolder named(String name) {
        return new GoldenFolder(Checkout.root().resolve("golden").resolve(name));
    }

    /** The folder with a copy of the files, which a test may do with as it likes. */
    GoldenFolder copiedTo(Path target) throws IOException {
        try (Stream<Path> entries = Files.walk(path)) {
            for (Path entry : entries.toList()) {
                Files.copy(entry, target.resolve(path.relativize(entry).toString()));
            }
        }
        return new GoldenFolder(target);
    }

    /** Whom to trust; empty where nobody is asked. */
    Optional<Path> allowedSigners() {
        return Optional.of(path.resolve("allowed_signers")).filter(Files::exists);
    }

    /** The checkpoints that the ledger is held against. */
    Optional<Path> checkpoints() {
        return Optional.of(path.resolve("checkpoints")).filter(Files::exists);
    }

    /** What {@code expected.json} has under a key: texts, longs, lists and maps sorted by their keys. */
    Optional<Map<String, Object>> expected(String key) throws IOException {
        return Optional.ofNullable(objectIn(Files.readString(path.resolve("expected.json")))
                        .get(key))
                .map(GoldenFolder::asObject);
    }

    /** The one object that a JSON text is. */
    static Map<String, Object> objectIn(String json) throws IOException {
        try (JsonParser parser = new JsonFactory().createParser(json)) {
            parser.nextToken();
            return asObject(value(parser));
        }
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> asObject(Object value) {
        return (Map<String, Object>) value;
    }

    private static Object value(JsonParser parser) throws IOException {
        return switch (parser.currentToken()) {
            case START_OBJECT -> {
                Map<String, Object> object = new TreeMap<>();
                while (parser.nextToken() != JsonToken.END_OBJECT) {
                    String key = parser.currentName();
                    parser.nextToken();
                    object.put(key, value(parser));
                }
                yield object;
            }
            case START_ARRAY -> {
                List<Object> list = new ArrayList<>();
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    list.add(value(parser));
                }
                yield list;
            }
            case VALUE_NUMBER_INT -> parser.getLongValue();
            case VALUE_NULL -> Optional.empty();
            default -> parser.getText();
        };
    }
}
