package dev.diptych.domain.chain;

import dev.diptych.domain.event.StrictJson;
import dev.diptych.domain.finding.Finding;
import dev.diptych.domain.finding.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** The segments of a log as text of one character a byte, and a walk over them that does as a reader of files does. */
final class LogImage {
    private final List<String> names = new ArrayList<>();
    private final List<StringBuilder> contents = new ArrayList<>();
    final List<Finding> findings = new ArrayList<>();

    static LogImage of(Sealing sealing) {
        LogImage image = new LogImage().segment(1);
        sealing.events().forEach(event -> image.add(Sealing.text(event.toLine())));
        return image;
    }

    LogImage segment(long number) {
        names.add(String.format("%020d.jsonl", number));
        contents.add(new StringBuilder());
        return this;
    }

    /** Anything else that lies in the directory. */
    LogImage foreign(String name) {
        names.add(name);
        contents.add(new StringBuilder());
        return this;
    }

    LogImage add(String bytes) {
        contents.get(contents.size() - 1).append(bytes);
        return this;
    }

    LogImage add(SealedEvent... events) {
        for (SealedEvent event : events) {
            add(Sealing.text(event.toLine()));
        }
        return this;
    }

    static TailWitness storeAt(long sequence) {
        return new TailWitness(true, sequence, OptionalLong.empty());
    }

    WalkEnd walk(TailWitness witness) {
        ChainWalk walk = ChainWalk.fromStart(findings::add);
        return feed(walk).finish(witness);
    }

    ChainWalk fed() {
        return feed(ChainWalk.fromStart(findings::add));
    }

    ChainWalk feed(ChainWalk walk) {
        return feed(walk, 0, 0);
    }

    /** Feeds what lies behind a byte of a segment, which the walk begins inside of unless the byte is its first. */
    ChainWalk feed(ChainWalk walk, int fromSegment, int fromOffset) {
        for (int i = fromSegment; i < names.size(); i++) {
            boolean inside = i == fromSegment && fromOffset > 0;
            if (!names.get(i).matches("[0-9]{20}\\.jsonl")) {
                walk.foreignName(names.get(i));
                continue;
            }
            if (!inside) {
                walk.beginSegment(names.get(i), Long.parseLong(names.get(i).substring(0, 20)));
            }
            feedLines(walk, names.get(i), contents.get(i).toString(), inside ? fromOffset : 0);
        }
        return walk;
    }

    private static void feedLines(ChainWalk walk, String name, String content, int from) {
        LineDecoder decoder = new LineDecoder(StrictJson.SYNTAX);
        int at = from;
        for (long line = 1; at < content.length(); line++) {
            int lf = content.indexOf('\n', at);
            int end = lf < 0 ? content.length() : lf + 1;
            byte[] bytes = Sealing.bytes(content.substring(at, Math.min(end, at + 1_000_001)));
            walk.line(new Place(name, at, from > 0 ? 0 : line), end - at, bytes, decoder.decodeOwned(bytes.clone()));
            at = end;
        }
    }

    /** The findings in short: kind, sequence where there is one. */
    List<String> found() {
        return findings.stream()
                .map(finding -> finding.kind().word()
                        + (finding.sequence().isPresent()
                                ? " " + finding.sequence().getAsLong()
                                : ""))
                .toList();
    }

    static Optional<WalkEnd.Torn> torn(WalkEnd end) {
        return end.fold(
                whole -> Optional.empty(), Optional::of, WalkEnd.Damaged::tail, unknownVersion -> Optional.empty());
    }
}
