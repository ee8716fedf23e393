package dev.diptych.application.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.diptych.contracts.twins.TwinSigner;
import dev.diptych.domain.finding.Finding;
import dev.diptych.domain.finding.FindingKind;
import dev.diptych.domain.keys.VerifyingKey;
import dev.diptych.domain.signature.EventSignature;
import dev.diptych.ports.driven.SignatureVerifier;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SignatureQueueTest {
    private static final int GIVEN = 20_000;
    private static final VerifyingKey KEY = TwinSigner.of(1).publicKey();
    private static final EventSignature SIGNATURE = EventSignature.of(new byte[EventSignature.BYTES]);

    private final List<Long> told = new ArrayList<>();

    @Test
    void tells_what_is_wrong_in_the_order_in_which_it_was_given_and_counts_what_is_good() {
        List<Long> expected = new ArrayList<>();
        long good = 0;
        try (SignatureQueue queue = queue((key, message, signature) -> message[0] == 1)) {
            for (long i = 0; i < GIVEN; i++) {
                if (i % 7 == 0) {
                    queue.pass(finding(i));
                    expected.add(i);
                } else {
                    boolean isGood = i % 3 != 0;
                    long sequence = i;
                    queue.verify(KEY, new byte[] {(byte) (isGood ? 1 : 0)}, SIGNATURE, () -> finding(sequence));
                    good += isGood ? 1 : 0;
                    if (!isGood) {
                        expected.add(i);
                    }
                }
            }

            assertThat(queue.finish()).isEqualTo(good);
        }
        assertThat(told).isEqualTo(expected);
    }

    @Test
    void throws_what_a_judge_on_another_thread_failed_with() {
        try (SignatureQueue queue = queue((key, message, signature) -> {
            throw new IllegalStateException("the judge failed");
        })) {
            assertThatThrownBy(() -> {
                        for (int i = 0; i < GIVEN; i++) {
                            queue.verify(KEY, new byte[1], SIGNATURE, () -> finding(0));
                        }
                        queue.finish();
                    })
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("the judge failed");
        }
        assertThat(told).isEmpty();
    }

    @Test
    void answers_an_interrupted_caller_and_leaves_the_flag_set() {
        try (SignatureQueue queue = queue((key, message, signature) -> true)) {
            Thread.currentThread().interrupt();
            for (int i = 0; i < GIVEN; i++) {
                queue.verify(KEY, new byte[1], SIGNATURE, () -> finding(0));
            }

            assertThat(queue.finish()).isEqualTo(GIVEN);
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    @Test
    void a_signature_that_others_depend_on_is_judged_at_once_and_counted() {
        try (SignatureQueue queue = queue((key, message, signature) -> message.length > 0)) {
            assertThat(queue.verifyNow(KEY, new byte[1], SIGNATURE)).isTrue();
            assertThat(queue.verifyNow(KEY, new byte[0], SIGNATURE)).isFalse();
            assertThat(queue.finish()).isEqualTo(1);
        }
    }

    private SignatureQueue queue(SignatureVerifier verifier) {
        return new SignatureQueue(
                verifier, finding -> told.add(finding.sequence().orElseThrow()));
    }

    private static Finding finding(long sequence) {
        return Finding.of(FindingKind.BAD_SIGNATURE).atSequence(sequence);
    }
}
