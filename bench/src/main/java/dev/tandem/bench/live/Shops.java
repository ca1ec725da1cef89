package dev.tandem.bench.live;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.function.BooleanSupplier;

/**
 * The shops: orders come as a Poisson process. One in five is on the shelf and ready at once, the others 4 to 12 minutes after they were
 * asked for; all are due 40 minutes after that.
 */
public final class Shops implements Runnable {
    private final City city;
    private final Api api;
    private final Journal journal;
    private final String partnerKey;
    private final double perSecond;
    private final BooleanSupplier open;
    private final Random random;

    public Shops(
            City city,
            Api api,
            Journal journal,
            String partnerKey,
            double perSecond,
            BooleanSupplier open,
            Random random) {
        this.city = city;
        this.api = api;
        this.journal = journal;
        this.partnerKey = partnerKey;
        this.perSecond = perSecond;
        this.open = open;
        this.random = random;
    }

    /** Deliveries that the system has confirmed. */
    public static List<String> ids(Journal journal) {
        return List.copyOf(journal.submitted.keySet());
    }

    @Override
    public void run() {
        try {
            for (int number = 0; open.getAsBoolean(); number++) {
                Thread.sleep(Math.round(-1000 * Math.log(1 - random.nextDouble()) / perSecond));
                String body = order(number);
                Thread.ofVirtual().start(() -> submit(body));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private String order(int number) {
        int shop = city.shop(random);
        City.Place from = city.shopPlace(shop);
        City.Place to = city.door(shop, random);
        long cooking = random.nextInt(5) == 0 ? 0 : city.millis(4 + 8 * random.nextDouble());
        Instant ready = Instant.now().plusMillis(cooking).truncatedTo(ChronoUnit.MILLIS);
        return String.format(
                Locale.ROOT,
                "{\"reference\":\"bench-%d\",\"pickUp\":{\"lat\":%.6f,\"lon\":%.6f,\"place\":\"shop-%d\"},"
                        + "\"dropOff\":{\"lat\":%.6f,\"lon\":%.6f},\"readyAt\":\"%s\",\"deadline\":\"%s\",\"weightKg\":%.1f}",
                number,
                from.lat(),
                from.lon(),
                shop,
                to.lat(),
                to.lon(),
                ready,
                // The API takes no deadline that is nearly over, which at a great pace it would be.
                ready.plusMillis(Math.max(city.millis(40), 150_000)),
                0.5 + 3 * random.nextDouble());
    }

    private void submit(String body) {
        try {
            Api.Answer answer = api.call("POST", "/v1/deliveries", body, Map.of("x-api-key", partnerKey));
            if (answer.status() == 201) {
                journal.submitted.put(
                        answer.json().path("deliveryId").asText(),
                        answer.json().path("readyAt").asText());
            } else {
                journal.surprises.add("submit: " + answer);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            journal.surprises.add("submit: " + e);
        }
    }
}
