package dev.diptych.application.append;

import dev.diptych.domain.signature.KeyId;
import dev.diptych.ports.driven.EventSigner;
import dev.diptych.ports.driven.SigningFailedException;

/** A signer cannot sign, or what it signs is not good. Nothing was written. */
final class UnfitSignerException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient EventSigner signer;

    private UnfitSignerException(EventSigner signer, String message, Throwable cause) {
        super(message, cause);
        this.signer = signer;
    }

    static UnfitSignerException hasNoKey(EventSigner signer, Throwable cause) {
        return new UnfitSignerException(
                signer,
                "a signer could not tell its public key: " + said(cause)
                        + ". Nothing was written. Next: mend the signer, then append once more",
                cause);
    }

    static UnfitSignerException cannotSign(EventSigner signer, KeyId key, Throwable cause) {
        return new UnfitSignerException(
                signer,
                "key " + key + " could not sign: " + said(cause)
                        + ". Nothing was written. Next: let the key sign again, then append once more",
                cause);
    }

    static UnfitSignerException signsWithAnother(EventSigner signer, KeyId key) {
        return new UnfitSignerException(
                signer,
                "the signer of key " + key + " is not fit to sign: expected that its signature over a trial is good by"
                        + " its own public key, found that it is not. Nothing was written. Next: see that its public and its"
                        + " private half belong together",
                null);
    }

    /** Whether it is about this signer. */
    boolean isAbout(EventSigner other) {
        return signer == other;
    }

    private static String said(Throwable cause) {
        return cause instanceof SigningFailedException ? String.valueOf(cause.getMessage()) : cause.toString();
    }
}
