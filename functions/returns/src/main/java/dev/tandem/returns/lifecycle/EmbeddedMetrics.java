package dev.tandem.returns.lifecycle;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import software.amazon.lambda.powertools.metrics.Metrics;
import software.amazon.lambda.powertools.metrics.MetricsFactory;
import software.amazon.lambda.powertools.metrics.model.DimensionSet;
import software.amazon.lambda.powertools.metrics.model.MetricUnit;

/**
 * Metrics by way of the log (embedded metric format): {@code StepMinutes} by channel and step, {@code Escalations} by channel, and at the
 * end {@code PromiseMinutes} and {@code PromiseKept} (1 or 0, whose average is the share in time) by channel.
 */
public final class EmbeddedMetrics implements LifecycleMetrics {
    private final Metrics metrics = MetricsFactory.getMetricsInstance();

    @Override
    public void moved(Lifecycle life, LifecycleSteps.Move move) {
        switch (move) {
            case ESCALATE, OFFER_AGAIN, LOSE, FAIL -> one("Escalations", 1, MetricUnit.COUNT, channel(life));
            case SCAN, BOOK, COLLECT, ROUTE, RECEIVE, CANCEL, CLOSE -> step(life);
        }
    }

    private void step(Lifecycle life) {
        List<Lifecycle.Passage> passages = life.passages();
        if (passages.size() > 1) {
            double minutes = Duration.between(
                                    passages.get(passages.size() - 2).at(),
                                    passages.getLast().at())
                            .toMillis()
                    / 60_000.0;
            one(
                    "StepMinutes",
                    minutes,
                    MetricUnit.NONE,
                    DimensionSet.of(
                            "Channel",
                            name(life),
                            "Step",
                            passages.getLast().stage().name()));
        }
    }

    @Override
    public void disposed(Lifecycle life) {
        step(life);
        life.clock().ifPresent(clock -> {
            if (clock.minutes() != null) {
                one("PromiseMinutes", clock.minutes(), MetricUnit.NONE, channel(life));
                one("PromiseKept", Boolean.TRUE.equals(clock.inTime()) ? 1 : 0, MetricUnit.NONE, channel(life));
            }
        });
    }

    private void one(String name, double value, MetricUnit unit, DimensionSet dimensions) {
        metrics.flushMetrics(each -> {
            each.addDimension(dimensions);
            each.addMetric(name, value, unit);
        });
    }

    private static DimensionSet channel(Lifecycle life) {
        return DimensionSet.of("Channel", name(life));
    }

    private static String name(Lifecycle life) {
        return life.channel().name().toLowerCase(Locale.ROOT);
    }
}
