package dev.tandem.bench.live;

import dev.tandem.local.cloud.EmbeddedCloud;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/** What is done to the cloud beside its API: positions come by a queue, processes die, and at the end somebody looks what was set aside. */
public final class Backstage {
    private static final List<String> FUNCTIONS = List.of(
            "MatchDispatch",
            "SubmitDelivery",
            "AnswerOffer",
            "ReportTrip",
            "GetOffers",
            "IngestCourierPositions",
            "SweepDispatch");
    private static final List<String> DEAD_LETTERS = List.of(
            "CourierPositionDeadLetterQueue",
            "DispatchTickDeadLetterQueue",
            "DispatchWeatherDeadLetterQueue",
            "WeatherDeadLetterQueue",
            "ScheduleDeadLetterQueue");

    private final EmbeddedCloud cloud;
    private final Random random;
    private final AtomicInteger kills = new AtomicInteger();

    public Backstage(EmbeddedCloud cloud, Random random) {
        this.cloud = cloud;
        this.random = random;
    }

    /** Processes that were killed. */
    public int kills() {
        return kills.get();
    }

    /** Decisions so far, of all zones. */
    public long ticks() {
        return cloud.lambda().metrics("MatchDispatch").invocations();
    }

    /** Sends where everybody is. */
    public void positions(List<Rider> riders) {
        SqsClient sqs = cloud.clients().sqs();
        String queue = sqs.getQueueUrl(request -> request.queueName("CourierPositionQueue"))
                .queueUrl();
        Rider.positions(riders)
                .forEach(message ->
                        sqs.sendMessage(request -> request.queueUrl(queue).messageBody(message)));
    }

    /** Kills a process of a function at random; only of functions, by their ids as the cloud tells them. */
    public void kill() {
        List<Long> processes = cloud.lambda()
                .metrics(FUNCTIONS.get(random.nextInt(FUNCTIONS.size())))
                .processIds();
        if (!processes.isEmpty()
                && ProcessHandle.of(processes.get(random.nextInt(processes.size())))
                        .map(ProcessHandle::destroyForcibly)
                        .orElse(false)) {
            kills.incrementAndGet();
        }
    }

    /** Messages of dispatch that the system has set aside. */
    public int deadLetters() {
        SqsClient sqs = cloud.clients().sqs();
        int count = 0;
        for (String queue : DEAD_LETTERS) {
            String url = sqs.getQueueUrl(request -> request.queueName(queue)).queueUrl();
            count += Integer.parseInt(sqs.getQueueAttributes(request ->
                            request.queueUrl(url).attributeNames(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES))
                    .attributes()
                    .get(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES));
        }
        return count;
    }
}
