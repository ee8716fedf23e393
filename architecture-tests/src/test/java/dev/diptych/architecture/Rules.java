package dev.diptych.architecture;

import com.tngtech.archunit.lang.ArchRule;
import dev.diptych.adapters.first.violations.KnowsTheSecond;
import dev.diptych.adapters.jsonl.violations.ForcesBesides;
import dev.diptych.adapters.sqlite.violations.ReadsTheDatabaseFile;
import dev.diptych.adapters.violations.KnowsAUseCase;
import dev.diptych.application.verify.violations.VerifiesAndWrites;
import dev.diptych.application.violations.AssertsThings;
import dev.diptych.application.violations.DrawsProgress;
import dev.diptych.application.violations.HashesByItself;
import dev.diptych.application.violations.KnowsTheBootstrap;
import dev.diptych.application.violations.MakesItsOwnIds;
import dev.diptych.application.violations.NamesAnAdapter;
import dev.diptych.application.violations.ParsesJson;
import dev.diptych.application.violations.RunsAProgram;
import dev.diptych.application.violations.SignsByItself;
import dev.diptych.application.violations.TakesAmbientInputs;
import dev.diptych.application.violations.TalksSql;
import dev.diptych.application.violations.WantsToBeInjected;
import dev.diptych.bootstrap.violations.WiresByName;
import dev.diptych.contracts.violations.KnowsAnAdapter;
import dev.diptych.domain.violations.ReadsAFile;
import dev.diptych.ports.violations.NamesALibrary;
import dev.diptych.ports.violations.OpensAnotherDoor;
import java.lang.reflect.Field;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** Every rule by its name, and for every rule the class that shows it to have teeth. */
final class Rules {
    private static final List<Class<?>> HOLDERS = List.of(
            DirectionRules.class,
            PurityRules.class,
            LibraryRules.class,
            DurabilityRules.class,
            WritingRules.class,
            CutoverRules.class);

    private static final String SECOND_ADAPTER = "dev.diptych.adapters.second.violations.ASecondAdapter";

    private Rules() {}

    /** The rules as sentences, in the order of their classes. */
    static Map<String, ArchRule> all() {
        Map<String, ArchRule> rules = new LinkedHashMap<>();
        for (Class<?> holder : HOLDERS) {
            for (Field field : holder.getDeclaredFields()) {
                if (ArchRule.class.isAssignableFrom(field.getType())) {
                    rules.put(sentence(field.getName()), valueOf(field));
                }
            }
        }
        return rules;
    }

    static List<Violation> violations() {
        return Stream.concat(CutoverViolations.all(), others()).toList();
    }

    private static Stream<Violation> others() {
        return Stream.of(
                Violation.of(
                        DirectionRules.THE_PORTS_KNOW_THE_DOMAIN_AND_PLAIN_JAVA_ALONE,
                        NamesALibrary.class,
                        "com.fasterxml.jackson.core.JsonParser",
                        "java.sql.Connection"),
                Violation.of(
                        DirectionRules.A_PORT_HANDS_OUT_A_LIBRARY_TYPE_THROUGH_UNWRAP_ALONE,
                        OpensAnotherDoor.class,
                        "Method <dev.diptych.ports.violations.OpensAnotherDoor.reach(java.lang.Class)> is another door"
                                + " in (OpensAnotherDoor.java:0)"),
                Violation.of(
                        DirectionRules.THE_CONTRACTS_KNOW_NO_ADAPTER_AND_NO_USE_CASE,
                        KnowsAnAdapter.class,
                        SECOND_ADAPTER),
                Violation.of(
                        DirectionRules.AN_ADAPTER_KNOWS_NO_USE_CASE_AND_NO_CONTRACT_SUITE,
                        KnowsAUseCase.class,
                        NamesAnAdapter.class.getName()),
                Violation.of(DirectionRules.ADAPTERS_DO_NOT_KNOW_EACH_OTHER, KnowsTheSecond.class, SECOND_ADAPTER),
                Violation.of(
                        DirectionRules.THE_APPLICATION_KNOWS_THE_PORTS_AND_ITS_LOGGER_ALONE,
                        NamesAnAdapter.class,
                        SECOND_ADAPTER),
                Violation.of(
                        DirectionRules.NOBODY_KNOWS_THE_BOOTSTRAP,
                        KnowsTheBootstrap.class,
                        WiresByName.class.getName()),
                Violation.of(DirectionRules.ONLY_THE_WIRING_NAMES_AN_ADAPTER, WiresByName.class, SECOND_ADAPTER),
                Violation.of(
                        PurityRules.THE_DOMAIN_IS_PLAIN_JAVA_WITHOUT_INPUT_OR_OUTPUT,
                        ReadsAFile.class,
                        "java.nio.file.Path"),
                Violation.of(
                        PurityRules.NO_AMBIENT_INPUT_OUTSIDE_THE_BOOTSTRAP,
                        TakesAmbientInputs.class,
                        AmbientInputs.all().toArray(String[]::new)),
                Violation.of(
                        LibraryRules.JACKSON_STAYS_IN_THE_JSONL_ADAPTER_AND_THE_COMMAND_LINE,
                        ParsesJson.class,
                        "com.fasterxml.jackson.core.JsonFactory"),
                Violation.of(
                        LibraryRules.JDBI_AND_JDBC_STAY_IN_THE_SQLITE_ADAPTER,
                        TalksSql.class,
                        "java.sql.ResultSet",
                        "javax.sql.DataSource",
                        "org.jdbi.v3.core.Jdbi",
                        "org.sqlite.SQLiteConfig"),
                Violation.of(
                        LibraryRules.GUICE_STAYS_IN_THE_BOOTSTRAP,
                        WantsToBeInjected.class,
                        "com.google.inject.Provider",
                        "jakarta.inject.Inject"),
                Violation.of(
                        LibraryRules.WHAT_THE_COMMAND_LINE_NEEDS_STAYS_IN_THE_BOOTSTRAP,
                        DrawsProgress.class,
                        "me.tongfei.progressbar.ProgressBar",
                        "picocli.CommandLine"),
                Violation.of(
                        LibraryRules.THE_ID_LIBRARY_STAYS_IN_THE_BOOTSTRAP,
                        MakesItsOwnIds.class,
                        "com.github.f4b6a3.ulid.Ulid"),
                Violation.of(
                        LibraryRules.CRYPTOGRAPHY_LIBRARIES_STAY_IN_THE_KEYS_ADAPTER,
                        SignsByItself.class,
                        "com.jcraft.jsch.JSch",
                        "org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters"),
                Violation.of(
                        LibraryRules.PLATFORM_CRYPTOGRAPHY_STAYS_IN_THE_KEYS_ADAPTER_AND_THE_TWINS,
                        SignsByItself.class,
                        "java.security.KeyFactory",
                        "java.security.KeyPairGenerator",
                        "java.security.PrivateKey",
                        "java.security.Signature",
                        "javax.crypto.Cipher"),
                Violation.of(
                        LibraryRules.OTHER_PROGRAMS_ARE_RUN_IN_ONE_CLASS,
                        RunsAProgram.class,
                        "java.lang.Process",
                        "java.lang.ProcessBuilder"),
                Violation.of(
                        LibraryRules.TEST_LIBRARIES_STAY_IN_THE_CONTRACTS,
                        AssertsThings.class,
                        "org.assertj.core.api.AssertProvider",
                        "org.junit.jupiter.api.Test"),
                Violation.of(
                        DurabilityRules.FILES_ARE_FORCED_CUT_AND_MOVED_IN_ONE_CLASS,
                        ForcesBesides.class,
                        "java.nio.channels.FileChannel.force",
                        "java.nio.channels.FileChannel.truncate",
                        "java.nio.file.Files.move"),
                Violation.of(
                        DurabilityRules.THE_LOG_TOUCHES_FILES_THROUGH_ITS_SEAM_ALONE,
                        ForcesBesides.class,
                        "java.nio.channels.FileChannel",
                        "java.nio.channels.FileChannel.force",
                        "java.nio.channels.FileChannel.truncate",
                        "java.nio.file.Files.move"),
                Violation.of(
                        DurabilityRules.DIGESTS_ARE_COMPUTED_WITH_THE_CHAIN,
                        HashesByItself.class,
                        "java.security.MessageDigest"),
                Violation.of(
                        DurabilityRules.NOBODY_BUT_SQLITE_OPENS_A_DATABASE_FILE,
                        ReadsTheDatabaseFile.class,
                        "java.nio.file.Files.newInputStream"),
                Violation.of(
                        WritingRules.WHAT_READS_A_LEDGER_HOLDS_NO_PORT_THAT_WRITES,
                        VerifiesAndWrites.class,
                        "dev.diptych.ports.driven.DurableLog",
                        "dev.diptych.ports.driven.DurableLog.append"),
                Violation.of(
                        WritingRules.ONLY_THE_APPEND_CALLS_APPEND,
                        VerifiesAndWrites.class,
                        "dev.diptych.ports.driven.DurableLog.append"));
    }

    private static String sentence(String constant) {
        String words = constant.replace('_', ' ').toLowerCase(Locale.ROOT);
        return Character.toUpperCase(words.charAt(0)) + words.substring(1);
    }

    private static ArchRule valueOf(Field field) {
        try {
            return (ArchRule) field.get(null);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException("cannot read the rule " + field, e);
        }
    }
}
