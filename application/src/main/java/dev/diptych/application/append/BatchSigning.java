package dev.diptych.application.append;

import dev.diptych.domain.chain.LineSigning;
import dev.diptych.domain.signature.EventSignature;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;

/** Makes the signatures of one batch, each by the signer of its request. */
final class BatchSigning implements LineSigning {
    private final List<TriedSigner> signers;
    private final SigningThreads threads;

    /**
     * @param signers who signs, one for each line to be signed, in their order
     */
    BatchSigning(List<TriedSigner> signers, SigningThreads threads) {
        this.signers = signers;
        this.threads = threads;
    }

    /**
     * @throws UnfitSignerException if a signer fails; which, where several do, is left to chance
     */
    @Override
    public List<EventSignature> sign(List<Line> lines) {
        EventSignature[] signatures = new EventSignature[lines.size()];
        AtomicReference<UnfitSignerException> failure = new AtomicReference<>();
        threads.each(lines.size(), at -> {
            if (failure.get() == null) {
                TriedSigner by = signers.get(at);
                try {
                    signatures[at] = Objects.requireNonNull(
                            by.signer().sign(lines.get(at).message()), "no signature");
                } catch (RuntimeException | Error failed) {
                    failure.compareAndSet(null, UnfitSignerException.cannotSign(by.signer(), by.id(), failed));
                }
            }
        });
        if (failure.get() != null) {
            throw failure.get();
        }
        return Arrays.asList(signatures);
    }
}
