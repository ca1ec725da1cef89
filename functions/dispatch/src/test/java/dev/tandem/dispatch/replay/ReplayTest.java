package dev.tandem.dispatch.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.tandem.dispatch.matching.Vehicle;
import dev.tandem.dispatch.policy.DispatchPolicy;
import dev.tandem.dispatch.policy.StreetTravel;
import dev.tandem.dispatch.replay.DayRecord.Presence;
import dev.tandem.dispatch.replay.Recorded.Answered;
import dev.tandem.dispatch.replay.Recorded.Answered.Answer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A day with refusals, dispatched again. */
class ReplayTest {
    private static final Instant NOON = Instant.parse("2026-03-02T11:00:00Z");

    private static Answered answered(Instant at, Answer answer, double kilometers, long pay) {
        return new Answered(at, "courier", answer, kilometers, pay, 10, false);
    }

    /** Answers of couriers who like short ways and good pay: the log-odds of a yes are 3 - 0.9 km + 0.004 (pay - 400). */
    private static List<Answered> answers(int count, Random random) {
        List<Answered> answers = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            double kilometers = 1 + 5 * random.nextDouble();
            long pay = 200 + random.nextInt(400);
            boolean yes = random.nextDouble() < 1 / (1 + Math.exp(-(3 - 0.9 * kilometers + 0.004 * (pay - 400))));
            Answer answer = yes ? Answer.ACCEPTED : random.nextInt(3) == 0 ? Answer.UNANSWERED : Answer.DECLINED;
            answers.add(answered(NOON.plusSeconds(random.nextInt(28_800)), answer, kilometers, pay));
        }
        return answers;
    }

    private static DayRecord day(List<Answered> answers) {
        Random random = new Random(4);
        List<Presence> presences = new ArrayList<>();
        for (int i = 0; i < 25; i++) {
            presences.add(new Presence(
                    new Recorded.ShiftBegan(
                            NOON.minusSeconds(60),
                            "courier-" + i,
                            Vehicle.EBIKE,
                            NOON.plus(Duration.ofHours(10)),
                            3,
                            20,
                            60,
                            52.50 + 0.04 * random.nextDouble(),
                            13.36 + 0.08 * random.nextDouble()),
                    NOON.plus(Duration.ofHours(10))));
        }
        List<Recorded.Placed> placed = new ArrayList<>();
        for (int i = 0; i < 240; i++) {
            Instant at = NOON.plusSeconds(60L * i);
            placed.add(new Recorded.Placed(
                    at,
                    "order-" + i,
                    "shop-" + i % 12,
                    52.51 + 0.002 * (i % 12),
                    13.38 + 0.003 * (i % 12),
                    52.50 + 0.04 * random.nextDouble(),
                    13.36 + 0.08 * random.nextDouble(),
                    at.plusSeconds(300),
                    at.plusSeconds(2700),
                    2,
                    5,
                    1));
        }
        return new DayRecord(placed, presences, List.of(), answers, List.of());
    }

    private static Figures by(DayRecord day, DispatchPolicy policy) {
        DispatchPolicy world = DispatchPolicy.DEFAULT;
        return new Replay(day, world, new StreetTravel(world, world.roadFactor())).by(policy);
    }

    private static double refused(Figures figures) {
        return (double) (java.util.Objects.requireNonNull(figures.declined())
                        + java.util.Objects.requireNonNull(figures.unanswered()))
                / java.util.Objects.requireNonNull(figures.offers());
    }

    @Test
    void whatCouriersLikeIsLearntFromTheirAnswers() {
        List<Answered> answers = answers(4000, new Random(1));
        Acceptance learnt = Acceptance.learn(answers);
        for (double kilometers : new double[] {1.5, 3, 5}) {
            for (long pay : new long[] {250, 400, 550}) {
                double truth = 1 / (1 + Math.exp(-(3 - 0.9 * kilometers + 0.004 * (pay - 400))));
                assertThat(learnt.probability(NOON.plusSeconds(9000), kilometers, pay))
                        .as(kilometers + " km, " + pay)
                        .isCloseTo(truth, within(0.06));
            }
        }
        double expected = answers.stream()
                .mapToDouble(each -> learnt.probability(each.offeredAt(), each.kilometers(), each.payMinor()))
                .sum();
        long accepted = answers.stream()
                .filter(each -> each.answer() == Answer.ACCEPTED)
                .count();
        assertThat(expected).isCloseTo(accepted, within(4.0));
        assertThat(learnt.unansweredShare()).isCloseTo(1.0 / 3, within(0.05));
        assertThat(learnt.secondsToDecline()).isEqualTo(10);
    }

    @Test
    void fewAndOneSidedAnswersAreLearntFromAsWell() {
        assertThat(Acceptance.learn(List.of()).probability(NOON, 3, 400)).isEqualTo(1);
        List<Answered> yes = List.of(answered(NOON, Answer.ACCEPTED, 2, 400), answered(NOON, Answer.ACCEPTED, 9, 400));
        assertThat(Acceptance.learn(yes).probability(NOON, 9, 100)).isEqualTo(1);
        List<Answered> no = List.of(answered(NOON, Answer.DECLINED, 2, 400), answered(NOON, Answer.UNANSWERED, 9, 400));
        assertThat(Acceptance.learn(no).probability(NOON, 2, 400)).isCloseTo(0.05, within(1e-9));
        List<Answered> apart = List.of(
                answered(NOON, Answer.ACCEPTED, 1, 400),
                answered(NOON, Answer.ACCEPTED, 2, 400),
                answered(NOON, Answer.DECLINED, 8, 400));
        Acceptance learnt = Acceptance.learn(apart);
        assertThat(learnt.probability(NOON, 1, 400)).isBetween(0.7, 0.99);
        assertThat(learnt.probability(NOON, 8, 400)).isBetween(0.05, 0.6);
        Answered along = new Answered(NOON, "courier", Answer.DECLINED, 3, 400, 5, true);
        assertThat(Acceptance.learn(List.of(along)).probability(NOON, 3, 400))
                .as("an offer on the way says nothing of one to a free courier")
                .isEqualTo(1);
    }

    @Test
    void luckIsOfOrderCourierAndAttemptAndEven() {
        double sum = 0;
        for (int i = 0; i < 5000; i++) {
            double luck = Luck.of("order-" + i, "courier-1", 1, "accepts");
            assertThat(luck).isBetween(0.0, 1.0);
            sum += luck;
        }
        assertThat(sum / 5000).isCloseTo(0.5, within(0.02));
        assertThat(Luck.of("order-1", "courier-1", 1, "accepts"))
                .isEqualTo(Luck.of("order-1", "courier-1", 1, "accepts"));
        assertThat(Luck.of("order-1", "courier-1", 2, "accepts"))
                .isNotEqualTo(Luck.of("order-1", "courier-1", 1, "accepts"));
        assertThat(Luck.of("order-1", "courier-11", 1, "accepts"))
                .isNotEqualTo(Luck.of("order-11", "courier-1", 1, "accepts"));
    }

    @Test
    void theSameDayGivesTheSameFiguresWithAboutTheRecordedShareOfRefusals() {
        List<Answered> answers = answers(600, new Random(2));
        // As offers of this day are: the replay's own pay and ways, so that shares can be compared.
        Figures free = by(day(List.of()), DispatchPolicy.DEFAULT);
        assertThat(free.declined()).isZero();
        assertThat(free.unanswered()).isZero();
        List<Answered> alike = answers.stream()
                .map(each -> answered(each.at(), each.answer(), 4, 470))
                .toList();
        DayRecord day = day(alike);
        Figures figures = by(day, DispatchPolicy.DEFAULT);
        assertThat(by(day, DispatchPolicy.DEFAULT)).isEqualTo(figures);
        double recorded = (double) alike.stream()
                        .filter(each -> each.answer() != Answer.ACCEPTED)
                        .count()
                / alike.size();
        assertThat(recorded).isBetween(0.3, 0.6);
        assertThat(refused(figures)).isCloseTo(recorded, within(0.08));
        assertThat(figures.delivered()).isEqualTo(240);
        assertThat(figures.clickToDoorMean()).isGreaterThan(free.clickToDoorMean());
        Figures asRecorded =
                new Replay(day, DispatchPolicy.DEFAULT, new StreetTravel(DispatchPolicy.DEFAULT, 1.3)).recorded();
        assertThat(refused(asRecorded)).isCloseTo(recorded, within(1e-9));
    }

    @Test
    void whoPaysMoreIsRefusedLess() {
        DayRecord day = day(answers(600, new Random(3)));
        DispatchPolicy poor = DispatchPolicy.DEFAULT;
        DispatchPolicy rich = new DispatchPolicy(
                "rich",
                poor.weights(),
                poor.service(),
                poor.speedsKmh(),
                poor.roadFactor(),
                poor.offerSeconds(),
                poor.payBaseMinor() + 200,
                poor.payPerKmMinor());
        assertThat(refused(by(day, rich))).isLessThan(refused(by(day, poor)) - 0.05);
    }
}
