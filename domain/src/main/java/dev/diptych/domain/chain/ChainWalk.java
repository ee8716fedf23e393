package dev.diptych.domain.chain;

import dev.diptych.domain.finding.Finding;
import dev.diptych.domain.finding.FindingKind;
import dev.diptych.domain.finding.Place;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;

/**
 * Walks the lines of a log in file order and tells whole batches, a torn tail and damage apart, in constant memory.
 *
 * <p>The <em>prefix</em> is the longest run of whole valid batches in rightly named segments from where the walk began.
 * The first fault of any kind ends it for good (a foreign name does not). What is read behind it is the <em>tail</em>:
 * bytes that may never have been acknowledged. While the tail can still be torn, what is wrong in it is held back; as
 * soon as it cannot (it is longer than the largest batch, it reaches into another segment or lies in one that is wrongly
 * named, a line in it speaks of a later batch) everything held back is passed on and the walk goes on streaming. {@link #finish} decides what is left.
 *
 * <p>A line is <em>placed</em> if its envelope is authentic: its sequence and hash can be trusted. Any other line is taken
 * for one unreadable event in its place, so that a damaged line does not make its neighbours faulty: the next placed line
 * must have the sequence that counts the unreadable ones in, and its link is judged only where none lies between. The
 * findings of one line come in this order: itself, its sequence or its link, its batch.
 *
 * <p>How to feed it: {@link #beginSegment} for every segment in the order of names, before its lines (not for the segment
 * that a walk begins inside of); {@link #line} for every line; {@link #foreignName} wherever one is met; {@link #finish}
 * once. Whoever does something with the lines, such as comparing them, keeps those back for which {@link #isInTail} is
 * true when they have been fed. When it is false after a later line, or the end is not a torn tail, they are events of
 * the log; the lines of a torn tail are not.
 *
 * <p>What this does not judge: ids that come twice, signatures, how large a whole batch is, and whether what the ledger's
 * own events say holds. One thread at a time.
 */
public final class ChainWalk {
    private final boolean fromStart;
    private final FindingsOut findings;
    private final LinkRule links;
    private final BatchRule batches = new BatchRule();
    private final Announcements announcements = new Announcements();
    private final WholePrefix prefix;
    private final Tail tail = new Tail();
    private final Seen seen = new Seen();
    private final Seen seenInTail = new Seen();

    private String segment = "";
    private long segmentsBegun;
    private boolean segmentFlagged;
    private boolean segmentHasLines = true;
    private boolean faulty;
    private boolean torn;
    private long lines;
    private Optional<LedgerId> ledgerId = Optional.empty();
    private Optional<LineVerdict.OtherVersion> unknownVersion = Optional.empty();
    private Place batchBegins = new Place("", 0, 0);

    private ChainWalk(Optional<ChainHead> known, Consumer<Finding> out) {
        this.fromStart = known.isEmpty();
        this.findings = new FindingsOut(out);
        this.links = known.map(LinkRule::after).orElseGet(LinkRule::fromStart);
        this.prefix = new WholePrefix(known);
        known.ifPresent(head -> batches.endedAt(head.sequence().value()));
    }

    /** A walk over a whole log. */
    public static ChainWalk fromStart(Consumer<Finding> findings) {
        return new ChainWalk(Optional.empty(), findings);
    }

    /**
     * A walk over what lies behind a known event.
     *
     * <p>Versions that were announced before are not known to it; tell it with {@link #announced}. A line of any other
     * version is damage to this walk and never part of a torn tail, since a newer program may have written it: only
     * a walk from the start can tell.
     *
     * @param known the last event of a whole batch, known to be good, whose line ends where the walk begins
     */
    public static ChainWalk after(ChainHead known, Consumer<Finding> findings) {
        if (known.sequence().isNone()) {
            throw new IllegalArgumentException(
                    "the known event must have a sequence from 1, was 0: walk from the start");
        }
        return new ChainWalk(Optional.of(known), findings);
    }

    /** Says that an event before the first line of this walk announced a version. */
    public void announced(long version) {
        announcements.add(version);
    }

    /** Says that an event before the first line of this walk, well-formed and linked, announced what it announces, if it does. */
    public void announcedBy(SealedEvent event) {
        announcements.readFrom(event);
    }

    /**
     * The next segment, whose first byte comes next.
     *
     * @param name its file name
     * @param firstSequence the sequence that its name says
     */
    public void beginSegment(String name, long firstSequence) {
        if (isStopped()) {
            return;
        }
        if (!tail.isEmpty()) {
            tail.ruleOut();
            settleTail();
        }
        if (!segmentHasLines && !segmentFlagged) {
            segmentFinding(segment, "lines, or to be the newest segment", "an empty segment before " + name);
        }
        segment = name;
        segmentsBegun++;
        segmentHasLines = false;
        segmentFlagged = firstSequence != links.next();
        if (segmentFlagged) {
            segmentFinding(name, Long.toString(links.next()), Long.toString(firstSequence));
        }
    }

    /** Something among the segments that is none: a fault of the directory, which neither ends the prefix nor stops. */
    public void foreignName(String name) {
        findings.pass(segmentName(name, "a segment's name, 20 digits and .jsonl", name));
    }

    /**
     * The next line of the segment.
     *
     * @param place where it begins
     * @param length its bytes, with its LF where it has one
     * @param bytes the bytes themselves, or the beginning of a line that is too long; not kept
     * @param verdict what it is, judged alone
     */
    public void line(Place place, long length, byte[] bytes, LineVerdict verdict) {
        if (isStopped()) {
            return;
        }
        lines++;
        segmentHasLines = true;
        tail.grow(place, length);
        if (verdict instanceof LineVerdict.WellFormed sound) {
            wellFormed(place, length, sound.event());
        } else {
            notWellFormed(place, bytes, verdict);
        }
        settleTail();
    }

    /**
     * The log ends here.
     *
     * @param witness what vouches that a tail was never acknowledged
     */
    public WalkEnd finish(TailWitness witness) {
        if (unknownVersion.isPresent()) {
            LineVerdict.OtherVersion line = unknownVersion.get();
            return new WalkEnd.UnknownVersion(line.claimed().sequence(), line.version(), findings.passed());
        }
        batches.judgeEnd(links).ifPresent(this::fault);
        torn = tail.mayBeTorn() && witness.vouchesForNothingBehind(prefix.sequence());
        if (torn) {
            return endTorn();
        }
        tail.ruleOut();
        settleTail();
        return findings.passed() == 0 ? new WalkEnd.Whole() : new WalkEnd.Damaged(findings.passed(), Optional.empty());
    }

    /**
     * Whether the line fed last lies behind the prefix and may yet turn out to be part of a torn tail. Also true inside
     * a batch of which more is to come.
     */
    public boolean isInTail() {
        return torn || !isStopped() && tail.mayBeTorn();
    }

    /** Whether a line of an announced version was met that this program does not know: nothing more is judged. */
    public boolean isStopped() {
        return unknownVersion.isPresent();
    }

    /** The newest event of the prefix; empty before the first whole batch of a walk from the start. */
    public Optional<ChainHead> wholeHead() {
        return prefix.head();
    }

    /** Where the newest batch of the prefix lies, and so where the prefix ends; empty before this walk has read one. */
    public Optional<LastBatch> lastBatch() {
        return prefix.lastBatch();
    }

    /** The ledger id, if this walk began at the start and the first line has it; of a line in a torn tail it is none. */
    public Optional<LedgerId> ledgerId() {
        return ledgerId;
    }

    /** The lines fed, but those behind an unknown version. */
    public long lines() {
        return lines;
    }

    /** The lines that can be read, whether or not their hashes are right; without those of a torn tail. */
    public long events() {
        return seen.events() + seenInTail.events();
    }

    /**
     * The first event behind which this version must not write: one of the ledger's own types that this version does not know,
     * or one that says of keys, transactions or boundaries what it does not know.
     */
    public OptionalLong firstUnknownOwn() {
        long first = seen.firstUnknownOwn() > 0 ? seen.firstUnknownOwn() : seenInTail.firstUnknownOwn();
        return first > 0 ? OptionalLong.of(first) : OptionalLong.empty();
    }

    /** Whether an event was met that may make others void in a way that this version does not know. */
    public boolean voidFlagsUnjudged() {
        return seen.voidFlagsUnjudged() || seenInTail.voidFlagsUnjudged();
    }

    /** Whether a signed event was met; signatures are not verified here. */
    public boolean metSignature() {
        return seen.signed() || seenInTail.signed();
    }

    private void wellFormed(Place place, long length, SealedEvent event) {
        seenInTail.sound(event);
        long sequence = event.sequenceValue();
        boolean gap = sequence != links.next();
        boolean broken = !gap && links.isBroken(event);
        if (gap) {
            fault(links.gap(sequence).ofId(event.id().value()).at(place));
        } else if (broken) {
            Finding finding = links.brokenLink(sequence, event.previousHash());
            fault(finding.ofId(event.id().value()).at(place));
        } else if (links.isUnbroken()) {
            announcements.readFrom(event);
        }
        judgeBatch(place, sequence, event.batchFirst(), event.batchLast(), gap);
        if (lines == 1 && fromStart && sequence == 1) {
            ledgerId = Optional.of(new LedgerId(event.previousHash()));
        }
        links.place(event);
        if (!faulty) {
            batchBegins = sequence == event.batchFirst() ? place : batchBegins;
            if (sequence == event.batchLast()) {
                prefix.reach(event, batchBegins, place.offset() + length);
                tail.reset();
            }
        } else if (event.batchFirst() > prefix.sequence() + 1) {
            tail.ruleOut();
        }
    }

    private void notWellFormed(Place place, byte[] bytes, LineVerdict verdict) {
        if (verdict instanceof LineVerdict.OtherVersion other && announcements.has(other.version())) {
            stop(place, other);
            return;
        }
        if (verdict instanceof LineVerdict.PayloadDiffers authentic) {
            payloadDiffers(place, bytes, authentic);
        } else {
            fault(unreadable(place, bytes, verdict));
            links.pass();
        }
        if (verdict.firstPart().isPresent() && verdict.firstPart().get().batchFirst() > prefix.sequence() + 1) {
            tail.ruleOut();
        }
        if (!fromStart && verdict instanceof LineVerdict.OtherVersion) {
            tail.ruleOut();
        }
    }

    private void payloadDiffers(Place place, byte[] bytes, LineVerdict.PayloadDiffers line) {
        seenInTail.readable(bytes, line.sequence());
        fault(Finding.of(FindingKind.PAYLOAD_HASH)
                .atSequence(line.sequence())
                .expecting(line.expected().hex(), line.found().hex())
                .at(place));
        boolean gap = line.sequence() != links.next();
        if (gap) {
            fault(links.gap(line.sequence()).at(place));
        } else if (links.isBroken(line.previousHash())) {
            fault(links.brokenLink(line.sequence(), line.previousHash()).at(place));
        }
        judgeBatch(place, line.sequence(), line.batch().first(), line.batch().last(), gap);
        if (lines == 1 && fromStart && line.sequence() == 1) {
            ledgerId = Optional.of(new LedgerId(line.previousHash()));
        }
        links.place(line.sequence(), line.hash());
    }

    private void judgeBatch(Place place, long sequence, long first, long last, boolean gap) {
        Optional<Finding> misfit = batches.judge(sequence, first, last, gap, segmentsBegun, links);
        if (misfit.isPresent()) {
            fault(misfit.get().at(place));
        }
    }

    private Finding unreadable(Place place, byte[] bytes, LineVerdict verdict) {
        Finding finding;
        if (verdict instanceof LineVerdict.EnvelopeDiffers differs) {
            seenInTail.readable(bytes, differs.claimed().sequence());
            finding = Finding.of(FindingKind.EVENT_HASH)
                    .expecting(differs.expected().hex(), differs.found().hex());
        } else if (verdict instanceof LineVerdict.OtherVersion other) {
            finding = Finding.of(FindingKind.UNDECODABLE)
                    .expecting("schema_version 1, or one that was announced", Long.toString(other.version()));
        } else if (verdict instanceof LineVerdict.Undecodable undecodable) {
            finding = Finding.of(FindingKind.UNDECODABLE)
                    .expecting(undecodable.expected(), "something else at byte " + undecodable.at() + " of the line");
        } else {
            throw new IllegalArgumentException("a verdict that this walk does not know: " + verdict);
        }
        return verdict.firstPart()
                .map(claimed -> finding.atSequence(claimed.sequence()))
                .orElse(finding)
                .at(place);
    }

    private void stop(Place place, LineVerdict.OtherVersion line) {
        tail.ruleOut();
        settleTail();
        findings.pass(Finding.of(FindingKind.UNKNOWN_VERSION)
                .atSequence(line.claimed().sequence())
                .expecting("schema_version 1", Long.toString(line.version()))
                .at(place));
        unknownVersion = Optional.of(line);
    }

    private WalkEnd endTorn() {
        findings.drop();
        seenInTail.clear();
        if (prefix.sequence() == 0) {
            ledgerId = Optional.empty();
        }
        return findings.passed() == 0 ? tail.torn() : new WalkEnd.Damaged(findings.passed(), Optional.of(tail.torn()));
    }

    /** What speaks against a torn tail lets out what was held back. */
    private void settleTail() {
        if (!tail.mayBeTorn()) {
            findings.release();
            seen.takeOver(seenInTail);
        }
    }

    private void fault(Finding finding) {
        faulty = true;
        findings.hold(finding);
    }

    /** What lies in a segment that is wrongly named, or behind one, is never torn. */
    private void segmentFinding(String name, String expected, String found) {
        faulty = true;
        tail.ruleOut();
        findings.pass(segmentName(name, expected, found));
    }

    private static Finding segmentName(String name, String expected, String found) {
        return Finding.of(FindingKind.SEGMENT_NAME).at(new Place(name, 0, 0)).expecting(expected, found);
    }
}
