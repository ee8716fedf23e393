package dev.diptych.domain.parity;

import dev.diptych.domain.chain.ChainHead;
import dev.diptych.domain.chain.LedgerId;
import java.util.Objects;
import java.util.Optional;

/**
 * What one verification found, in a form that nobody else can make.
 *
 * <p>Evidence is bound to the {@link OpeningToken} it was issued with. The token cannot be got back out of it: the
 * only question it answers is whether it was issued for a token that the asker already holds, by identity. A mirror
 * that keeps its token to itself therefore accepts only what its own verification issued, whoever carried the
 * evidence in between.
 *
 * <p>The generation is the mirror's count of divergences seen in this opening; evidence of an earlier one was made
 * before the last of them and proves nothing any more. Ledger and head say what was looked at, for reports: they do
 * not take part in judging, since evidence about an ancestor of the present head is as good, and an unborn ledger has
 * neither.
 *
 * <p>It protects against mistakes and against code that would like to skip the verification, not against reflection.
 */
public final class ParityEvidence {

    private final OpeningToken token;
    private final Optional<LedgerId> ledger;
    private final long generation;
    private final Optional<ChainHead> head;
    private final ParityLevel level;
    private final ParityVerdict verdict;
    private final boolean onlyPending;

    private ParityEvidence(
            OpeningToken token,
            Optional<LedgerId> ledger,
            long generation,
            Optional<ChainHead> head,
            ParityLevel level,
            ParityVerdict verdict,
            boolean onlyPending) {
        this.token = Objects.requireNonNull(token, "token");
        this.ledger = Objects.requireNonNull(ledger, "ledger");
        this.generation = generation;
        this.head = Objects.requireNonNull(head, "head");
        this.level = Objects.requireNonNull(level, "level");
        this.verdict = Objects.requireNonNull(verdict, "verdict");
        this.onlyPending = onlyPending;
        if (generation < 0) {
            throw new IllegalArgumentException("generation of parity evidence must be 0 or more, was " + generation);
        }
        if (head.isPresent() && ledger.isEmpty()) {
            throw new IllegalArgumentException(
                    "parity evidence names head " + head.get() + " but no ledger: a ledger that has a head has an id");
        }
    }

    /**
     * Issues evidence of a verdict. {@link ParityVerdict#STORE_BEHIND} issued here means that something older than
     * the pending events is missing in the store; where nothing but pending events is, issue {@link #ofPendingOnly}.
     */
    public static ParityEvidence issue(
            OpeningToken token,
            Optional<LedgerId> ledger,
            long generation,
            Optional<ChainHead> head,
            ParityLevel level,
            ParityVerdict verdict) {
        return new ParityEvidence(token, ledger, generation, head, level, verdict, false);
    }

    /** Issues evidence that the store lacks the newest events of the log, all of them pending, and nothing else. */
    public static ParityEvidence ofPendingOnly(
            OpeningToken token,
            Optional<LedgerId> ledger,
            long generation,
            Optional<ChainHead> head,
            ParityLevel level) {
        return new ParityEvidence(token, ledger, generation, head, level, ParityVerdict.STORE_BEHIND, true);
    }

    /** Whether this was issued with exactly this token object. */
    public boolean issuedFor(OpeningToken asked) {
        return token == asked;
    }

    /** The ledger that was verified; empty while it is unborn. */
    public Optional<LedgerId> ledger() {
        return ledger;
    }

    /** The mirror's generation when the verification ran: 0, 1, 2 and so on within one opening. */
    public long generation() {
        return generation;
    }

    /** The log's head that was verified; empty while nothing was appended. */
    public Optional<ChainHead> head() {
        return head;
    }

    public ParityLevel level() {
        return level;
    }

    public ParityVerdict verdict() {
        return verdict;
    }

    /**
     * Whether the two copies agree so far that an append keeps them so: in parity, or the store behind by pending
     * events alone.
     */
    public boolean permitsAppend() {
        return verdict == ParityVerdict.IN_PARITY || onlyPending;
    }

    /** One line without the token, such as {@code in_parity (quick, generation 0, ledger 5f…, head 42:9c…)}. */
    @Override
    public String toString() {
        return verdict.word() + (onlyPending ? " by pending events alone" : "") + " (" + level.word() + ", generation "
                + generation
                + ledger.map(id -> ", ledger " + id).orElse(", ledger unborn")
                + head.map(at -> ", head " + at).orElse(", no head")
                + ")";
    }
}
