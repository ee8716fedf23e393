package dev.diptych.domain.merkle;

/**
 * The way from a leaf up to the root, node by node. On level {@code k}, from 0 at the leaves, the leaf lies under the node
 * numbered {@code index >> k} of those numbered through {@code (size - 1) >> k}. The last of a level that is also the left half of
 * its pair has no other half there: it is passed on to the level above as it is.
 */
final class Climb {
    private final long size;
    private long node;
    private long last;
    private int level = -1;

    Climb(long index, long size) {
        this.size = size;
        this.node = index;
        this.last = size - 1;
    }

    /** How many nodes there are above the leaf. */
    static int lengthOf(long index, long size) {
        Climb climb = new Climb(index, size);
        int length = 0;
        while (climb.hasNextNode()) {
            climb.toNextNode();
            length++;
        }
        return length;
    }

    /** Whether the way goes on: the root is where a level has one node. */
    boolean hasNextNode() {
        return level < 0 ? last > 0 : last > 1;
    }

    /** Steps to the next level on which there is another half. */
    void toNextNode() {
        up();
        while ((node & 1) == 0 && node == last) {
            up();
        }
    }

    /** Whether the other half is the left one. */
    boolean isOtherLeft() {
        return (node & 1) == 1;
    }

    /** The first leaf under the other half. */
    long otherFrom() {
        return (isOtherLeft() ? node - 1 : node + 1) << level;
    }

    /** The leaf behind the last one under the other half. */
    long otherTo() {
        return isOtherLeft() ? node << level : Math.min((node + 2) << level, size);
    }

    private void up() {
        if (level >= 0) {
            node >>= 1;
            last >>= 1;
        }
        level++;
    }
}
