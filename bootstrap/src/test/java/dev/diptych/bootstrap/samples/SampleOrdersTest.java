package dev.diptych.bootstrap.samples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diptych.bootstrap.Checkout;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;

class SampleOrdersTest {
    @Test
    void the_shipped_sample_is_what_its_generator_writes_and_has_at_least_a_thousand_events() throws IOException {
        String shipped = Files.readString(Checkout.root().resolve("samples/orders.jsonl"), StandardCharsets.UTF_8);

        assertThat(shipped).isEqualTo(SampleOrders.text());
        assertThat(shipped.lines().count()).isGreaterThanOrEqualTo(1_000);
    }
}
