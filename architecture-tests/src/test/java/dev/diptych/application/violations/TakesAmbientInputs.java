package dev.diptych.application.violations;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.FileReader;
import java.io.FileWriter;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.Year;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Calendar;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Scanner;
import java.util.SplittableRandom;
import java.util.TimeZone;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;

/** Takes every ambient input there is a rule about, each once, one of them by method reference. */
@SuppressWarnings({"DefaultCharset", "JavaTimeDefaultTimeZone", "StringCaseLocaleUsage"})
public final class TakesAmbientInputs {
    public final Supplier<Instant> byReference = Instant::now;

    public List<Object> time() {
        return List.of(
                System.currentTimeMillis(),
                System.nanoTime(),
                Clock.system(ZoneOffset.UTC),
                Clock.systemDefaultZone(),
                Clock.systemUTC(),
                InstantSource.system(),
                LocalDate.now(),
                LocalDateTime.now(),
                LocalTime.now(),
                OffsetDateTime.now(),
                Year.now(),
                ZoneId.systemDefault(),
                ZonedDateTime.now(),
                Calendar.getInstance(),
                TimeZone.getDefault(),
                DateTimeFormatter.ofPattern("d MMM"),
                new Date());
    }

    public List<Object> randomness() throws Exception {
        return List.of(
                Math.random(),
                new SecureRandom(),
                SecureRandom.getInstanceStrong(),
                UUID.randomUUID(),
                ThreadLocalRandom.current(),
                new Random(),
                new SplittableRandom());
    }

    public List<Object> localeAndCharset(byte[] bytes, InputStream in, OutputStream out, File file) throws Exception {
        return List.of(
                Locale.getDefault(),
                Charset.defaultCharset(),
                String.format("%d", 1),
                "%d".formatted(1),
                "I".toLowerCase(),
                "i".toUpperCase(),
                "i".getBytes(),
                new String(bytes),
                new String(bytes, 0, 1),
                new ByteArrayOutputStream().toString(),
                new InputStreamReader(in),
                new OutputStreamWriter(out),
                new PrintStream(out),
                new PrintWriter(out),
                new Scanner(in),
                new FileReader(file),
                new FileWriter(file));
    }

    public List<Object> environment() throws Exception {
        return List.of(
                System.in,
                System.out,
                System.err,
                System.getenv("HOME"),
                System.getProperty("user.dir"),
                System.getProperties(),
                Boolean.getBoolean("a"),
                Integer.getInteger("a"),
                Long.getLong("a"),
                File.createTempFile("a", "b"),
                Files.createTempFile("a", "b"),
                Files.createTempDirectory("a"));
    }
}
