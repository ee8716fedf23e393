package dev.diptych.contracts.files;

import java.util.Arrays;

/** Bytes that grow and shrink like a file. */
final class Bytes {
    private byte[] array;
    private int size;

    Bytes() {
        this(new byte[0]);
    }

    Bytes(byte[] content) {
        array = content.clone();
        size = content.length;
    }

    int size() {
        return size;
    }

    byte at(long offset) {
        return array[Math.toIntExact(offset)];
    }

    /** Writes, with zeros between the end and {@code offset} where there is a gap. */
    void write(long offset, byte[] source, int from, int to) {
        int at = Math.toIntExact(offset);
        int end = at + (to - from);
        if (end > array.length) {
            array = Arrays.copyOf(array, Math.max(end, array.length * 2));
        }
        if (at > size) {
            Arrays.fill(array, size, at, (byte) 0);
        }
        System.arraycopy(source, from, array, at, to - from);
        size = Math.max(size, end);
    }

    void cut(long newSize) {
        size = Math.min(size, Math.toIntExact(newSize));
    }

    int read(byte[] target, int at, int length, long offset) {
        if (offset >= size) {
            return -1;
        }
        int from = Math.toIntExact(offset);
        int count = Math.min(length, size - from);
        System.arraycopy(array, from, target, at, count);
        return count;
    }

    byte[] toArray() {
        return Arrays.copyOf(array, size);
    }
}
