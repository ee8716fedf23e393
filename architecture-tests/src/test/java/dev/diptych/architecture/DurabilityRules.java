package dev.diptych.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static dev.diptych.architecture.ByName.areNot;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Map;
import java.util.Set;

/** Which class may do the things on which the promise of durability and of the chain rests. */
final class DurabilityRules {
    /** The one class behind which every change to a file happens, so that tests can make each of them fail. */
    static final String DURABLE_FILES = "dev.diptych.adapters.jsonl.NioDurableFiles";

    /** Makes the name of a new database durable, which SQLite leaves to whoever makes one. It opens directories only. */
    static final String DATABASE_DIRECTORIES = "dev.diptych.adapters.sqlite.SqliteDirectories";

    /** Copies a database off a medium on which SQLite cannot read it, while this process has no connection to it. */
    static final String DATABASE_COPY = "dev.diptych.adapters.sqlite.ReadableCopy";

    /** What these two may do, and nothing else of what the rules below forbid. */
    static final Map<String, Set<String>> PERMITTED = Map.of(
            DATABASE_DIRECTORIES,
            Set.of("java.nio.channels.FileChannel.open", "java.nio.channels.FileChannel.force"),
            DATABASE_COPY,
            Set.of("java.nio.file.Files.copy"));

    /** Any overload. */
    static final Set<String> FILE_CHANGES = Set.of(
            "java.io.File.renameTo",
            "java.io.FileDescriptor.sync",
            "java.io.RandomAccessFile.setLength",
            "java.nio.MappedByteBuffer.force",
            "java.nio.channels.FileChannel.force",
            "java.nio.channels.FileChannel.truncate",
            "java.nio.file.Files.move");

    static final ArchRule FILES_ARE_FORCED_CUT_AND_MOVED_IN_ONE_CLASS = noClasses()
            .that(areNot(DURABLE_FILES))
            .should()
            .accessTargetWhere(targetIn("a file is forced, cut or moved", FILE_CHANGES))
            .because(
                    "each of them is a point where a power cut decides, and a test must be able to make each one fail");

    static final ArchRule THE_LOG_TOUCHES_FILES_THROUGH_ITS_SEAM_ALONE = noClasses()
            .that(areNot(DURABLE_FILES))
            .and()
            .resideInAPackage("dev.diptych.adapters.jsonl..")
            .should()
            .dependOnClassesThat()
            .haveNameMatching("java\\.nio\\.file\\.Files|java\\.nio\\.channels\\..*|java\\.io\\.RandomAccessFile"
                    + "|java\\.io\\.File(Input|Output)Stream|java\\.io\\.File(Reader|Writer|Descriptor)?")
            .because("a call that goes past the seam is one that no crash test stops at");

    static final ArchRule DIGESTS_ARE_COMPUTED_WITH_THE_CHAIN = noClasses()
            .that()
            .resideOutsideOfPackage("dev.diptych.domain.chain..")
            .should()
            .dependOnClassesThat()
            .haveFullyQualifiedName("java.security.MessageDigest")
            .because("what is hashed, in what order, is the format; a second place would be a second format");

    /** Whatever opens a file for its content. Attributes and paths are free. */
    static final Set<String> FILE_OPENINGS = Set.of(
            "java.io.FileInputStream.<init>",
            "java.io.FileOutputStream.<init>",
            "java.io.FileReader.<init>",
            "java.io.FileWriter.<init>",
            "java.io.RandomAccessFile.<init>",
            "java.nio.channels.FileChannel.open",
            "java.nio.file.Files.copy",
            "java.nio.file.Files.lines",
            "java.nio.file.Files.newBufferedReader",
            "java.nio.file.Files.newBufferedWriter",
            "java.nio.file.Files.newByteChannel",
            "java.nio.file.Files.newInputStream",
            "java.nio.file.Files.newOutputStream",
            "java.nio.file.Files.readAllBytes",
            "java.nio.file.Files.readAllLines",
            "java.nio.file.Files.readString",
            "java.nio.file.Files.write",
            "java.nio.file.Files.writeString");

    static final ArchRule NOBODY_BUT_SQLITE_OPENS_A_DATABASE_FILE = noClasses()
            .that(resideInAPackage("dev.diptych.adapters.sqlite.."))
            .should()
            .accessTargetWhere(targetIn("a file is opened", FILE_OPENINGS))
            .because(
                    "closing any descriptor of a database file drops the locks that SQLite holds on it in this process,"
                            + " and two writers would then both believe that they are alone");

    private DurabilityRules() {}

    private static DescribedPredicate<JavaAccess<?>> targetIn(String what, Set<String> names) {
        return describe(what, access -> names.contains(target(access)) && !isPermitted(access));
    }

    private static boolean isPermitted(JavaAccess<?> access) {
        return PERMITTED
                .getOrDefault(access.getOriginOwner().getName(), Set.of())
                .contains(target(access));
    }

    /** What is reached for, whichever overload. */
    static String target(JavaAccess<?> access) {
        return access.getTargetOwner().getFullName() + "." + access.getTarget().getName();
    }
}
