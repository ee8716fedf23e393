package dev.diptych.bootstrap.wiring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.inject.ConfigurationException;
import com.google.inject.Guice;
import com.google.inject.Injector;
import com.google.inject.Key;
import com.google.inject.Stage;
import dev.diptych.application.MirrorApplication;
import dev.diptych.bootstrap.Diptych;
import dev.diptych.bootstrap.StoreCutovers;
import dev.diptych.bootstrap.config.LedgerConfiguration;
import dev.diptych.domain.event.EventDraft;
import dev.diptych.domain.event.EventId;
import dev.diptych.domain.keys.TrustedKey;
import dev.diptych.domain.keys.VerifyingKey;
import dev.diptych.ports.driven.AdapterProvider;
import dev.diptych.ports.driven.KeysUnusableException;
import dev.diptych.ports.driven.LogAdapterProvider;
import dev.diptych.ports.driven.LogProvider;
import dev.diptych.ports.driven.PayloadReader;
import dev.diptych.ports.driven.StoreProvider;
import dev.diptych.ports.driving.AuditChain;
import dev.diptych.ports.driving.AuditRequest;
import dev.diptych.ports.driving.BackUpLedger;
import dev.diptych.ports.driving.CheckProof;
import dev.diptych.ports.driving.CutOverStore;
import dev.diptych.ports.driving.LedgerStatus;
import dev.diptych.ports.driving.MakeCheckpoint;
import dev.diptych.ports.driving.Mirror;
import dev.diptych.ports.driving.MirrorOpening;
import dev.diptych.ports.driving.OpenMirror;
import dev.diptych.ports.driving.ProveEvent;
import dev.diptych.ports.driving.ReadLedger;
import dev.diptych.ports.driving.RecoverMirror;
import dev.diptych.ports.driving.ReplayLog;
import dev.diptych.ports.driving.RestoreLedger;
import dev.diptych.ports.driving.ShowCutovers;
import dev.diptych.ports.driving.ShowStatus;
import dev.diptych.ports.driving.StoreCutoverAnswer;
import dev.diptych.ports.driving.StoreCutoverWatch;
import dev.diptych.ports.driving.UpgradeStore;
import dev.diptych.ports.driving.VerifyParity;
import dev.diptych.ports.driving.VerifyRequest;
import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WiringTest {
    @TempDir
    Path folder;

    @Test
    void an_injector_gives_every_driving_port_of_a_ledger() {
        Injector injector = injector();
        try (Mirror mirror = opened(injector.getInstance(OpenMirror.class))) {
            mirror.append(EventDraft.of("a.v1", "1"), mirror.decide());
        }

        assertThat(injector.getInstance(VerifyParity.class)
                        .verify(VerifyRequest.full())
                        .isClean())
                .isTrue();
        LedgerStatus status = injector.getInstance(ShowStatus.class).status();
        assertThat(status.logHead()).isPresent().isEqualTo(status.storeHead());
        try (ReadLedger.View view = injector.getInstance(ReadLedger.class).open()) {
            assertThat(view.mirroredThrough().value()).isEqualTo(1);
        }
        assertThat(injector.getInstance(AuditChain.class)
                        .audit(AuditRequest.full())
                        .isClean())
                .isTrue();
        assertThat(injector.getInstance(MakeCheckpoint.class)).isNotNull();
        assertThat(injector.getInstance(ProveEvent.class)).isNotNull();
        assertThat(injector.getInstance(CheckProof.class)).isNotNull();
        assertThat(injector.getInstance(RecoverMirror.class).recover()).isNotNull();
        assertThat(injector.getInstance(ReplayLog.class)).isNotNull();
    }

    @Test
    void an_injector_gives_everything_that_the_application_offers() {
        Injector injector = injector();
        List<Class<?>> offered = Stream.of(MirrorApplication.class.getDeclaredMethods())
                .filter(method -> Modifier.isPublic(method.getModifiers()))
                .<Class<?>>map(Method::getReturnType)
                .filter(port -> port != CutOverStore.class)
                .toList();

        assertThat(offered).contains(BackUpLedger.class, RestoreLedger.class, UpgradeStore.class, ShowCutovers.class);
        assertThat(offered)
                .allSatisfy(port -> assertThat(injector.getInstance(port)).isInstanceOf(port));
    }

    @Test
    void an_injector_cuts_over_to_a_store_at_another_place_as_the_fluent_entry_does() {
        Injector injector = injector();
        try (Mirror mirror = opened(injector.getInstance(OpenMirror.class))) {
            mirror.append(EventDraft.of("a.v1", "1"), mirror.decide());
        }
        StoreCutovers cutovers = injector.getInstance(StoreCutovers.class);
        URI inside = URI.create("sqlite:" + folder.resolve("mirror/new.db"));

        assertThatThrownBy(() -> cutovers.to(inside))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("has a place for one store");
        assertThat(cutovers.to(URI.create("sqlite:" + folder.resolve("new.db"))).cutOver(StoreCutoverWatch.UNSEEN))
                .isInstanceOf(StoreCutoverAnswer.CutOver.class);
        assertThat(injector.getInstance(ShowCutovers.class).show().boundaries())
                .extracting(ShowCutovers.Boundary::outcome)
                .containsExactly(ShowCutovers.Outcome.COMMITTED);
        assertThat(injector.getInstance(OpenMirror.class).open()).isInstanceOf(MirrorOpening.Refused.class);
    }

    @Test
    void an_injector_keeps_what_the_ports_are_made_of_to_itself() {
        Injector injector = injector();

        for (Class<?> inner : List.of(LogProvider.class, StoreProvider.class, PayloadReader.class)) {
            assertThatThrownBy(() -> injector.getInstance(Key.get(inner))).isInstanceOf(ConfigurationException.class);
        }
    }

    @Test
    void trust_is_the_file_that_was_named_and_else_the_directorys_own_and_is_read_when_it_is_asked_for()
            throws IOException {
        VerifyingKey alice = Diptych.generateKey(folder.resolve("alice"), "");
        VerifyingKey bob = Diptych.generateKey(folder.resolve("bob"), "");
        Path mirror = Files.createDirectories(folder.resolve("mirror"));
        LedgerConfiguration configuration = LedgerConfiguration.in(mirror);
        Path named = folder.resolve("named");

        assertThat(Parts.keys(configuration).trusted()).isEmpty();
        Files.writeString(mirror.resolve("allowed_signers"), Parts.trustLine("alice", alice));
        assertThat(Parts.keys(configuration).trusted().orElseThrow().find(alice.id()))
                .hasSize(1);
        assertThatThrownBy(() ->
                        Parts.keys(configuration.withAllowedSigners(named)).trusted())
                .isInstanceOf(KeysUnusableException.class)
                .hasMessageContaining("named");
        Files.writeString(named, Parts.trustLine("bob", bob));
        assertThat(Parts.keys(configuration.withAllowedSigners(named))
                        .trusted()
                        .orElseThrow()
                        .keys())
                .extracting(TrustedKey::key)
                .containsExactly(bob);
    }

    @Test
    void making_an_injector_touches_no_file() {
        injector();

        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void ids_made_at_one_moment_are_new_and_in_order() {
        UlidEventIds ids = new UlidEventIds(() -> Instant.parse("2026-01-01T00:00:00Z"));
        List<String> made =
                Stream.generate(ids::next).limit(10_000).map(EventId::value).toList();

        assertThat(new HashSet<>(made)).hasSize(10_000);
        assertThat(made).isEqualTo(List.copyOf(new TreeSet<>(made)));
        assertThat(made).allMatch(id -> id.matches("evt_01[0-9A-HJKMNP-TV-Z]{24}"));
    }

    @Test
    void two_adapters_of_one_scheme_are_refused_rather_than_one_chosen() {
        Adapters adapters = Adapters.of(List.of(new OtherLog(), new OtherLog()));

        assertThatThrownBy(() -> adapters.log(URI.create("other:x"), Parts.reading()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("found 2");
    }

    @Test
    void an_adapter_of_a_third_party_is_found_by_its_scheme() {
        List<AdapterProvider> providers = List.of(new OtherLog());

        assertThatThrownBy(() -> Adapters.of(providers).log(URI.create("other:x"), Parts.reading()))
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessage("asked for other:x");
    }

    private Injector injector() {
        return Guice.createInjector(
                Stage.PRODUCTION, new DiptychModule(LedgerConfiguration.in(folder.resolve("mirror"))));
    }

    private static Mirror opened(OpenMirror ledger) {
        return ledger.open().fold(MirrorOpening.Opened::mirror, refused -> {
            throw new AssertionError(refused.refusal().message());
        });
    }

    /** Somebody else's. */
    private static final class OtherLog implements LogAdapterProvider {
        @Override
        public String scheme() {
            return "other";
        }

        @Override
        public LogProvider at(URI location, PayloadReader payloads) {
            throw new UnsupportedOperationException("asked for " + location);
        }
    }
}
