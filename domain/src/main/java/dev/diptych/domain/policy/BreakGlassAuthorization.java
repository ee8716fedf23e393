package dev.diptych.domain.policy;

import dev.diptych.domain.event.EventTime;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * Somebody's word that refusals within a scope may be opened for a while.
 *
 * <p>An authorisation that exists is complete; whether it fits a decision is for the {@link PolicyComposition} to
 * judge.
 *
 * @param who the person or role that answers for it, 1 to 128 code points
 * @param scope the rule that it may open, or the words that several such rules begin with: {@code billing} covers
 *     {@code billing.daily_limit}. There is no scope that covers everything
 * @param reason a code to look up, such as {@code INC-4711}: 1 to 128 characters of {@code A-Z a-z 0-9 . _ : -}
 * @param from the first moment at which it holds
 * @param until the first moment at which it holds no longer, later than {@code from}
 * @param attestation what backs it, such as a ticket's approval or a signature; 1 to 1,024 code points, opaque
 *     here and not written to the ledger
 */
public record BreakGlassAuthorization(
        String who, PolicyRuleId scope, String reason, EventTime from, EventTime until, String attestation) {

    public static final int WHO_CODE_POINTS_MAX = 128;
    public static final int ATTESTATION_CODE_POINTS_MAX = 1024;

    private static final Pattern REASON_CODE = Pattern.compile("[A-Za-z0-9._:-]{1,128}");

    public BreakGlassAuthorization {
        requireText("who", who, WHO_CODE_POINTS_MAX);
        Objects.requireNonNull(scope, "scope");
        Objects.requireNonNull(reason, "reason");
        if (!REASON_CODE.matcher(reason).matches()) {
            throw new IllegalArgumentException(
                    "reason of a break-glass authorisation must be a code of 1 to 128 characters of"
                            + " A-Z a-z 0-9 . _ : -, was \"" + reason + "\"");
        }
        Objects.requireNonNull(from, "from");
        Objects.requireNonNull(until, "until");
        if (from.compareTo(until) >= 0) {
            throw new IllegalArgumentException("break-glass authorisation must end after it begins, was from "
                    + from.text() + " until " + until.text());
        }
        requireText("attestation", attestation, ATTESTATION_CODE_POINTS_MAX);
    }

    boolean covers(PolicyRuleId rule) {
        return rule.isWithin(scope);
    }

    boolean hasBegun(EventTime at) {
        return at.compareTo(from) >= 0;
    }

    boolean hasEnded(EventTime at) {
        return at.compareTo(until) >= 0;
    }

    private static void requireText(String name, String text, int codePointsMax) {
        Objects.requireNonNull(text, name);
        int codePoints = text.codePointCount(0, text.length());
        if (text.isBlank() || codePoints > codePointsMax) {
            throw new IllegalArgumentException(name + " of a break-glass authorisation must have 1 to " + codePointsMax
                    + " code points and not be blank, had " + codePoints);
        }
        text.codePoints()
                .filter(BreakGlassAuthorization::cannotBeWritten)
                .findFirst()
                .ifPresent(codePoint -> {
                    throw new IllegalArgumentException(name + " of a break-glass authorisation holds U+"
                            + String.format(Locale.ROOT, "%04X", codePoint)
                            + ", expected no control characters and no lone surrogates");
                });
    }

    private static boolean cannotBeWritten(int codePoint) {
        return codePoint < 0x20
                || codePoint == 0x7F
                || (codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE);
    }

    /** All of it but the attestation, which may be a secret. */
    @Override
    public String toString() {
        return "authorisation of " + who + " for " + scope + " (" + reason + "), from " + from.text() + " until "
                + until.text();
    }
}
