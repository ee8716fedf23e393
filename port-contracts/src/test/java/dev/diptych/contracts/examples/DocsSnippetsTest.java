package dev.diptych.contracts.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the documents show is what is compiled and run: each block of Java stands in the file that is named above it. */
class DocsSnippetsTest {
    /** This module's directory, as the build tells it; the project's root is above. */
    private static final Path ROOT =
            Path.of(System.getProperty("basedir", "")).toAbsolutePath().getParent();

    private static final Pattern BLOCK =
            Pattern.compile("<!-- from (?<file>\\S+) -->\\n```java\\n(?<code>.*?)```", Pattern.DOTALL);

    @ParameterizedTest
    @ValueSource(strings = {"docs/writing-an-adapter.md", "docs/testing-on-twins.md"})
    void shows_only_java_that_stands_in_a_compiled_file(String document) throws IOException {
        String text = Files.readString(ROOT.resolve(document));
        List<MatchResult> blocks = BLOCK.matcher(text).results().collect(Collectors.toList());

        assertThat(blocks).hasSizeGreaterThanOrEqualTo(3);
        assertThat(text.split("```java", -1))
                .as("blocks without a file above them")
                .hasSize(blocks.size() + 1);
        for (MatchResult block : blocks) {
            String source = Files.readString(ROOT.resolve(block.group(1)));
            assertThat(stripped(source)).as(block.group(1)).contains(stripped(block.group(2)));
        }
    }

    /** Lines without indentation, so that a snippet may stand further left than in its file. */
    private static String stripped(String code) {
        return code.lines().map(String::strip).filter(line -> !line.isEmpty()).collect(Collectors.joining("\n"));
    }
}
