package dev.diptych.architecture;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** The ways a class reaches past its constructor for something that differs between two runs or two machines. */
final class AmbientInputs {
    /** Any overload. */
    static final Set<String> FAMILIES = Set.of(
            "java.lang.Boolean.getBoolean",
            "java.lang.Integer.getInteger",
            "java.lang.Long.getLong",
            "java.lang.Math.random",
            "java.lang.System.currentTimeMillis",
            "java.lang.System.err",
            "java.lang.System.getProperties",
            "java.lang.System.getProperty",
            "java.lang.System.getenv",
            "java.lang.System.in",
            "java.lang.System.nanoTime",
            "java.lang.System.out",
            "java.nio.charset.Charset.defaultCharset",
            "java.security.SecureRandom.<init>",
            "java.security.SecureRandom.getInstanceStrong",
            "java.time.Clock.system",
            "java.time.Clock.systemDefaultZone",
            "java.time.Clock.systemUTC",
            "java.time.Instant.now",
            "java.time.InstantSource.system",
            "java.time.LocalDate.now",
            "java.time.LocalDateTime.now",
            "java.time.LocalTime.now",
            "java.time.OffsetDateTime.now",
            "java.time.Year.now",
            "java.time.ZoneId.systemDefault",
            "java.time.ZonedDateTime.now",
            "java.util.Calendar.getInstance",
            "java.util.Locale.getDefault",
            "java.util.TimeZone.getDefault",
            "java.util.UUID.randomUUID",
            "java.util.concurrent.ThreadLocalRandom.current");

    /** Only the overloads that leave the choice to the machine. */
    static final Set<String> OVERLOADS = Set.of(
            "java.io.ByteArrayOutputStream.toString()",
            "java.io.File.createTempFile(java.lang.String, java.lang.String)",
            "java.io.FileReader.<init>(java.io.File)",
            "java.io.FileWriter.<init>(java.io.File)",
            "java.io.InputStreamReader.<init>(java.io.InputStream)",
            "java.io.OutputStreamWriter.<init>(java.io.OutputStream)",
            "java.io.PrintStream.<init>(java.io.OutputStream)",
            "java.io.PrintWriter.<init>(java.io.OutputStream)",
            "java.lang.String.<init>([B)",
            "java.lang.String.<init>([B, int, int)",
            "java.lang.String.format(java.lang.String, [Ljava.lang.Object;)",
            "java.lang.String.formatted([Ljava.lang.Object;)",
            "java.lang.String.getBytes()",
            "java.lang.String.toLowerCase()",
            "java.lang.String.toUpperCase()",
            "java.nio.file.Files.createTempDirectory(java.lang.String, [Ljava.nio.file.attribute.FileAttribute;)",
            "java.nio.file.Files.createTempFile(java.lang.String, java.lang.String,"
                    + " [Ljava.nio.file.attribute.FileAttribute;)",
            "java.time.format.DateTimeFormatter.ofPattern(java.lang.String)",
            "java.util.Date.<init>()",
            "java.util.Random.<init>()",
            "java.util.Scanner.<init>(java.io.InputStream)",
            "java.util.SplittableRandom.<init>()");

    /** Calls, method references and field reads alike. */
    static final DescribedPredicate<JavaAccess<?>> ARE_TAKEN = DescribedPredicate.describe(
            "the target is an ambient input",
            access -> names(access).anyMatch(name -> FAMILIES.contains(name) || OVERLOADS.contains(name)));

    private AmbientInputs() {}

    private static Stream<String> names(JavaAccess<?> access) {
        String owner = access.getTargetOwner().getFullName();
        return Stream.of(
                owner + "." + access.getTarget().getName(), access.getTarget().getFullName());
    }

    /** Every entry, for the test that each of them names something that exists and is caught. */
    static Set<String> all() {
        Set<String> all = new TreeSet<>(FAMILIES);
        all.addAll(OVERLOADS);
        return all;
    }
}
