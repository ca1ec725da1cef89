package dev.tandem.bench.live;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** A courier and the app: polls for offers, also on the way to a shop, answers most of them, rides, and tells each hand-over. */
public final class Rider implements Runnable {
    private static final double ACCEPTS = 0.92;
    private static final double DECLINES = 0.06;

    private final String id;
    private final City city;
    private final Api api;
    private final Journal journal;
    private final Map<String, String> headers;
    private final Random random;
    private final long pollMillis;
    private final BooleanSupplier working;
    private final Map<String, String> answered = new HashMap<>();
    private final CountDownLatch started;
    /** Where the courier was last, and where to since then. */
    private volatile Leg leg;

    private String tag = "";

    /** A way in time, milliseconds of the clock. */
    private record Leg(City.Place from, City.Place to, long start, long millis) {
        City.Place at(long now) {
            return millis == 0 ? to : from.towards(to, (double) (now - start) / millis);
        }
    }

    public Rider(
            String id,
            String token,
            City city,
            Api api,
            Journal journal,
            long pollMillis,
            BooleanSupplier working,
            CountDownLatch started,
            Random random) {
        this.id = id;
        this.city = city;
        this.api = api;
        this.journal = journal;
        this.pollMillis = pollMillis;
        this.working = working;
        this.random = random;
        this.headers = Map.of("Authorization", "Bearer " + token);
        this.started = started;
        City.Place here = city.anywhere(random);
        this.leg = new Leg(here, here, 0, 0);
    }

    public String id() {
        return id;
    }

    public City.Place place() {
        return leg.at(System.currentTimeMillis());
    }

    private Api.Answer call(String method, String path, @Nullable String body) throws InterruptedException {
        return api.call(method, "/v1/couriers/" + id + path, body, headers);
    }

    @Override
    public void run() {
        try {
            onShift();
            started.countDown();
            Thread.sleep(random.nextLong(pollMillis));
            while (working.getAsBoolean()) {
                look();
                Thread.sleep(pollMillis);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            journal.surprises.add(id + " stopped: " + e);
        }
    }

    private void onShift() throws InterruptedException {
        City.Place place = place();
        Api.Answer answer = call(
                "PUT",
                "/shift",
                String.format(
                        Locale.ROOT,
                        "{\"vehicle\":\"EBIKE\",\"lat\":%.6f,\"lon\":%.6f,\"maxOrders\":3}",
                        place.lat(),
                        place.lon()));
        if (answer.status() != 200) {
            journal.surprises.add(id + " shift: " + answer);
        }
    }

    private void look() throws InterruptedException {
        Map<String, String> with = new HashMap<>(headers);
        if (!tag.isEmpty()) {
            with.put("If-None-Match", tag);
        }
        Api.Answer seen = api.call("GET", "/v1/couriers/" + id + "/offers", null, with);
        tag = seen.tag();
        if (seen.status() == 304) {
            return;
        }
        JsonNode shown = seen.json();
        if (!shown.path("onShift").asBoolean()) {
            // Three offers were left unanswered; back to work.
            onShift();
            return;
        }
        JsonNode stops = accepted(shown);
        if (stops == null && !shown.at("/trip/stops").isEmpty()) {
            // Accepted by a call whose answer never came, or after a restart of the app.
            stops = shown.at("/trip/stops");
        }
        if (stops != null) {
            ride(stops);
        }
    }

    /** The stops to go on with when there is an offer that was not seen before and it is accepted. */
    private @Nullable JsonNode accepted(JsonNode shown) throws InterruptedException {
        JsonNode offer = shown.path("offers").path(0);
        boolean anew = !offer.isMissingNode()
                && answered.putIfAbsent(offer.path("offerId").asText(), "") == null;
        return anew ? answer(offer) : null;
    }

    private @Nullable JsonNode answer(JsonNode offer) throws InterruptedException {
        Thread.sleep(city.millis(0.03 + 0.12 * random.nextDouble()));
        String path = "/offers/" + offer.path("offerId").asText();
        double mood = random.nextDouble();
        if (mood < ACCEPTS) {
            Api.Answer answer = call("POST", path + "/accept", null);
            if (answer.status() == 200) {
                Set<String> ids = new HashSet<>(offer.path("stops").findValuesAsText("deliveryId"));
                ids.forEach(each -> Journal.add(journal.accepted, each, id));
                tag = "";
                if (offer.has("trip")) {
                    journal.takenAlong.incrementAndGet();
                }
                return answer.json().at("/trip/stops");
            } else if (answer.status() == 410
                    || answer.json().path("code").asText().equals("NOT_ON_SHIFT")) {
                journal.gone.incrementAndGet();
            } else {
                journal.surprises.add(id + " accept: " + answer);
            }
        } else if (mood < ACCEPTS + DECLINES) {
            call("POST", path + "/decline", "{\"reason\":\"Too far\"}");
            journal.declined.incrementAndGet();
        } else {
            journal.ignored.incrementAndGet();
        }
        return null;
    }

    private void ride(JsonNode accepted) throws InterruptedException {
        JsonNode stops = accepted;
        Set<String> done = new HashSet<>();
        for (int next = 0; next < stops.size(); ) {
            JsonNode stop = stops.get(next);
            String id = stop.path("deliveryId").asText();
            boolean pickUp = stop.path("kind").asText().equals("PICK_UP");
            if (stop.has("doneAt") || done.contains(pickUp + id)) {
                next++;
                continue;
            }
            City.Place to = new City.Place(
                    stop.at("/site/lat").asDouble(), stop.at("/site/lon").asDouble());
            City.Place from = place();
            boolean there = from.equals(to);
            long millis = city.wayMillis(from, to);
            leg = new Leg(from, to, System.currentTimeMillis(), millis);
            JsonNode changed = pickUp ? sleepAndLook(Math.max(millis, untilReady(id))) : null;
            if (changed != null) {
                stops = changed;
                next = 0;
                continue;
            }
            if (!pickUp) {
                Thread.sleep(millis);
            }
            // Told when the courier can go on: who has told of the last stop is asked for more, and has to look.
            if (!pickUp || !there) {
                Thread.sleep(city.millis(pickUp ? City.PICK_UP_MINUTES : City.DROP_OFF_MINUTES));
            }
            tell(id, pickUp);
            done.add(pickUp + id);
        }
        tag = "";
    }

    /** On the way to a shop and there the app goes on looking; gives the new stops as soon as more is taken along. */
    private @Nullable JsonNode sleepAndLook(long millis) throws InterruptedException {
        long end = System.currentTimeMillis() + millis;
        for (long left = millis; left > 0; left = end - System.currentTimeMillis()) {
            Thread.sleep(Math.min(left, pollMillis));
            Map<String, String> with = new HashMap<>(headers);
            if (!tag.isEmpty()) {
                with.put("If-None-Match", tag);
            }
            Api.Answer seen = api.call("GET", "/v1/couriers/" + id + "/offers", null, with);
            tag = seen.tag();
            JsonNode changed = seen.status() == 304 ? null : accepted(seen.json());
            if (changed != null) {
                return changed;
            }
        }
        return null;
    }

    private long untilReady(String deliveryId) {
        String ready = journal.submitted.get(deliveryId);
        return ready == null ? 0 : Instant.parse(ready).toEpochMilli() - System.currentTimeMillis();
    }

    private void tell(String deliveryId, boolean pickUp) throws InterruptedException {
        Api.Answer answer = call("POST", "/deliveries/" + deliveryId + (pickUp ? "/picked-up" : "/delivered"), "{}");
        if (answer.status() != 200) {
            journal.surprises.add(id + (pickUp ? " picked up: " : " delivered: ") + answer);
        } else if (!pickUp) {
            Journal.add(journal.delivered, deliveryId, id);
        }
    }

    /** All riders' positions as messages of fifty. */
    public static List<String> positions(List<Rider> riders) {
        List<String> messages = new java.util.ArrayList<>();
        for (int from = 0; from < riders.size(); from += 50) {
            StringBuilder message = new StringBuilder("{\"positions\":[");
            for (Rider rider : riders.subList(from, Math.min(riders.size(), from + 50))) {
                City.Place at = rider.place();
                message.append(message.charAt(message.length() - 1) == '[' ? "" : ",")
                        .append(String.format(
                                Locale.ROOT,
                                "{\"courierId\":\"%s\",\"lat\":%.6f,\"lon\":%.6f}",
                                rider.id(),
                                at.lat(),
                                at.lon()));
            }
            messages.add(message.append("]}").toString());
        }
        return messages;
    }
}
