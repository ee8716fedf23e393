package dev.diptych.application.append;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diptych.application.TwinLedger;
import dev.diptych.contracts.twins.TwinSignatureVerifier;
import dev.diptych.contracts.twins.TwinSigner;
import dev.diptych.domain.chain.LedgerId;
import dev.diptych.domain.chain.LineSigning;
import dev.diptych.domain.chain.SealedEvent;
import dev.diptych.ports.driving.AppendAnswer;
import dev.diptych.ports.driving.ListAnswer;
import dev.diptych.ports.driving.Mirror;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What appending with a signature writes, and what it answers. */
class SignedAppendTest {
    private static final TwinSigner KEY = TwinSigner.of(1);
    private static final TwinSigner OTHER_KEY = TwinSigner.of(2);

    private final TwinLedger ledger = TwinLedger.empty();

    @Test
    void a_signed_event_names_its_key_and_its_signature_is_good_in_both_copies() {
        try (Mirror mirror = ledger.open()) {
            AppendAnswer answer = mirror.appendSigned(TwinLedger.draft("a"), TwinLedger.decision(mirror), KEY);

            assertThat(answer).isInstanceOf(AppendAnswer.Mirrored.class);
            assertWellSigned(
                    mirror.find(answer.receipt().orElseThrow().sequence()).orElseThrow(), KEY);
        }
        assertWellSigned(ledger.inLog(1), KEY);
        ledger.requireInParity();
    }

    @Test
    void a_list_is_signed_event_by_event() {
        List<dev.diptych.domain.event.EventDraft> drafts = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            drafts.add(TwinLedger.draft("e-" + i));
        }
        try (Mirror mirror = ledger.open()) {
            assertThat(mirror.appendAllSigned(drafts, TwinLedger.decision(mirror), KEY))
                    .isInstanceOf(ListAnswer.AllRecorded.class);
            assertThat(mirror.appendAllSignedAsync(
                                    List.of(TwinLedger.draft("f")), TwinLedger.decision(mirror), OTHER_KEY)
                            .toCompletableFuture()
                            .join())
                    .isInstanceOf(ListAnswer.AllRecorded.class);
            assertThat(mirror.appendSignedAsync(TwinLedger.draft("g"), TwinLedger.decision(mirror), KEY)
                            .toCompletableFuture()
                            .join())
                    .isInstanceOf(AppendAnswer.Mirrored.class);
        }
        for (int at = 1; at <= 100; at++) {
            assertWellSigned(ledger.inLog(at), KEY);
        }
        assertWellSigned(ledger.inLog(101), OTHER_KEY);
        assertWellSigned(ledger.inLog(102), KEY);
        ledger.requireInParity();
    }

    private void assertWellSigned(SealedEvent event, TwinSigner by) {
        assertThat(event.keyId()).contains(by.publicKey().id());
        assertThat(new TwinSignatureVerifier()
                        .verify(
                                by.publicKey(),
                                LineSigning.message(new LedgerId(ledger.inLog(1).previousHash()), event.hash()),
                                event.signature().orElseThrow()))
                .isTrue();
    }
}
