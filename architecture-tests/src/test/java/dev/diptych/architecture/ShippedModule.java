package dev.diptych.architecture;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * The modules whose jars a user can put on a class path, and their classes as the build just compiled them.
 *
 * <p>Each names a sentinel: a class that must be found, so that a rule never holds merely because a module was not read.
 */
enum ShippedModule {
    DOMAIN("domain", "dev.diptych.domain", "dev.diptych.domain.chain.EventSealer"),
    PORTS("ports", "dev.diptych.ports", "dev.diptych.ports.driven.DurableLog"),
    PORT_CONTRACTS("port-contracts", "dev.diptych.contracts", "dev.diptych.contracts.suites.DurableLogContract"),
    ADAPTERS_JSONL("adapters-jsonl", "dev.diptych.adapters.jsonl", "dev.diptych.adapters.jsonl.JsonlAdapter"),
    ADAPTERS_SQLITE("adapters-sqlite", "dev.diptych.adapters.sqlite", "dev.diptych.adapters.sqlite.SqliteAdapter"),
    ADAPTERS_KEYS("adapters-keys", "dev.diptych.adapters.keys", "dev.diptych.adapters.keys.Ed25519Verifier"),
    ADAPTERS_ANCHORS("adapters-anchors", "dev.diptych.adapters.anchors", "dev.diptych.adapters.anchors.FileSink"),
    APPLICATION("application", "dev.diptych.application", "dev.diptych.application.MirrorApplication"),
    BOOTSTRAP("bootstrap", "dev.diptych.bootstrap", "dev.diptych.bootstrap.cli.Main");

    private static final Path ROOT =
            Path.of(System.getProperty("diptych.root")).toAbsolutePath().normalize();
    private static final Map<List<Path>, JavaClasses> IMPORTED = new ConcurrentHashMap<>();

    private final String directory;
    private final String rootPackage;
    private final String sentinel;

    ShippedModule(String directory, String rootPackage, String sentinel) {
        this.directory = directory;
        this.rootPackage = rootPackage;
        this.sentinel = sentinel;
    }

    String rootPackage() {
        return rootPackage;
    }

    String sentinel() {
        return sentinel;
    }

    JavaClasses classes() {
        return imported(output("classes"));
    }

    /** The module's own tests: where the contract suites are extended. */
    JavaClasses testClasses() {
        return imported(output("test-classes"));
    }

    /** Every class of every module, tests left out: what the rules are about. */
    static JavaClasses everything() {
        return imported(
                Arrays.stream(values()).map(module -> module.output("classes")).toArray(Path[]::new));
    }

    /** Every class of every module and of its tests. */
    static JavaClasses everythingWithTests() {
        return imported(Arrays.stream(values())
                .flatMap(module -> Stream.of(module.output("classes"), module.output("test-classes")))
                .toArray(Path[]::new));
    }

    /** The module that a class was compiled in; empty for a class of a library. */
    static Optional<ShippedModule> of(JavaClass type) {
        return Arrays.stream(values())
                .filter(module ->
                        wasReadFrom(type, module.output("classes")) || wasReadFrom(type, module.output("test-classes")))
                .findFirst();
    }

    static boolean isTest(JavaClass type) {
        return Arrays.stream(values()).anyMatch(module -> wasReadFrom(type, module.output("test-classes")));
    }

    private static boolean wasReadFrom(JavaClass type, Path output) {
        String root = output.toUri().toString();
        return type.getSource()
                .map(source -> source.getUri().toString().startsWith(root))
                .orElse(false);
    }

    /** Every class of every module, and one class of these tests. */
    static JavaClasses everythingAnd(Class<?> type) {
        try {
            Path own = Path.of(type.getResource(type.getSimpleName() + ".class").toURI());
            return imported(
                    Stream.concat(Arrays.stream(values()).map(module -> module.output("classes")), Stream.of(own))
                            .toArray(Path[]::new));
        } catch (URISyntaxException e) {
            throw new IllegalStateException("cannot find the class file of " + type, e);
        }
    }

    private Path output(String kind) {
        Path output = ROOT.resolve(directory).resolve("target").resolve(kind);
        if (!Files.isDirectory(output)) {
            throw new IllegalStateException("no compiled classes of module " + directory + " in " + output
                    + ". Nothing was checked. Next: ./mvnw verify -pl architecture-tests -am");
        }
        return output;
    }

    private static JavaClasses imported(Path... outputs) {
        List<Path> paths = List.of(outputs);
        return IMPORTED.computeIfAbsent(paths, key -> new ClassFileImporter().importPaths(key));
    }
}
