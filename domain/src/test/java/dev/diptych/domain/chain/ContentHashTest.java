package dev.diptych.domain.chain;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ContentHashTest {
    /** The value of FIPS 180-4, appendix B.1. */
    @Test
    void is_the_sha_256_of_what_remains_in_the_buffer_without_a_prefix() {
        ByteBuffer buffer = ByteBuffer.wrap("#abc".getBytes(StandardCharsets.US_ASCII));
        buffer.get();

        assertThat(ContentHash.hex(buffer))
                .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }
}
