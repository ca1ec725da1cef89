package dev.tandem.bench.intent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.tandem.recommendation.IntentSteps;
import dev.tandem.recommendation.Kind;
import dev.tandem.recommendation.TrainingData;
import dev.tandem.recommendation.intent.BehaviourCounts;
import dev.tandem.recommendation.intent.LogisticRegression;
import dev.tandem.recommendation.intent.LstmTrainer;
import dev.tandem.recommendation.intent.Quality;
import dev.tandem.recommendation.trees.Examples;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class BehaviourSimulatorTest {
    @Test
    void theSameSeedGivesTheSameSessionsAndTimeGoesForward() {
        List<TrainingData.Session> sessions = new BehaviourSimulator(1).sessions(300);
        assertThat(new BehaviourSimulator(1).sessions(300)).isEqualTo(sessions);
        assertThat(new BehaviourSimulator(2).sessions(300)).isNotEqualTo(sessions);
        for (TrainingData.Session session : sessions) {
            for (int i = 1; i < session.events().size(); i++) {
                assertThat(session.events().get(i).at())
                        .isGreaterThanOrEqualTo(session.events().get(i - 1).at());
            }
        }
    }

    @Test
    void someBuyAndOnlyAtTheEnd() {
        List<TrainingData.Session> sessions = new BehaviourSimulator(3).sessions(2000);
        long buyers = sessions.stream()
                .filter(session -> session.events().getLast().kind() == Kind.PURCHASE)
                .count();
        assertThat(buyers / 2000.0).isBetween(0.08, 0.3);
        assertThat(sessions.stream()
                        .flatMap(session -> session.events().stream())
                        .filter(event -> event.kind() == Kind.PURCHASE))
                .hasSize((int) buyers);
    }

    /** Otherwise the order would have nothing to add: how many views there are says next to nothing about buying. */
    @Test
    void theNumberOfViewsSaysLittle() {
        List<LstmTrainer.Example> examples = IntentSteps.examples(new BehaviourSimulator(4).sessions(4000));
        Examples counts = BehaviourCounts.examples(examples, IntentSteps.KINDS, IntentSteps.NUMBERS);
        Examples views = new Examples(
                Arrays.stream(counts.rows()).map(row -> new float[] {row[0]}).toArray(float[][]::new), counts.labels());
        LogisticRegression regression = LogisticRegression.train(views, 1);
        assertThat(Quality.auc(
                        Arrays.stream(views.rows())
                                .mapToDouble(regression::logOdds)
                                .toArray(),
                        views.labels()))
                .isCloseTo(0.5, within(0.08));
    }
}
