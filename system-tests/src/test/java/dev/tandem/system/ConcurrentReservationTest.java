package dev.tandem.system;

import static dev.tandem.system.RunningTandem.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** 200 clients want one of 100 units at once. */
@ExtendWith(RunningTandem.Extension.class)
class ConcurrentReservationTest {
    private static final int CLIENTS = 200;
    private static final int UNITS = 100;

    @Test
    void exactlyAsManySucceedAsThereAreUnits(RunningTandem tandem) throws Exception {
        stock(tandem, "RUSH-1", 2001);
        Map<Integer, Integer> answers = count(all(client -> reserve(tandem, "RUSH-1", "rush-1-" + client)));
        assertThat(answers).containsExactly(Map.entry(201, UNITS), Map.entry(409, CLIENTS - UNITS));
        assertAccounts(tandem, "RUSH-1");
    }

    @Test
    void aRepeatWithTheSameKeyGetsTheFirstAnswer(RunningTandem tandem) throws Exception {
        stock(tandem, "RUSH-2", 2002);
        List<HttpResponse<String>> first = all(client -> reserve(tandem, "RUSH-2", "rush-2-" + client));
        List<HttpResponse<String>> second = all(client -> reserve(tandem, "RUSH-2", "rush-2-" + client));
        for (int client = 0; client < CLIENTS; client++) {
            assertThat(second.get(client).statusCode())
                    .isEqualTo(first.get(client).statusCode());
            if (first.get(client).statusCode() == 201) {
                assertThat(json(second.get(client)).path("reservationId"))
                        .isEqualTo(json(first.get(client)).path("reservationId"));
            }
        }
        assertThat(count(second)).containsExactly(Map.entry(201, UNITS), Map.entry(409, CLIENTS - UNITS));
        assertAccounts(tandem, "RUSH-2");
    }

    @Test
    void killingTheFunctionsProcessLosesAndDoublesNothing(RunningTandem tandem) throws Exception {
        stock(tandem, "RUSH-3", 2003);
        AtomicInteger answered = new AtomicInteger();
        Random random = new Random(3);
        // A kill for every ten answers: often enough to hit reservations in every stage, and the run still gets on.
        Callable<Integer> killer = () -> {
            int killed = 0;
            for (int due = 5; due < CLIENTS; due += 10) {
                int threshold = due;
                RunningTandem.await("answers", answered::get, count -> count >= threshold);
                List<Long> processes = RunningTandem.await(
                        "a process",
                        () -> tandem.cloud().lambda().metrics("ReserveStock").processIds(),
                        ids -> !ids.isEmpty());
                long victim = processes.get(random.nextInt(processes.size()));
                if (ProcessHandle.of(victim).map(ProcessHandle::destroyForcibly).orElse(false)) {
                    killed++;
                }
            }
            return killed;
        };
        try (ExecutorService background = Executors.newSingleThreadExecutor()) {
            Future<Integer> killing = background.submit(killer);
            List<HttpResponse<String>> answers = all(client -> {
                // A client that got no real answer repeats its request with the same key, as clients do.
                HttpResponse<String> answer = reserve(tandem, "RUSH-3", "rush-3-" + client);
                for (int attempt = 0; answer.statusCode() >= 500 && attempt < 20; attempt++) {
                    answer = reserve(tandem, "RUSH-3", "rush-3-" + client);
                }
                answered.incrementAndGet();
                return answer;
            });
            assertThat(killing.get()).as("processes killed").isGreaterThan(10);
            assertThat(count(answers)).containsExactly(Map.entry(201, UNITS), Map.entry(409, CLIENTS - UNITS));
        }
        assertAccounts(tandem, "RUSH-3");
    }

    private static void stock(RunningTandem tandem, String sku, int sequence) throws Exception {
        JsonNode report = tandem.drop(
                "stock/" + sku + ".csv",
                "mode,sequence,location,sku,quantity\ndelta," + sequence + ",WH-RODGAU," + sku + "," + UNITS + "\n");
        assertThat(report.path("status").asText()).isEqualTo("APPLIED");
    }

    private static HttpResponse<String> reserve(RunningTandem tandem, String sku, String key) throws Exception {
        return tandem.reserve(
                key,
                "{\"lines\":[{\"sku\":\"" + sku
                        + "\",\"quantity\":1}],\"location\":\"WH-RODGAU\",\"fulfilment\":\"delivery\"}");
    }

    private interface Client {
        HttpResponse<String> act(int client) throws Exception;
    }

    private static List<HttpResponse<String>> all(Client client) throws Exception {
        List<HttpResponse<String>> answers = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<HttpResponse<String>>> running = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                int number = i;
                running.add(threads.submit(() -> client.act(number)));
            }
            for (Future<HttpResponse<String>> one : running) {
                answers.add(one.get());
            }
        }
        return answers;
    }

    private static Map<Integer, Integer> count(List<HttpResponse<String>> answers) {
        Map<Integer, Integer> counts = new TreeMap<>();
        answers.forEach(answer -> counts.merge(answer.statusCode(), 1, Integer::sum));
        return counts;
    }

    private static void assertAccounts(RunningTandem tandem, String sku) throws Exception {
        JsonNode position = tandem.position(sku, "WH-RODGAU");
        assertThat(position.path("availableToPromise").asInt()).isZero();
        assertThat(position.path("onHand").asInt()).isEqualTo(UNITS);
        assertThat(position.path("reserved").asInt()).isEqualTo(UNITS);
        assertThat(tandem.ledger(sku, "WH-RODGAU")).containsExactly(UNITS, UNITS);
    }
}
