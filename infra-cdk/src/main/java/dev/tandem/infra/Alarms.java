package dev.tandem.infra;

import java.util.Map;
import java.util.TreeMap;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.services.cloudwatch.Alarm;
import software.amazon.awscdk.services.cloudwatch.ComparisonOperator;
import software.amazon.awscdk.services.cloudwatch.IMetric;
import software.amazon.awscdk.services.cloudwatch.MathExpression;
import software.amazon.awscdk.services.cloudwatch.Metric;
import software.amazon.awscdk.services.cloudwatch.MetricOptions;
import software.amazon.awscdk.services.cloudwatch.TreatMissingData;
import software.amazon.awscdk.services.cloudwatch.actions.SnsAction;
import software.amazon.awscdk.services.lambda.Function;
import software.amazon.awscdk.services.sns.Topic;
import software.amazon.awscdk.services.sqs.Queue;
import software.constructs.Construct;

/** Alarms on what a person has to act on, all of them to one topic. */
final class Alarms {
    private static final Duration FIVE_MINUTES = Duration.minutes(5);

    /** A queue this far behind is not a peak any more. */
    private static final int QUEUE_AGE_SECONDS = 900;

    private final Functions functions;
    private final Stores stores;
    private final Workflows workflows;
    private final Topic topic;

    /** @param shared where the topic is */
    Alarms(Construct shared, Functions functions, Stores stores, Workflows workflows) {
        this.functions = functions;
        this.stores = stores;
        this.workflows = workflows;
        this.topic = Topic.Builder.create(shared, "AlarmTopic").enforceSsl(true).build();
    }

    void watch(Construct scope, Domain domain) {
        MetricOptions sum =
                MetricOptions.builder().statistic("Sum").period(FIVE_MINUTES).build();
        for (FunctionSpec spec : domain.functions()) {
            Function function = functions.all().get(spec.name());
            if (function != null) {
                // One alarm for both: the same person looks at either.
                IMetric trouble = MathExpression.Builder.create()
                        .expression("FILL(errors, 0) + FILL(throttles, 0)")
                        // Sorted, or the committed template would change from run to run.
                        .usingMetrics(new TreeMap<>(Map.of(
                                "errors", function.metricErrors(sum), "throttles", function.metricThrottles(sum))))
                        .period(FIVE_MINUTES)
                        .build();
                alarm(scope, spec.name() + "Trouble", trouble, 1, spec.name() + " failed or was throttled");
            }
        }
        for (Domain.QueueSpec spec : domain.queues()) {
            if (spec.consumed()) {
                alarm(
                        scope,
                        spec.name() + "Age",
                        stores.queue(spec.name())
                                .metricApproximateAgeOfOldestMessage(MetricOptions.builder()
                                        .statistic("Maximum")
                                        .period(FIVE_MINUTES)
                                        .build()),
                        QUEUE_AGE_SECONDS,
                        spec.name() + " is more than 15 minutes behind");
            }
            watchQueue(scope, spec.deadLetterQueue());
        }
        for (Domain.WorkflowSpec spec : domain.workflows()) {
            Metric failed = Metric.Builder.create()
                    .namespace("AWS/States")
                    .metricName("ExecutionsFailed")
                    .dimensionsMap(Map.of(
                            "StateMachineArn", workflows.machine(spec.name()).getAttrArn()))
                    .statistic("Sum")
                    .period(FIVE_MINUTES)
                    .build();
            alarm(scope, spec.name() + "Failures", failed, 1, spec.name() + " failed");
        }
    }

    /** Anything in a dead-letter queue is for a person. */
    void watchQueue(Construct scope, String deadLetterQueue) {
        Queue queue = stores.queue(deadLetterQueue);
        alarm(
                scope,
                deadLetterQueue + "Depth",
                queue.metricApproximateNumberOfMessagesVisible(MetricOptions.builder()
                        .statistic("Maximum")
                        .period(FIVE_MINUTES)
                        .build()),
                1,
                deadLetterQueue + " holds messages");
    }

    private void alarm(Construct scope, String id, IMetric metric, int threshold, String description) {
        Alarm alarm = Alarm.Builder.create(scope, id + "Alarm")
                .metric(metric)
                .alarmDescription(description)
                .threshold(threshold)
                .evaluationPeriods(1)
                .comparisonOperator(ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD)
                .treatMissingData(TreatMissingData.NOT_BREACHING)
                .build();
        alarm.addAlarmAction(new SnsAction(topic));
    }
}
