package dev.diptych.domain.policy;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What the ledger keeps of a decision that was broken open: the payload of an event of type {@value #EVENT_TYPE}.
 *
 * <p>The payload is {@code {"who":…,"scope":…,"reason":…,"from":T,"until":T,"rules":[…]}}, these keys in this order,
 * without white space; times as on the line, rules in the order of the contributions. In strings {@code "} and {@code
 * \} are escaped and nothing else: the values hold no control characters. The attestation stays outside the ledger.
 */
public record BrokenGlassRecord(BreakGlassAuthorization authorization, List<PolicyRuleId> rules) {

    public static final String EVENT_TYPE = "diptych.policy.broken_glass.v1";

    public BrokenGlassRecord {
        rules = List.copyOf(rules);
    }

    /** The record that belongs in the batch right before the event; empty where the decision was not broken open. */
    public static Optional<BrokenGlassRecord> of(PolicyDecision decision) {
        return decision.breakGlass()
                .fold(
                        Optional::empty,
                        used -> Optional.of(new BrokenGlassRecord(used.authorization(), used.opened())),
                        notUsed -> Optional.empty());
    }

    /** The payload as JSON text. */
    public String json() {
        return "{\"who\":" + quoted(authorization.who())
                + ",\"scope\":" + quoted(authorization.scope().value())
                + ",\"reason\":" + quoted(authorization.reason())
                + ",\"from\":" + quoted(authorization.from().text())
                + ",\"until\":" + quoted(authorization.until().text())
                + ",\"rules\":"
                + rules.stream().map(rule -> quoted(rule.value())).collect(Collectors.joining(",", "[", "]"))
                + "}";
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
