package dev.tandem.bench;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tandem.bench.live.Api;
import dev.tandem.bench.live.Audit;
import dev.tandem.bench.live.Backstage;
import dev.tandem.bench.live.City;
import dev.tandem.bench.live.Journal;
import dev.tandem.bench.live.ProcessorTime;
import dev.tandem.bench.live.Rider;
import dev.tandem.bench.live.Shops;
import dev.tandem.demo.Connection;
import dev.tandem.demo.PartnerDoor;
import dev.tandem.local.cloud.EmbeddedCloud;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;

/**
 * A city that lives on the embedded cloud for a while: couriers with their apps, shops with their orders, rain from the middle on, and
 * function processes that are killed at random. Ends with an audit of every delivery.
 */
final class DispatchLiveBench {
    private static final String ZONE = "bench";
    private static final String POLICY = "bench-1";
    private static final Duration POSITIONS = Duration.ofSeconds(10);
    private static final Duration LOOK = Duration.ofSeconds(2);

    private final String command;

    DispatchLiveBench(String command) {
        this.command = command;
    }

    /** What is asked for; {@code pace} 1 is real time. */
    private record Plan(
            int couriers, int ordersPerHour, int minutes, int pace, int killsPerMinute, int pollSeconds, int seed) {
        long realMillis() {
            return minutes * 60_000L / pace;
        }
    }

    void run(Arguments arguments) throws IOException, InterruptedException {
        Plan plan = new Plan(
                arguments.number("--couriers", 300),
                arguments.number("--orders", 2_000),
                arguments.number("--minutes", 20),
                arguments.number("--pace", 1),
                arguments.number("--kills", 6),
                arguments.number("--poll", 5),
                arguments.number("--seed", 1));
        Progress.say("booting the embedded cloud");
        try (EmbeddedCloud cloud = Clouds.ephemeral();
                HttpClient http = HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .build()) {
            live(cloud, new Api(http, cloud.apiUrl().toString()), plan);
        }
    }

    /** What happened to the cloud while the city lived on it. */
    private record Ran(double seconds, int kills, long ticks, ProcessorTime processors) {}

    private void live(EmbeddedCloud cloud, Api api, Plan plan) throws IOException, InterruptedException {
        Connection connection = Connection.ofPort(cloud.apiUrl().getPort());
        Random random = new Random(plan.seed);
        City city = new City(plan.pace, random);
        configure(api, connection, plan);
        Journal journal = new Journal();
        AtomicBoolean working = new AtomicBoolean(true);
        AtomicBoolean open = new AtomicBoolean(true);
        Backstage backstage = new Backstage(cloud, new Random(random.nextLong()));
        CountDownLatch onShift = new CountDownLatch(plan.couriers);
        List<Rider> riders = riders(cloud, api, plan, random, city, journal, working::get, onShift);
        List<Thread> threads = new ArrayList<>();
        riders.forEach(rider -> threads.add(Thread.ofVirtual().start(rider)));
        if (!onShift.await(5, TimeUnit.MINUTES)) {
            throw new IOException(onShift.getCount() + " of " + plan.couriers + " couriers did not get on shift");
        }
        Progress.say("all couriers are on shift");
        Shops shops = new Shops(
                city,
                api,
                journal,
                connection.partnerKey(),
                plan.ordersPerHour * plan.pace / 3600.0,
                open::get,
                new Random(random.nextLong()));
        cloud.fireSchedule("SweepDispatchSchedule");
        ProcessorTime processors = new ProcessorTime(cloud.lambda());
        long ticksBefore = backstage.ticks();
        Instant start = Instant.now();
        threads.add(Thread.ofVirtual().start(shops));
        threads.add(repeat(POSITIONS, working::get, () -> backstage.positions(riders)));
        threads.add(repeat(LOOK, working::get, processors::look));
        if (plan.killsPerMinute > 0) {
            threads.add(repeat(Duration.ofMillis(60_000 / plan.killsPerMinute), open::get, backstage::kill));
        }
        Thread.sleep(plan.realMillis() / 2);
        report(plan, journal, backstage, start);
        rain(connection, city);
        Thread.sleep(plan.realMillis() - plan.realMillis() / 2);
        open.set(false);
        drain(plan, journal, backstage, start);
        Ran ran = new Ran(
                Duration.between(start, Instant.now()).toMillis() / 1000.0,
                backstage.kills(),
                backstage.ticks() - ticksBefore,
                processors);
        processors.look();
        working.set(false);
        threads.forEach(Thread::interrupt);
        for (Thread thread : threads) {
            thread.join(Duration.ofSeconds(30));
        }
        print(plan, audit(api, connection, journal, city), backstage.deadLetters(), journal, api, ran);
    }

    private static List<Rider> riders(
            EmbeddedCloud cloud,
            Api api,
            Plan plan,
            Random random,
            City city,
            Journal journal,
            BooleanSupplier working,
            CountDownLatch onShift) {
        List<Rider> riders = new ArrayList<>();
        for (int i = 0; i < plan.couriers; i++) {
            String id = "rider-" + i;
            String token = cloud.token(id, List.of("couriers"));
            long pollMillis = Math.max(300, plan.pollSeconds * 1000L);
            riders.add(new Rider(
                    id, token, city, api, journal, pollMillis, working, onShift, new Random(random.nextLong())));
        }
        return riders;
    }

    /** Does something every so often, as long as it shall go on. */
    private static Thread repeat(Duration pause, BooleanSupplier goesOn, Runnable action) {
        return Thread.ofVirtual().start(() -> {
            try {
                while (goesOn.getAsBoolean()) {
                    action.run();
                    Thread.sleep(pause);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    private void configure(Api api, Connection connection, Plan plan) throws InterruptedException, IOException {
        Map<String, String> staff = Map.of("Authorization", "Bearer " + connection.staffToken());
        ObjectNode policy = JsonNodeFactory.instance.objectNode();
        // The city runs faster than the clock, so the system has to think that couriers are as much faster.
        policy.putObject("speedsKmh").put("EBIKE", 18.0 * plan.pace);
        policy.putObject("service").put("pickUpMinutes", 2.0 / plan.pace).put("dropOffMinutes", 2.0 / plan.pace);
        policy.put("offerSeconds", Math.max(5 + 2 * plan.pollSeconds, 40 / plan.pace));
        check(api.call("PUT", "/v1/dispatch/policies/" + POLICY, policy.toString(), staff));
        String zone = String.format(
                Locale.ROOT,
                "{\"name\":\"Bench\",\"timeZone\":\"Europe/Berlin\",\"tickSeconds\":%d,\"policyVersion\":\"%s\","
                        + "\"bounds\":{\"south\":%f,\"west\":%f,\"north\":%f,\"east\":%f}}",
                Math.max(1, 4 / plan.pace),
                POLICY,
                City.SOUTH,
                City.WEST,
                City.NORTH,
                City.EAST);
        check(api.call("PUT", "/v1/dispatch/zones/" + ZONE, zone, staff));
    }

    private static void check(Api.Answer answer) throws IOException {
        if (answer.status() != 200) {
            throw new IOException("dispatch is not configured: " + answer);
        }
    }

    private static void rain(Connection connection, City city) throws IOException, InterruptedException {
        city.slow(1.3);
        try (PartnerDoor door = new PartnerDoor(connection)) {
            Instant now = Instant.now();
            door.drop(
                    "weather/rain.csv",
                    ("zone,at,precipitationMm,windKmh,temperatureC\n" + ZONE + "," + now + ",8,25,9\n")
                            .getBytes(StandardCharsets.UTF_8),
                    "text/csv");
            Progress.say("rain: "
                    + door.awaitReport("weather/rain.csv", now.minusSeconds(1), Duration.ofSeconds(60))
                            .path("status")
                            .asText());
        }
    }

    /** Until all is delivered, or an hour of the city and some real minutes are over. */
    private static void drain(Plan plan, Journal journal, Backstage backstage, Instant start)
            throws InterruptedException {
        Instant end = Instant.now().plus(Duration.ofMinutes(60L / plan.pace + 4));
        while (journal.delivered() < journal.submitted() && Instant.now().isBefore(end)) {
            Thread.sleep(5_000);
            report(plan, journal, backstage, start);
        }
    }

    private static void report(Plan plan, Journal journal, Backstage backstage, Instant start) {
        Progress.say(Duration.between(start, Instant.now()).toSeconds() + " s: " + journal.submitted() + " asked for, "
                + journal.delivered() + " delivered by " + plan.couriers + " couriers, " + backstage.kills()
                + " kills, "
                + journal.surprises().size() + " surprises");
    }

    private static Audit audit(Api api, Connection connection, Journal journal, City city) throws InterruptedException {
        Audit audit = new Audit(journal, city);
        for (String id : Shops.ids(journal)) {
            Api.Answer answer =
                    api.call("GET", "/v1/deliveries/" + id, null, Map.of("x-api-key", connection.partnerKey()));
            audit.look(
                    id, answer.status(), answer.body() == null ? JsonNodeFactory.instance.nullNode() : answer.body());
        }
        audit.faults().stream().limit(20).forEach(fault -> Progress.say("FAULT " + fault));
        journal.surprises().stream().limit(20).forEach(surprise -> Progress.say("surprise " + surprise));
        return audit;
    }

    private void print(Plan plan, Audit audit, int deadLetters, Journal journal, Api api, Ran ran) {
        Map<String, Number> metrics = new LinkedHashMap<>();
        metrics.put("delivered", journal.submitted() == 0 ? 0 : (double) journal.delivered() / journal.submitted());
        metrics.put("open", audit.open());
        metrics.put("lost", audit.lost());
        metrics.put("twice", audit.twice());
        metrics.put("deadLetters", deadLetters);
        metrics.put("orderToOfferP50Seconds", Audit.percentile(audit.secondsToOffer(), 0.5));
        metrics.put("orderToOfferP99Seconds", Audit.percentile(audit.secondsToOffer(), 0.99));
        metrics.put("readyOrderToOfferP50Seconds", Audit.percentile(audit.secondsToOfferOfReady(), 0.5));
        metrics.put("readyOrderToOfferP99Seconds", Audit.percentile(audit.secondsToOfferOfReady(), 0.99));
        metrics.put(
                "clickToDoorMean",
                audit.clickToDoor().stream()
                        .mapToDouble(Double::doubleValue)
                        .average()
                        .orElse(0));
        metrics.put("clickToDoorP90", Audit.percentile(audit.clickToDoor(), 0.9));
        metrics.put("lateShare", audit.lateShare());
        metrics.put("offers", audit.offers());
        metrics.put("declined", journal.declined());
        metrics.put("unanswered", journal.ignored());
        metrics.put("takenAlong", journal.takenAlong());
        metrics.put("kills", ran.kills());
        metrics.put("ticks", ran.ticks());
        metrics.put("callsRepeated", api.repeats());
        metrics.put("surprises", journal.surprises().size());
        Map<String, Double> functions = ran.processors().functionSeconds();
        double inFunctions =
                functions.values().stream().mapToDouble(Double::doubleValue).sum();
        double inCloud = ran.processors().cloudSeconds();
        functions.forEach((name, used) -> Progress.say(String.format(Locale.ROOT, "%7.1f s of %s", used, name)));
        new BenchLine(
                        "dispatch-live",
                        "tandem",
                        "made-up city, " + plan.couriers + " couriers, " + plan.ordersPerHour + " orders an hour, "
                                + plan.minutes + " minutes at pace " + plan.pace + ", seed " + plan.seed,
                        "embedded cloud, rain from the middle on, " + plan.killsPerMinute
                                + " function processes killed a minute; offer times by the clock, door times by the"
                                + " city",
                        journal.submitted())
                .metrics(metrics)
                .throughput(api.calls() / ran.seconds())
                .seconds("run", ran.seconds())
                .seconds("processorOfFunctions", inFunctions)
                .seconds("processorOfCloudAndCity", inCloud)
                .print(command);
    }
}
