package dev.diptych.contracts.suites;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diptych.ports.driven.RandomBytes;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The contract of {@link RandomBytes}: as many bytes as asked for, and others each time. */
public abstract class RandomBytesContract {
    /**
     * A source of randomness.
     *
     * @param run which of several runs of a program it is for
     */
    protected abstract RandomBytes randomBytes(int run);

    /** Whether nobody can foresee the bytes; a twin's can be foreseen, and must then be the same in the same run. */
    protected abstract boolean isUnforeseeable();

    @Test
    void gives_as_many_bytes_as_asked_for_and_others_each_time() {
        RandomBytes random = randomBytes(1);

        assertThat(random.next(16)).hasSize(16);
        assertThat(random.next(32)).hasSize(32);
        assertThat(Stream.generate(() -> hex(random.next(32))).limit(5_000)).doesNotHaveDuplicates();
    }

    @Test
    void gives_every_value_of_a_byte_about_equally_often() {
        int[] counts = new int[256];
        for (byte one : randomBytes(1).next(256 * 1_000)) {
            counts[one & 0xff]++;
        }
        assertThat(counts).satisfies(seen -> {
            for (int count : seen) {
                assertThat(count).isBetween(700, 1_300);
            }
        });
    }

    @Test
    void gives_the_same_again_only_where_that_is_what_it_is_for() {
        String first = hex(randomBytes(1).next(32));

        assertThat(hex(randomBytes(2).next(32))).isNotEqualTo(first);
        assertThat(hex(randomBytes(1).next(32)).equals(first)).isNotEqualTo(isUnforeseeable());
    }

    @Test
    void gives_different_bytes_to_many_threads() {
        RandomBytes random = randomBytes(1);
        List<CompletableFuture<String>> threads = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            threads.add(CompletableFuture.supplyAsync(() -> hex(random.next(32))));
        }
        assertThat(threads.stream().map(CompletableFuture::join)).doesNotHaveDuplicates();
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
