package dev.tandem.recommendation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tandem.recommendation.intent.IntentModel;
import dev.tandem.recommendation.intent.LstmTrainer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class IntentPartTest {
    private static final IntentPart PART = Parts.INTENT;

    /** Who looks at size charts mostly buys in the end. */
    private static List<BehaviourEvent> visits(int sessions, long seed) {
        Random random = new Random(seed);
        List<BehaviourEvent> events = new ArrayList<>();
        for (int s = 0; s < sessions; s++) {
            Instant at = Visits.START.plus(Duration.ofMinutes(10L * s));
            boolean keen = random.nextInt(3) == 0;
            int steps = 3 + random.nextInt(6);
            for (int i = 0; i < steps; i++) {
                at = at.plusMillis(1000 + random.nextInt(20_000));
                events.add(event(random, "s" + s, "e" + i, at, keen));
            }
            if (random.nextInt(10) < (keen ? 7 : 1)) {
                events.add(Visits.event("buy", "s" + s, at.plusSeconds(5), Kind.PURCHASE, "I1", null, null));
            }
        }
        return events;
    }

    private static BehaviourEvent event(Random random, String session, String id, Instant at, boolean keen) {
        Kind kind = random.nextInt(3) == 0 && keen ? Kind.SIZE_CHART_VIEW : Kind.values()[random.nextInt(9)];
        boolean scroll = kind == Kind.SCROLL;
        return new BehaviourEvent(
                id,
                session,
                null,
                at,
                kind,
                "I" + random.nextInt(5),
                null,
                kind == Kind.DWELL ? (long) random.nextInt(90_000) : null,
                scroll && random.nextBoolean() ? random.nextDouble() * 3000 - 500 : null,
                scroll ? random.nextDouble() : null,
                kind == Kind.CLICK ? List.of("image", "reviews", "price").get(random.nextInt(3)) : null,
                kind == Kind.SEARCH ? "pram" : null,
                null,
                null);
    }

    private static TrainingData logged(List<BehaviourEvent> events) {
        MemoryFiles files = new MemoryFiles();
        BehaviourLog log = Visits.log(files);
        log.append(events);
        return BehaviourLog.read(files).data();
    }

    @Test
    void trainingSeesTheStepsThatServingSees() {
        Random random = new Random(1);
        for (int length : new int[] {1, 2, 5, 21, 60, 150, 400}) {
            List<BehaviourEvent> events = new ArrayList<>();
            Instant at = Visits.START;
            for (int i = 0; i < length; i++) {
                at = at.plusMillis(500 + random.nextInt(5000));
                events.add(event(random, "s", "e" + i, at, true));
            }
            events.add(Visits.event("buy", "s", at.plusSeconds(9), Kind.PURCHASE, "I1", null, null));
            List<LstmTrainer.Example> examples =
                    IntentSteps.examples(logged(events).sessions());
            int turns = 0;
            int found = 0;
            for (int i = 0; i < length; i++) {
                BehaviourEvent event = events.get(i);
                turns += event.kind().turnsToItem() ? 1 : 0;
                if (!event.kind().turnsToItem()
                        || !List.of(1, 2, 3, 5, 8, 13, 21, 34, 55).contains(turns)) {
                    continue;
                }
                // As if the shopper asked now: only what was sent so far, through the table's text form.
                SessionState served = SessionState.read(
                        SessionState.of(events.subList(0, i + 1)).write());
                var steps = IntentSteps.of(served);
                assertThat(examples).as("%d of %d events", i + 1, length).anySatisfy(example -> {
                    assertThat(example.sequence().length()).isGreaterThanOrEqualTo(steps.length());
                    assertThat(example.targets()[steps.length() - 1]).isEqualTo(1);
                    assertThat(Arrays.copyOf(example.sequence().kinds(), steps.length()))
                            .isEqualTo(steps.kinds());
                    assertThat(Arrays.copyOf(example.sequence().numbers(), steps.numbers().length))
                            .isEqualTo(steps.numbers());
                });
                found++;
            }
            assertThat(examples.stream().flatMap(example -> {
                        List<Float> asked = new ArrayList<>();
                        for (float target : example.targets()) {
                            if (!Float.isNaN(target)) {
                                asked.add(target);
                            }
                        }
                        return asked.stream();
                    }))
                    .hasSize(found);
        }
    }

    @Test
    void learnsFromTheLogAndTellsBuyersFromOthers() {
        TrainingData data = logged(visits(1500, 2));
        IntentModel model = PART.train(data).orElseThrow();
        Figures figures = PART.judge(model, logged(visits(600, 3)));
        assertThat(figures.metric("auc")).isGreaterThan(0.65);
        IntentModel read = PART.read(PART.write(model));
        SessionState keen = SessionState.of(List.of(
                Visits.event("1", "s", "2026-03-02T09:00:00Z", Kind.VIEW, "I1"),
                Visits.event("2", "s", "2026-03-02T09:00:09Z", Kind.SIZE_CHART_VIEW, "I1"),
                Visits.event("3", "s", "2026-03-02T09:00:19Z", Kind.SIZE_CHART_VIEW, "I1"),
                Visits.event("4", "s", "2026-03-02T09:00:29Z", Kind.SIZE_CHART_VIEW, "I2")));
        SessionState cool =
                SessionState.of(List.of(Visits.event("1", "s", "2026-03-02T09:00:00Z", Kind.REMOVE_FROM_CART, "I1")));
        PurchaseIntent high = PurchaseIntent.of(read, keen).orElseThrow();
        PurchaseIntent low = PurchaseIntent.of(read, cool).orElseThrow();
        assertThat(high.score()).isBetween(low.score() + 0.1, 1.0);
        assertThat(high.band()).isEqualTo("high");
        assertThat(low.band()).isEqualTo("low");
        assertThat(high.model()).isIn("lstm", "boosting", "logistic");
        assertThat(PurchaseIntent.of(model, keen)).contains(high);
    }

    @Test
    void aSessionThatDidNothingSinceItsPurchaseHasNoIntent() {
        IntentModel model = PART.train(logged(visits(800, 4))).orElseThrow();
        SessionState bought = SessionState.of(List.of(
                Visits.event("1", "s", "2026-03-02T09:00:00Z", Kind.VIEW, "I1"),
                Visits.event("2", "s", "2026-03-02T09:00:09Z", Kind.PURCHASE, "I1")));
        assertThat(PurchaseIntent.of(model, bought)).isEmpty();
        assertThat(PurchaseIntent.of(model, SessionState.EMPTY)).isEmpty();
        SessionState after = SessionState.of(List.of(Visits.event("3", "s", "2026-03-02T09:01:00Z", Kind.VIEW, "I2")));
        assertThat(PurchaseIntent.of(model, bought.merge(after))).isEqualTo(PurchaseIntent.of(model, after));
    }

    @Test
    void noModelComesOfTooLittleOrOfOneClassAlone() {
        assertThat(PART.train(logged(visits(40, 5)))).isEmpty();
        List<BehaviourEvent> nobodyBuys = visits(500, 6).stream()
                .filter(event -> event.kind() != Kind.PURCHASE)
                .toList();
        assertThat(PART.train(logged(nobodyBuys))).isEqualTo(Optional.empty());
        List<BehaviourEvent> onlyPurchases = visits(500, 7).stream()
                .filter(event -> event.kind() == Kind.PURCHASE)
                .toList();
        assertThat(PART.train(logged(onlyPurchases))).isEqualTo(Optional.empty());
    }

    @Test
    void aFileForOtherStepsIsRefused() {
        assertThatThrownBy(() -> PART.read(new byte[50])).isInstanceOf(IllegalArgumentException.class);
    }
}
