package dev.diptych.contracts.files;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * A file as the page cache shows it and as the medium has it.
 *
 * <p>Every change since the last force is kept. A force that succeeds brings the dirty changes to the medium. A force that
 * fails makes them clean without bringing them there, as Linux does: they stay readable, no later force covers them, and
 * only writing the same bytes again makes them dirty again.
 */
final class MemoryFile {
    private static final int BLOCK = 512;

    private final long inode;
    private final Bytes cached;
    private final Bytes forced;
    private final List<Change> clean = new ArrayList<>();
    private final List<Change> dirty = new ArrayList<>();

    /** A write, or a cut where {@code isCut}. */
    private record Change(boolean isCut, long offset, byte[] bytes) {}

    MemoryFile(long inode) {
        this(inode, new byte[0]);
    }

    /** A file whose content is on the medium. */
    MemoryFile(long inode, byte[] content) {
        this.inode = inode;
        cached = new Bytes(content);
        forced = new Bytes(content);
    }

    long inode() {
        return inode;
    }

    int size() {
        return cached.size();
    }

    byte[] content() {
        return cached.toArray();
    }

    byte[] forcedContent() {
        return forced.toArray();
    }

    int read(byte[] target, int at, int length, long offset) {
        return cached.read(target, at, length, offset);
    }

    void write(long offset, byte[] bytes) {
        cached.write(offset, bytes, 0, bytes.length);
        dirty.add(new Change(false, offset, bytes));
    }

    void cut(long size) {
        cached.cut(size);
        dirty.add(new Change(true, size, new byte[0]));
    }

    void force() {
        for (Change change : dirty) {
            apply(change, forced);
        }
        dirty.clear();
        clean.clear();
    }

    void forceFailed() {
        clean.addAll(dirty);
        dirty.clear();
    }

    /** Replaces the content here and on the medium. */
    void put(byte[] content) {
        cached.cut(0);
        cached.write(0, content, 0, content.length);
        dirty.clear();
        clean.clear();
        forced.cut(0);
        forced.write(0, content, 0, content.length);
    }

    MemoryFile survivor(PowerCut.Survival survival, Random random) {
        Bytes left = new Bytes(forced.toArray());
        List<Change> changes = new ArrayList<>(clean);
        changes.addAll(dirty);
        switch (survival) {
            case NOTHING -> {}
            case ALL -> changes.forEach(change -> apply(change, left));
            case PREFIX -> prefix(changes, left, random);
            case GARBLED -> changes.forEach(change -> garbled(change, left, random));
            case REORDERED ->
                changes.forEach(change -> {
                    if (random.nextBoolean()) {
                        apply(change, left);
                    }
                });
        }
        return new MemoryFile(inode, left.toArray());
    }

    private static void prefix(List<Change> changes, Bytes left, Random random) {
        long total = changes.stream().mapToLong(MemoryFile::weight).sum();
        long budget = total == 0 ? 0 : Math.floorMod(random.nextLong(), total + 1);
        for (Change change : changes) {
            if (budget < weight(change)) {
                if (!change.isCut()) {
                    left.write(change.offset(), change.bytes(), 0, (int) budget);
                }
                return;
            }
            apply(change, left);
            budget -= weight(change);
        }
    }

    /** Bytes that already lie on the medium as they are being written cannot go wrong: the old and the new are the same. */
    private void garbled(Change change, Bytes left, Random random) {
        if (change.isCut()) {
            if (random.nextBoolean()) {
                apply(change, left);
            }
            return;
        }
        byte[] bytes = change.bytes().clone();
        for (int from = 0; from < bytes.length; ) {
            int to = (int) Math.min(bytes.length, from + BLOCK - (change.offset() + from) % BLOCK);
            int fate = random.nextInt(3);
            if (fate == 0) {
                garble(bytes, from, to, change.offset(), random);
            }
            if (fate < 2) {
                left.write(change.offset() + from, bytes, from, to);
            }
            from = to;
        }
    }

    private void garble(byte[] bytes, int from, int to, long offset, Random random) {
        for (int i = from; i < to; i++) {
            boolean sameOnMedium = offset + i < forced.size() && forced.at(offset + i) == bytes[i];
            byte garbage = (byte) random.nextInt(256);
            if (!sameOnMedium) {
                bytes[i] = garbage;
            }
        }
    }

    private static long weight(Change change) {
        return change.isCut() ? 1 : change.bytes().length;
    }

    private static void apply(Change change, Bytes target) {
        if (change.isCut()) {
            target.cut(change.offset());
        } else {
            target.write(change.offset(), change.bytes(), 0, change.bytes().length);
        }
    }
}
