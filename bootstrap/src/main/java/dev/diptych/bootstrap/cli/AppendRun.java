package dev.diptych.bootstrap.cli;

import dev.diptych.domain.event.EventDraft;
import dev.diptych.domain.policy.PolicyDecision;
import dev.diptych.ports.driven.EventSigner;
import dev.diptych.ports.driving.AppendAnswer;
import dev.diptych.ports.driving.AppendReceipt;
import dev.diptych.ports.driving.ListAnswer;
import dev.diptych.ports.driving.Mirror;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Appends what a feed yields, each draft an append of its own as far as anybody can tell: what waits is handed to the mirror
 * as one list, which is one force; a list that is refused was not written, so the drafts before the refused one are handed
 * in again without it. So nothing behind a bad draft is ever written before the draft was judged, a lone draft waits for
 * nobody, and memory is bounded by the list and the feed.
 *
 * <p>A signal ends it between two lists: what was handed in is awaited.
 */
final class AppendRun {
    private static final int LIST_DRAFTS_MAX = 1_000;
    private static final long LIST_BYTES_MAX = 1 << 20;

    private final Mirror mirror;
    private final PolicyDecision decision;
    private final Optional<EventSigner> signer;
    private final DraftFeed feed;
    private final Optional<SkippedLines> skipped;
    private final AppendListener listener;
    private final AppendTally tally = new AppendTally();
    private boolean ended;

    /**
     * @param signer signs every event; empty if nobody does
     * @param skipped where refused drafts are kept; empty to end at the first
     */
    AppendRun(
            Mirror mirror,
            Optional<EventSigner> signer,
            DraftFeed feed,
            Optional<SkippedLines> skipped,
            AppendListener listener) {
        this.mirror = mirror;
        this.decision = mirror.decide();
        this.signer = signer;
        this.feed = feed;
        this.skipped = skipped;
        this.listener = listener;
    }

    /** Is told what becomes of each draft, in order. */
    interface AppendListener {
        /** The event is durable. */
        void acknowledged(AppendReceipt receipt, String outcome);

        /** Everything acknowledged so far is to be seen now. */
        void flush();

        /** The draft at {@code place} was refused. */
        void refused(String place, String reason);
    }

    AppendTally run() throws IOException {
        while (!ended) {
            List<DraftSource.Item> items = feed.take(LIST_DRAFTS_MAX, LIST_BYTES_MAX);
            if (items.isEmpty()) {
                break;
            }
            append(items);
        }
        return tally;
    }

    private void append(List<DraftSource.Item> items) {
        List<DraftSource.Draft> drafts = new ArrayList<>(items.size());
        for (DraftSource.Item item : items) {
            if (item instanceof DraftSource.Draft draft) {
                drafts.add(draft);
                continue;
            }
            appendDrafts(drafts);
            drafts.clear();
            if (ended) {
                return;
            }
            refuse(item, ((DraftSource.NoDraft) item).reason(), ExitCodes.REFUSED);
            if (ended) {
                return;
            }
        }
        appendDrafts(drafts);
    }

    private void appendDrafts(List<DraftSource.Draft> drafts) {
        int from = 0;
        int size = drafts.size();
        while (from < drafts.size() && !ended) {
            int begin = from;
            List<DraftSource.Draft> list = drafts.subList(from, Math.min(from + size, drafts.size()));
            ListAnswer answer = recorded(payloadsOf(list));
            Optional<ListAnswer.NoneRecorded> none = answer.fold(all -> Optional.empty(), Optional::of);
            if (none.isEmpty()) {
                answer.fold(all -> acknowledge(all.answers()), refusedHere -> false);
                from = begin + list.size();
                size = Math.min(drafts.size(), size * 2);
            } else if (none.get().index() > 0
                    && AnswerExit.isOfTheEvent(none.get().answer())) {
                size = none.get().index();
            } else {
                DraftSource.Draft bad = list.get(none.get().index());
                settle(bad, none.get().answer());
                from = begin + 1;
                size = 1;
            }
        }
    }

    private ListAnswer recorded(List<EventDraft> drafts) {
        return signer.map(key -> mirror.appendAllSigned(drafts, decision, key))
                .orElseGet(() -> mirror.appendAll(drafts, decision));
    }

    private void settle(DraftSource.Draft bad, AppendAnswer answer) {
        if (AnswerExit.isOfTheEvent(answer)) {
            refuse(bad, answer.message(), ExitCodes.REFUSED);
            return;
        }
        tally.countRefused(answer.fold(new AnswerExit()));
        listener.refused(bad.place(), answer.message());
        ended = true;
    }

    private void refuse(DraftSource.Item item, String reason, int exitCode) {
        listener.refused(item.place(), reason);
        if (skipped.isPresent()) {
            skipped.get().keep(item.text());
            tally.countSkipped();
        } else {
            tally.countRefused(exitCode);
            ended = true;
        }
    }

    private boolean acknowledge(List<AppendAnswer> answers) {
        for (AppendAnswer answer : answers) {
            AppendReceipt receipt = answer.receipt()
                    .orElseThrow(() -> new IllegalStateException("a recorded event without receipt: " + answer));
            if (answer instanceof AppendAnswer.AlreadyRecorded) {
                tally.countAlreadyRecorded();
                listener.acknowledged(receipt, "already_recorded");
            } else if (answer instanceof AppendAnswer.MirrorPending pending) {
                tally.countPending(pending.cause());
                listener.acknowledged(receipt, "mirror_pending");
            } else {
                tally.countMirrored();
                listener.acknowledged(receipt, "mirrored");
            }
        }
        listener.flush();
        return true;
    }

    private static List<EventDraft> payloadsOf(List<DraftSource.Draft> list) {
        List<EventDraft> drafts = new ArrayList<>(list.size());
        for (DraftSource.Draft draft : list) {
            drafts.add(draft.draft());
        }
        return drafts;
    }
}
