package dev.tandem.commons.log;

import java.util.Map;
import software.amazon.lambda.powertools.metrics.Metrics;
import software.amazon.lambda.powertools.metrics.MetricsFactory;
import software.amazon.lambda.powertools.metrics.model.MetricUnit;

/**
 * Counts of the work that was done, as CloudWatch metrics in the embedded metric format of the log. For functions that nobody waits for:
 * the first line costs some 50 ms of CPU, which a caller of the API would pay. Namespace and service come from the environment.
 */
public final class WorkMetrics {
    private WorkMetrics() {}

    /** One metric for each count, all with the one dimension beside the service. Outside of a function nobody would read them. */
    public static void count(String dimension, String value, Map<String, Long> counts) {
        if (System.getenv("AWS_LAMBDA_FUNCTION_NAME") == null) {
            return;
        }
        Metrics metrics = MetricsFactory.getMetricsInstance();
        metrics.addDimension(dimension, value);
        counts.forEach((name, count) -> metrics.addMetric(name, count, MetricUnit.COUNT));
        metrics.flush();
    }
}
