package dev.diptych.contracts.files;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;

/**
 * A directory as programs see it and as the medium has it. A name that was made, given or deleted and not yet forced may
 * be there or not after a power cut; a rename is there or not as a whole.
 */
final class MemoryDirectory {
    /** The one stand-in for a symbolic link; what it points to does not matter, for nothing here follows it. */
    static final Object LINK = new Object();

    private final long inode;
    private final NavigableMap<String, Object> cached = new TreeMap<>();
    private final NavigableMap<String, Object> forced = new TreeMap<>();
    private final List<Change> unforced = new ArrayList<>();

    /** {@code gone} is taken away, then {@code made} is there for {@code node}; either may be absent. */
    private record Change(Optional<String> gone, Optional<String> made, Object node) {}

    MemoryDirectory(long inode) {
        this.inode = inode;
    }

    long inode() {
        return inode;
    }

    Optional<Object> find(String name) {
        return Optional.ofNullable(cached.get(name));
    }

    List<String> names() {
        return List.copyOf(cached.keySet());
    }

    void make(String name, Object node) {
        change(new Change(Optional.empty(), Optional.of(name), node));
    }

    void delete(String name) {
        change(new Change(Optional.of(name), Optional.empty(), LINK));
    }

    void rename(String from, String to) {
        change(new Change(Optional.of(from), Optional.of(to), cached.get(from)));
    }

    void force() {
        unforced.forEach(change -> apply(change, forced));
        unforced.clear();
    }

    /** The files of this directory and those below it, each once. */
    void collect(Map<MemoryFile, Boolean> files) {
        for (Object node : cached.values()) {
            if (node instanceof MemoryFile file) {
                files.put(file, true);
            } else if (node instanceof MemoryDirectory directory) {
                directory.collect(files);
            }
        }
    }

    MemoryDirectory survivor(PowerCut.Survival survival, Random random, Map<Object, Object> survivors) {
        NavigableMap<String, Object> left = new TreeMap<>(forced);
        int count = switch (survival) {
            case NOTHING -> 0;
            case ALL, REORDERED -> unforced.size();
            case PREFIX, GARBLED -> random.nextInt(unforced.size() + 1);
        };
        for (Change change : unforced.subList(0, count)) {
            if (survival != PowerCut.Survival.REORDERED || random.nextBoolean()) {
                apply(change, left);
            }
        }
        MemoryDirectory survivor = new MemoryDirectory(inode);
        left.forEach((name, node) -> {
            Object copy = survivingNode(node, survival, random, survivors);
            survivor.cached.put(name, copy);
            survivor.forced.put(name, copy);
        });
        return survivor;
    }

    private static Object survivingNode(
            Object node, PowerCut.Survival survival, Random random, Map<Object, Object> survivors) {
        Object known = survivors.get(node);
        if (known != null) {
            return known;
        }
        Object copy = node;
        if (node instanceof MemoryFile file) {
            copy = file.survivor(survival, random);
        } else if (node instanceof MemoryDirectory directory) {
            copy = directory.survivor(survival, random, survivors);
        }
        survivors.put(node, copy);
        return copy;
    }

    static Map<Object, Object> noSurvivorsYet() {
        return new IdentityHashMap<>();
    }

    private void change(Change change) {
        apply(change, cached);
        unforced.add(change);
    }

    private static void apply(Change change, NavigableMap<String, Object> names) {
        change.gone().ifPresent(names::remove);
        change.made().ifPresent(name -> names.put(name, change.node()));
    }
}
