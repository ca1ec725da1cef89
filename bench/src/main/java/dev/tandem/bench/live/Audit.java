package dev.tandem.bench.live;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Holds what the system says of each delivery against its rules and against what shops and couriers saw: nothing lost, nothing twice.
 */
public final class Audit {
    private static final Map<String, Set<String>> NEXT = Map.of(
            "WAITING", Set.of("OFFERED", "CANCELLED"),
            "OFFERED", Set.of("WAITING", "ASSIGNED", "CANCELLED"),
            "ASSIGNED", Set.of("WAITING", "PICKED_UP", "FAILED", "CANCELLED"),
            "PICKED_UP", Set.of("DELIVERED", "FAILED"));

    private final Journal journal;
    private final City city;
    private final List<String> faults = new ArrayList<>();
    private final List<Double> secondsToOffer = new ArrayList<>();
    private final List<Double> secondsToOfferOfReady = new ArrayList<>();
    private final List<Double> clickToDoor = new ArrayList<>();
    private int open;
    private int late;
    private int offers;
    private int lost;
    private int twice;

    public Audit(Journal journal, City city) {
        this.journal = journal;
        this.city = city;
    }

    /** One delivery as the API shows it; null when it is not known any more. */
    public void look(String deliveryId, int status, JsonNode delivery) {
        if (status != 200) {
            lost++;
            faults.add(deliveryId + " is gone: " + status);
            return;
        }
        String state = "";
        boolean offered = false;
        for (JsonNode moment : delivery.path("timeline")) {
            String next = moment.path("state").asText();
            if (!state.isEmpty() && !NEXT.getOrDefault(state, Set.of()).contains(next)) {
                twice++;
                faults.add(deliveryId + " went from " + state + " to " + next);
            }
            if (next.equals("OFFERED")) {
                offers++;
                if (!offered) {
                    offered = true;
                    secondsToOffer.add(between(delivery, moment) / 1000.0);
                    if (!Instant.parse(delivery.path("readyAt").asText())
                            .isAfter(Instant.parse(delivery.path("placedAt").asText()))) {
                        secondsToOfferOfReady.add(between(delivery, moment) / 1000.0);
                    }
                }
            }
            if (next.equals("DELIVERED")) {
                clickToDoor.add(city.minutes(between(delivery, moment)));
                late += Instant.parse(moment.path("at").asText())
                                .isAfter(Instant.parse(delivery.path("deadline").asText()))
                        ? 1
                        : 0;
            }
            state = next;
        }
        List<String> byCouriers = journal.delivered.getOrDefault(deliveryId, List.of());
        if (state.equals("DELIVERED")) {
            if (byCouriers.size() != 1) {
                twice += byCouriers.size() > 1 ? 1 : 0;
                lost += byCouriers.isEmpty() ? 1 : 0;
                faults.add(deliveryId + " was delivered by " + byCouriers);
            }
        } else {
            open++;
            if (!byCouriers.isEmpty()) {
                lost++;
                faults.add(deliveryId + " was delivered by " + byCouriers + " and is " + state);
            }
        }
        if (journal.accepted.getOrDefault(deliveryId, List.of()).size() > 1) {
            twice++;
            faults.add(deliveryId + " was accepted by " + journal.accepted.get(deliveryId));
        }
    }

    private static double between(JsonNode delivery, JsonNode moment) {
        return Duration.between(
                        Instant.parse(delivery.path("placedAt").asText()),
                        Instant.parse(moment.path("at").asText()))
                .toMillis();
    }

    public List<String> faults() {
        return List.copyOf(faults);
    }

    public int lost() {
        return lost;
    }

    public int twice() {
        return twice;
    }

    public int open() {
        return open;
    }

    public int offers() {
        return offers;
    }

    public double lateShare() {
        return clickToDoor.isEmpty() ? 0 : (double) late / clickToDoor.size();
    }

    public List<Double> secondsToOffer() {
        return List.copyOf(secondsToOffer);
    }

    /** The same of what was ready when it was asked for, so that nothing is held on purpose. */
    public List<Double> secondsToOfferOfReady() {
        return List.copyOf(secondsToOfferOfReady);
    }

    /** In minutes of the city. */
    public List<Double> clickToDoor() {
        return List.copyOf(clickToDoor);
    }

    /** The nearest-rank percentile; zero of nothing. */
    public static double percentile(List<Double> values, double share) {
        if (values.isEmpty()) {
            return 0;
        }
        double[] sorted =
                values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        return sorted[Math.max(1, (int) Math.ceil(share * sorted.length)) - 1];
    }
}
