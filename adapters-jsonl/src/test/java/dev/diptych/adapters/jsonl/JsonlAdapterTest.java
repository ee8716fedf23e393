package dev.diptych.adapters.jsonl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.diptych.ports.driven.AdapterProvider;
import dev.diptych.ports.driven.DurableLog;
import dev.diptych.ports.driven.DurableLog.StoreLeft;
import dev.diptych.ports.driven.LogProvider;
import dev.diptych.ports.driven.LogProvider.LogPresence;
import dev.diptych.ports.driven.LogUnavailableException;
import dev.diptych.ports.driven.StoreMemory;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** From a URI to a log. */
final class JsonlAdapterTest {
    @TempDir
    Path parent;

    @Test
    void is_found_by_its_scheme() {
        assertThat(ServiceLoader.load(AdapterProvider.class).stream()
                        .map(found -> found.get().scheme()))
                .contains("jsonl");
    }

    @Test
    void takes_absolute_and_relative_paths_and_what_a_uri_spells_in_hexadecimal() throws IOException {
        String spaced = parent.resolve("my ledger é").toString();
        URI encoded = URI.create("jsonl:" + spaced.replace(" ", "%20").replace("é", "%C3%A9") + "/log");

        append(encoded, 1);
        assertThat(parent.resolve("my ledger é/log").resolve("00000000000000000001.jsonl"))
                .exists();

        assertThat(new JsonlAdapter()
                        .at(URI.create("jsonl:no/such/log"), Batches.PAYLOADS)
                        .presence())
                .isEqualTo(LogPresence.ABSENT);
        assertThat(new JsonlAdapter()
                        .at(URI.create("jsonl://" + parent.toUri().getRawPath() + "nothing/log"), Batches.PAYLOADS)
                        .presence())
                .isEqualTo(LogPresence.ABSENT);
    }

    @Test
    void takes_the_size_of_segments() throws IOException {
        append(URI.create("jsonl:" + parent.resolve("log") + "?segmentBytesMax=10"), 3);

        try (Stream<Path> segments = Files.list(parent.resolve("log"))) {
            assertThat(segments).hasSize(3);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sqlite:data/log",
                "jsonl:?segmentBytesMax=1",
                "jsonl://host/path",
                "jsonl:data/log?segmentBytesMax=0",
                "jsonl:data/log?segmentBytesMax=",
                "jsonl:data/log?segmentBytesMax=1&x=2",
                "jsonl:data/log?fsync=never",
                "jsonl:data/log#part",
                "jsonl:data%00log",
                "jsonl:/"
            })
    void refuses_what_names_no_place_or_an_unknown_option(String uri) {
        assertThatThrownBy(() -> new JsonlAdapter().at(URI.create(uri), Batches.PAYLOADS))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("the log " + uri + " is no place for one: ")
                .hasMessageEndingWith(". Nothing was changed. Next: give a URI such as jsonl:data/log");
    }

    @Test
    void a_file_where_the_directory_should_be_is_refused_with_its_name() throws IOException {
        Path file = Files.writeString(parent.resolve("log"), "not a directory");
        LogProvider provider = new JsonlAdapter().at(URI.create("jsonl:" + file), Batches.PAYLOADS);

        assertThatThrownBy(provider::presence)
                .isInstanceOf(LogUnavailableException.class)
                .hasMessage("the log " + file + " is not a directory. Nothing was changed. Next: give the log's own"
                        + " directory");
        assertThatThrownBy(() -> Logs.open(provider, StoreMemory.UNBORN)).isInstanceOf(LogUnavailableException.class);
        assertThat(file).hasContent("not a directory");
    }

    private static void append(URI uri, int batches) {
        DurableLog log = Logs.open(new JsonlAdapter().at(uri, Batches.PAYLOADS), StoreMemory.UNBORN);
        Batches events = Batches.ofOneLedger();
        for (int i = 0; i < batches; i++) {
            log.append(events.next(1));
        }
        log.close(StoreLeft.CLOSED_PROPERLY);
    }
}
