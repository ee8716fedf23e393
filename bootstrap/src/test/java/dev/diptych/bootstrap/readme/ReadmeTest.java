package dev.diptych.bootstrap.readme;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diptych.bootstrap.Checkout;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs everything that the README shows: the commands of its {@code console} blocks in one shell session, each compared
 * with the output printed below it (numbers, hashes and places aside), and its Java against the compiled {@link
 * ReadmeSnippetsTest}.
 */
class ReadmeTest {
    private static final Pattern BLOCK = Pattern.compile("(?ms)^```(\\w+)\\n(.*?)^```$");
    private static final Pattern SNIPPET = Pattern.compile("(?ms)^ *// readme: (?!end)\\w+\\n(.*?)^ *// readme: end$");

    @TempDir
    Path folder;

    private String readme;

    private record Step(String command, List<String> output) {}

    @AfterEach
    void removeLinks() throws IOException {
        Checkout.removeLinks(folder);
    }

    @BeforeEach
    void read() throws IOException {
        readme = Files.readString(Checkout.root().resolve("README.md"), StandardCharsets.UTF_8);
    }

    @Test
    void every_command_prints_what_the_readme_shows() throws Exception {
        prepareFolder();
        List<Step> steps = steps();

        assertThat(steps).hasSizeGreaterThan(8);
        for (Step step : steps) {
            List<String> printed = run(step.command());

            assertThat(normalised(printed)).as(step.command()).isEqualTo(normalised(step.output()));
        }
    }

    @Test
    void every_plain_command_is_one_that_the_whole_check_runs_or_one_that_is_shown_with_its_output()
            throws IOException {
        String check = Files.readString(Checkout.root().resolve(".ci/run"), StandardCharsets.UTF_8);
        String shown = String.join("\n", blocks("console"));
        for (String block : blocks("sh")) {
            for (String command : block.lines().filter(line -> !line.isBlank()).toList()) {
                if (command.startsWith("./mvnw")) {
                    assertThat(command).isEqualTo("./mvnw verify");
                    assertThat(check).contains("./mvnw").contains("verify");
                } else if (command.equals(".ci/run")) {
                    assertThat(Checkout.root().resolve(".ci/run")).isExecutable();
                } else {
                    assertThat(shown).contains("$ " + command);
                }
            }
        }
    }

    @Test
    void every_java_snippet_is_one_that_is_compiled_and_run() throws IOException {
        String source = Files.readString(
                Checkout.root().resolve("bootstrap/src/test/java/dev/diptych/bootstrap/readme/ReadmeSnippetsTest.java"),
                StandardCharsets.UTF_8);
        List<String> compiled = new ArrayList<>();
        Matcher snippet = SNIPPET.matcher(source);
        while (snippet.find()) {
            compiled.add(snippet.group(1)
                    .replace("System.out()", "System.out")
                    .stripTrailing()
                    .stripIndent()
                    .strip());
        }

        assertThat(blocks("java").stream().map(String::strip))
                .hasSizeGreaterThan(3)
                .isSubsetOf(compiled);
        assertThat(compiled).hasSameSizeAs(blocks("java"));
    }

    @Test
    void the_coordinates_are_those_of_the_build() throws IOException {
        String pom = Files.readString(Checkout.root().resolve("pom.xml"), StandardCharsets.UTF_8);
        String version = first("<artifactId>diptych-parent</artifactId>\\s*<version>([^<]+)</version>", pom);

        assertThat(blocks("xml")).isNotEmpty();
        for (String block : blocks("xml")) {
            assertThat(first("<groupId>([^<]+)</groupId>", block)).isEqualTo("dev.diptych");
            assertThat(first("<version>([^<]+)</version>", block)).isEqualTo(version);
            String artifact = first("<artifactId>diptych-([^<]+)</artifactId>", block);
            assertThat(Checkout.root().resolve(artifact).resolve("pom.xml")).isRegularFile();
        }
    }

    @Test
    void every_file_that_is_linked_is_there() {
        Matcher link = Pattern.compile("\\]\\((?!http|#)([^)#]+)").matcher(readme);
        int links = 0;
        while (link.find()) {
            links++;
            assertThat(Checkout.root().resolve(link.group(1))).exists();
        }
        assertThat(links).isGreaterThan(3);
    }

    @Test
    void every_java_name_in_the_table_of_parts_is_a_type_that_exists() {
        String table = readme.substring(readme.indexOf("| asked for |"));
        Matcher name = Pattern.compile("`(dev\\.diptych\\.[a-z.]+\\.[A-Z]\\w+)(#\\w+)?`")
                .matcher(table.substring(0, table.indexOf("\n\n")));
        int names = 0;
        while (name.find()) {
            names++;
            Class<?> type = loaded(name.group(1));
            if (name.group(2) != null) {
                String member = name.group(2).substring(1);
                boolean isThere = java.util.Arrays.stream(type.getMethods())
                                .anyMatch(method -> method.getName().equals(member))
                        || java.util.Arrays.stream(type.getFields())
                                .anyMatch(field -> field.getName().equals(member));
                assertThat(isThere).as(name.group()).isTrue();
            }
        }
        assertThat(names).isGreaterThan(8);
    }

    private static Class<?> loaded(String name) {
        try {
            return Class.forName(name);
        } catch (ClassNotFoundException absent) {
            throw new AssertionError("the README names " + name, absent);
        }
    }

    /** A folder that looks like a checkout from where a newcomer stands. */
    private void prepareFolder() throws Exception {
        Files.createDirectories(folder.resolve("bin"));
        Files.createSymbolicLink(folder.resolve("bin/diptych"), Checkout.root().resolve("bin/diptych"));
        Files.createDirectories(folder.resolve("samples"));
        Files.copy(Checkout.root().resolve("samples/orders.jsonl"), folder.resolve("samples/orders.jsonl"));
        run("git init -q . && git config user.name A && git config user.email a@example.com"
                + " && for i in 1 2 3; do git commit -q --allow-empty -m \"Commit $i\"; done");
    }

    private List<Step> steps() {
        List<Step> steps = new ArrayList<>();
        for (String block : blocks("console")) {
            for (String line : block.lines().toList()) {
                if (line.startsWith("$ ")) {
                    steps.add(new Step(line.substring(2), new ArrayList<>()));
                } else {
                    steps.get(steps.size() - 1).output().add(line);
                }
            }
        }
        return steps;
    }

    private List<String> run(String command) throws Exception {
        ProcessBuilder builder = new ProcessBuilder("bash", "-c", command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectInput(ProcessBuilder.Redirect.from(new java.io.File("/dev/null")));
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put("DIPTYCH_CLASS_PATH", classPath());
        builder.environment().remove("DIPTYCH_DIR");
        Process process = builder.start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return printed.lines().toList();
    }

    private static String classPath() {
        return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    }

    /** What differs from one run to the next is put aside: numbers, hashes, keys, times and where the ledger lies. */
    private List<String> normalised(List<String> lines) {
        return lines.stream()
                .map(line -> line.replace(folder.toString(), "/home/you")
                        .replaceAll("SHA256:[A-Za-z0-9+/]{43}", "KEY ID")
                        .replaceAll("ssh-ed25519 [A-Za-z0-9+/=]{68}", "KEY")
                        .replaceAll("[0-9a-f]{8,64}…?", "HASH")
                        .replaceAll("\\d[\\d,]*", "N")
                        .stripTrailing())
                .filter(line -> !line.isEmpty())
                .toList();
    }

    private List<String> blocks(String language) {
        List<String> blocks = new ArrayList<>();
        Matcher block = BLOCK.matcher(readme);
        while (block.find()) {
            if (block.group(1).equals(language)) {
                blocks.add(block.group(2));
            }
        }
        return blocks;
    }

    private static String first(String pattern, String text) {
        Matcher matcher = Pattern.compile(pattern).matcher(text);
        assertThat(matcher.find()).as(pattern + " in " + text).isTrue();
        return matcher.group(1);
    }
}
