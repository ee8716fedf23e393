package dev.diptych.bootstrap.readme;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.inject.Guice;
import com.google.inject.Injector;
import com.google.inject.Stage;
import dev.diptych.application.MirrorApplication;
import dev.diptych.application.MirrorParts;
import dev.diptych.application.MirrorSettings;
import dev.diptych.bootstrap.Diptych;
import dev.diptych.bootstrap.config.LedgerConfiguration;
import dev.diptych.bootstrap.wiring.DiptychModule;
import dev.diptych.contracts.mirror.TestDecisions;
import dev.diptych.contracts.twins.CountingEventIds;
import dev.diptych.contracts.twins.HandDeadlines;
import dev.diptych.contracts.twins.SeededRandomBytes;
import dev.diptych.contracts.twins.SteppingClock;
import dev.diptych.contracts.twins.TwinHoldMark;
import dev.diptych.contracts.twins.TwinKeyRing;
import dev.diptych.contracts.twins.TwinLogDisk;
import dev.diptych.contracts.twins.TwinPayloadReader;
import dev.diptych.contracts.twins.TwinSignatureVerifier;
import dev.diptych.contracts.twins.TwinStoreDisk;
import dev.diptych.contracts.twins.TwinTreeMemory;
import dev.diptych.contracts.twins.TwinUnmatchedSpool;
import dev.diptych.domain.event.EventDraft;
import dev.diptych.domain.event.EventId;
import dev.diptych.domain.keys.VerifyingKey;
import dev.diptych.domain.policy.PolicyContribution;
import dev.diptych.domain.policy.PolicyOutcome;
import dev.diptych.domain.policy.PolicyRuleId;
import dev.diptych.ports.driven.EventSigner;
import dev.diptych.ports.driven.LogAdapterProvider;
import dev.diptych.ports.driven.LogProvider;
import dev.diptych.ports.driven.PayloadReader;
import dev.diptych.ports.driving.AppendAnswer;
import dev.diptych.ports.driving.AuditReport;
import dev.diptych.ports.driving.AuditRequest;
import dev.diptych.ports.driving.Mirror;
import dev.diptych.ports.driving.MirrorOpening;
import dev.diptych.ports.driving.OpenMirror;
import dev.diptych.ports.driving.TransactionAnswer;
import dev.diptych.ports.driving.VerifyParity;
import dev.diptych.ports.driving.VerifyReport;
import dev.diptych.ports.driving.VerifyRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The Java of the README, compiled and run. Its text is taken from between the marks, and {@link ReadmeTest} holds the two
 * together.
 */
class ReadmeSnippetsTest {
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final Printer System = new Printer(new PrintStream(printed, true, StandardCharsets.UTF_8));

    /** Stands where the README has {@code System}. */
    private record Printer(PrintStream out) {}

    @Test
    void embeds_a_mirror_without_guice(@TempDir Path directory) {
        // readme: embed
        try (Mirror mirror = Diptych.open(directory)) {
            EventDraft draft = EventDraft.of("com.example.order_placed.v1", "{\"order\":7,\"total\":12.50}")
                    .withId(new EventId("order-7-placed"));
            AppendAnswer answer = mirror.append(draft, mirror.decide());
            System.out().println(answer.message());

            VerifyReport report = mirror.verify(VerifyRequest.full());
            System.out().println(report.verdict().word());
        }
        // readme: end
        assertThat(printed.toString(StandardCharsets.UTF_8))
                .isEqualTo("event order-7-placed is in both copies at sequence 1\nin_parity\n"
                        .replace("\n", java.lang.System.lineSeparator()));
    }

    @Test
    void signs_events_and_audits_them(@TempDir Path folder) throws IOException {
        Path directory = folder.resolve("mirror");
        Path keyFile = folder.resolve("alice.pem");
        VerifyingKey made = Diptych.generateKey(keyFile, "alice@example.com");
        Path allowedSigners = Files.writeString(folder.resolve("trusted"), "alice@example.com " + made + "\n");
        // readme: signed
        EventSigner alice = Diptych.signer(keyFile); // as openssl, ssh-keygen or diptych keys generate wrote it
        try (Mirror mirror = Diptych.at(directory).trusting(allowedSigners).open()) {
            EventDraft draft = EventDraft.of("com.example.order_placed.v1", "{\"order\":7,\"total\":12.50}");
            AppendAnswer answer = mirror.appendSigned(draft, mirror.decide(), alice);
            System.out().println(answer.message());
        }
        AuditReport report = Diptych.at(directory).trusting(allowedSigners).audit(AuditRequest.full());
        System.out().println(report.log().word() + ", " + report.authentic().word());
        // readme: end
        assertThat(printed.toString(StandardCharsets.UTF_8))
                .contains(" is in both copies at sequence 1")
                .contains("intact, authentic");
    }

    @Test
    void embeds_a_mirror_with_guice(@TempDir Path directory) {
        // readme: guice
        Injector injector = Guice.createInjector(
                Stage.PRODUCTION,
                new DiptychModule(
                        LedgerConfiguration.in(directory).withStore(URI.create("sqlite:" + directory + "/app.db"))));

        OpenMirror ledger = injector.getInstance(OpenMirror.class); // inject this where you append
        VerifyParity verifier = injector.getInstance(VerifyParity.class); // and this where you only look
        // readme: end
        try (Mirror mirror = ledger.open().fold(MirrorOpening.Opened::mirror, refused -> {
            throw new AssertionError(refused.refusal().message());
        })) {
            assertThat(mirror.append(EventDraft.of("a.v1", "1"), mirror.decide()))
                    .isInstanceOf(AppendAnswer.Mirrored.class);
        }
        assertThat(verifier.verify(VerifyRequest.full()).isClean()).isTrue();
        assertThat(directory.resolve("app.db")).isRegularFile();
    }

    @Test
    void bills_orders_and_tells_it_in_one_transaction(@TempDir Path directory) {
        try (Mirror mirror = Diptych.open(directory)) {
            mirror.inTransaction(tx -> tx.unwrap(Handle.class)
                    .createScript(
                            "CREATE TABLE orders (state TEXT) STRICT; INSERT INTO orders VALUES ('open'), ('open')")
                    .execute());
            // readme: transaction
            TransactionAnswer<Integer> answer = mirror.inTransaction(tx -> {
                Handle handle = tx.unwrap(Handle.class); // your own tables, in the very same transaction
                int billed = handle.execute("UPDATE orders SET state = 'billed' WHERE state = 'open'");
                tx.append(EventDraft.of("com.example.orders_billed.v1", "{\"count\":" + billed + "}"), mirror.decide());
                return billed;
            });
            String told = answer.fold(
                    committed -> "billed " + committed.value(),
                    rolledBack -> "nothing happened: " + rolledBack.why(),
                    unknown -> "the next opening finds out: " + unknown.message(),
                    notBegun -> notBegun.message());
            // readme: end
            assertThat(told).isEqualTo("billed 2");
            assertThat(mirror.verify(VerifyRequest.full()).isClean()).isTrue();
        }
    }

    @Test
    void adds_a_policy_rule(@TempDir Path directory) {
        try (Mirror mirror = Diptych.open(directory)) {
            EventDraft draft = EventDraft.of("a.v1", "1");
            // readme: policy
            PolicyContribution quota = PolicyContribution.of(
                    new PolicyRuleId("shop.daily_quota"), PolicyOutcome.REJECT, "10,000 orders today already");
            AppendAnswer answer = mirror.append(draft, mirror.decide(quota)); // PolicyRefused, nothing was written
            // readme: end
            assertThat(answer).isInstanceOf(AppendAnswer.PolicyRefused.class);
            assertThat(mirror.state().head()).isEmpty();
        }
    }

    @Test
    void runs_a_mirror_on_twins() {
        // readme: twins
        TwinLogDisk log = TwinLogDisk.empty();
        TwinStoreDisk store = TwinStoreDisk.empty();
        MirrorApplication ledger = new MirrorApplication(new MirrorParts(
                log.provider(),
                store.provider(),
                TwinPayloadReader.FORMAT,
                TwinPayloadReader.FORMAT,
                new CountingEventIds(),
                SeededRandomBytes.of(1),
                SteppingClock.standard(),
                TwinUnmatchedSpool::open,
                new TwinKeyRing(),
                new TwinSignatureVerifier(),
                new TwinTreeMemory(),
                new HandDeadlines(),
                new TwinHoldMark(),
                Optional.empty(),
                MirrorSettings.DEFAULT));
        try (Mirror mirror = ledger.openMirror().open().fold(MirrorOpening.Opened::mirror, refused -> {
            throw new AssertionError(refused.refusal().message());
        })) {
            mirror.append(EventDraft.of("com.example.order_placed.v1", "{}"), TestDecisions.allow(mirror));
        }
        store.delete(); // what now?
        boolean storeIsMissing =
                !ledger.verifyParity().verify(VerifyRequest.full()).isClean();
        // readme: end
        assertThat(storeIsMissing).isTrue();
    }

    // readme: adapter
    /** Registered in META-INF/services/dev.diptych.ports.driven.AdapterProvider; used for --log kafka:orders. */
    public static final class KafkaLogs implements LogAdapterProvider {
        @Override
        public String scheme() {
            return "kafka";
        }

        @Override
        public LogProvider at(URI location, PayloadReader payloads) {
            return new KafkaLog(location.getSchemeSpecificPart(), payloads);
        }
    }
    // readme: end

    @Test
    void has_an_adapter_of_ones_own() {
        assertThat(new KafkaLogs().scheme()).isEqualTo("kafka");
        assertThat(new KafkaLogs()
                        .at(URI.create("kafka:orders"), TwinPayloadReader.FORMAT)
                        .presence())
                .isEqualTo(LogProvider.LogPresence.ABSENT);
    }

    /** Enough of a log for the provider above to give. */
    private record KafkaLog(String topic, PayloadReader payloads) implements LogProvider {
        @Override
        public LogPresence presence() {
            return TwinLogDisk.empty().provider().presence();
        }

        @Override
        public dev.diptych.ports.driven.LogOpening openForWriting(
                java.util.function.Supplier<dev.diptych.ports.driven.StoreMemory> memory, TornTail tornTail) {
            return TwinLogDisk.empty().provider().openForWriting(memory, tornTail);
        }

        @Override
        public dev.diptych.ports.driven.LogReader openForReading() {
            return TwinLogDisk.empty().provider().openForReading();
        }
    }
}
