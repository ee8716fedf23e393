package dev.diptych.bootstrap.samples;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * Writes {@code samples/orders.jsonl}: the orders of a small shop over a few weeks, from placing through payment and
 * shipping, with what goes wrong in between. The same seed gives the same bytes.
 *
 * <pre>java SampleOrders.java samples/orders.jsonl</pre>
 */
public final class SampleOrders {
    private static final long SEED = 20_260_301;
    private static final int ORDERS = 330;
    private static final Instant FIRST = Instant.parse("2026-03-02T07:00:00Z");

    private static final String[][] GOODS = {
        {"kettle-1.7l", "39.90"},
        {"mug-blue", "8.50"},
        {"mug-red", "8.50"},
        {"tea-darjeeling-250g", "14.20"},
        {"tea-sencha-100g", "11.80"},
        {"teapot-cast-iron", "64.00"},
        {"strainer", "4.95"},
        {"honey-acacia-500g", "9.75"}
    };
    private static final String[] CITIES = {
        "Kraków", "Lisboa", "Göteborg", "Århus", "Graz", "Brno", "Gdańsk", "Málaga", "Köln", "Lyon", "Łódź", "Cork"
    };
    private static final String[] CARRIERS = {"posta", "quickbox", "green-wheels"};
    private static final String[] METHODS = {"card", "card", "card", "transfer", "wallet"};

    private final Random random = new Random(SEED);
    private final List<Line> lines = new ArrayList<>();

    private SampleOrders() {}

    private record Line(Instant at, String text) {}

    /** The whole file. */
    public static String text() {
        SampleOrders orders = new SampleOrders();
        Instant placed = FIRST;
        for (int i = 0; i < ORDERS; i++) {
            placed = placed.plus(Duration.ofSeconds(120 + orders.random.nextInt(9_000)));
            orders.order(10_001 + i, placed);
        }
        orders.lines.sort(Comparator.comparing(Line::at));
        StringBuilder text = new StringBuilder();
        orders.lines.forEach(line -> text.append(line.text()).append('\n'));
        return text.toString();
    }

    public static void main(String[] arguments) throws IOException {
        Files.writeString(Path.of(arguments[0]), text(), StandardCharsets.UTF_8);
    }

    private void order(int number, Instant placed) {
        String order = "order-" + number;
        String customer = "c-" + (2_000 + random.nextInt(180));
        String session = "s-" + Integer.toHexString(0x10_0000 + random.nextInt(0xf0_0000));
        boolean abroad = random.nextInt(4) == 0;
        String tags = abroad ? "[\"shop\",\"export\"]" : "[\"shop\"]";
        int items = 1 + random.nextInt(3);
        long cents = 0;
        StringBuilder basket = new StringBuilder();
        for (int i = 0; i < items; i++) {
            String[] good = GOODS[random.nextInt(GOODS.length)];
            int count = 1 + random.nextInt(3);
            cents += count * Math.round(Double.parseDouble(good[1]) * 100);
            basket.append(i == 0 ? "" : ",")
                    .append("{\"sku\":\"")
                    .append(good[0])
                    .append("\",\"count\":")
                    .append(count)
                    .append(",\"price\":")
                    .append(good[1])
                    .append('}');
        }
        String total = money(cents);
        String city = CITIES[random.nextInt(CITIES.length)];
        add(
                order,
                "placed",
                placed,
                "{\"type\":\"user\",\"name\":\"" + customer + "\"}",
                session,
                tags,
                "{\"order\":" + number + ",\"customer\":\"" + customer + "\",\"items\":[" + basket + "],\"total\":"
                        + total + ",\"currency\":\"EUR\",\"ship_to\":{\"city\":\"" + city + "\",\"abroad\":" + abroad
                        + "}}");

        Instant at = placed.plus(Duration.ofMillis(4_000 + random.nextInt(90_000)));
        String method = METHODS[random.nextInt(METHODS.length)];
        if (random.nextInt(12) == 0) {
            add(
                    order,
                    "payment_declined",
                    at,
                    tool("payments"),
                    session,
                    tags,
                    "{\"order\":" + number + ",\"method\":\"" + method + "\",\"amount\":" + total + ",\"reason\":\""
                            + (random.nextBoolean() ? "insufficient funds" : "3-D Secure failed") + "\"}");
            if (random.nextBoolean()) {
                add(
                        order,
                        "cancelled",
                        at.plus(Duration.ofMinutes(30)),
                        tool("shop"),
                        session,
                        tags,
                        "{\"order\":" + number + ",\"by\":\"shop\",\"reason\":\"not paid in time\"}");
                return;
            }
            at = at.plus(Duration.ofSeconds(40 + random.nextInt(600)));
        }
        add(
                order,
                "payment_received",
                at,
                tool("payments"),
                session,
                tags,
                "{\"order\":" + number + ",\"method\":\"" + method + "\",\"amount\":" + total + ",\"fee\":"
                        + money(Math.round(cents * 0.014) + 25) + "}");
        at = at.plus(Duration.ofMinutes(90 + random.nextInt(1_500)));
        String carrier = CARRIERS[random.nextInt(CARRIERS.length)];
        add(
                order,
                "shipped",
                at,
                tool("warehouse"),
                session,
                tags,
                "{\"order\":" + number + ",\"carrier\":\"" + carrier + "\",\"parcel\":\""
                        + carrier.substring(0, 1).toUpperCase(Locale.ROOT) + (700_000_000L + random.nextInt(99_999_999))
                        + "\",\"weight_kg\":"
                        + money(40 + random.nextInt(400)) + "}");
        at = at.plus(Duration.ofHours(20 + random.nextInt(90)));
        if (random.nextInt(25) == 0) {
            add(
                    order,
                    "returned",
                    at,
                    tool(carrier),
                    session,
                    tags,
                    "{\"order\":" + number + ",\"reason\":\"nobody \\\"at home\\\" twice\",\"refund\":" + total + "}");
            return;
        }
        add(
                order,
                "delivered",
                at,
                tool(carrier),
                session,
                tags,
                "{\"order\":" + number + ",\"signed_by\":" + (random.nextInt(3) == 0 ? "null" : "\"" + customer + "\"")
                        + "}");
    }

    private void add(
            String order, String what, Instant at, String source, String session, String tags, String payload) {
        lines.add(new Line(
                at,
                "{\"id\":\"" + order + "-" + what + "\",\"event_type\":\"com.example.order_" + what
                        + ".v1\",\"source\":" + source + ",\"observed_at\":\"" + at + "\",\"trace_id\":\"" + order
                        + "\",\"session_id\":\"" + session + "\",\"domain_tags\":" + tags + ",\"payload\":" + payload
                        + "}"));
    }

    private static String tool(String name) {
        return "{\"type\":\"tool\",\"name\":\"" + name + "\"}";
    }

    private static String money(long cents) {
        return cents / 100 + "." + String.format(Locale.ROOT, "%02d", cents % 100);
    }
}
