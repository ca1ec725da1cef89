package dev.tandem.local.lambda;

import static dev.tandem.local.lambda.TestFunctions.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AsyncInvocationTest {
    private static final String QUEUE = "arn:aws:sqs:eu-central-1:000000000000:Failed";

    @TempDir
    Path folder;

    private final List<Duration> waits = new CopyOnWriteArrayList<>();
    private final List<FailedEvent> dead = new CopyOnWriteArrayList<>();

    private LambdaService service() {
        return new LambdaService(LambdaOptions.in(folder.resolve("cache"), folder.resolve("work"))
                .withMaxProcesses(1)
                .withAsync(
                        List.of(Duration.ofMinutes(1), Duration.ofMinutes(2)),
                        (delay, action) -> {
                            waits.add(delay);
                            Thread.ofVirtual().start(action);
                        },
                        (arn, event) -> {
                            assertThat(arn).isEqualTo(QUEUE);
                            dead.add(event);
                        }));
    }

    @Test
    void anEventIsTriedThreeTimesThenGoesToTheDestination() throws Exception {
        try (LambdaService lambda = service()) {
            lambda.define(TestFunctions.probe(folder, "Probe").withFailureHandling(QUEUE, 2));
            String requestId = lambda.invokeAsync("Probe", event("throw always"));
            LambdaServiceTest.await(() -> !dead.isEmpty());
            assertThat(waits).containsExactly(Duration.ofMinutes(1), Duration.ofMinutes(2));
            assertThat(lambda.metrics("Probe").invocations()).isEqualTo(3);
            assertThat(dead).singleElement().satisfies(failed -> {
                assertThat(failed.attempts()).isEqualTo(3);
                assertThat(failed.requestId()).isEqualTo(requestId);
                assertThat(failed.payload()).isEqualTo(event("throw always"));
            });
            JsonNode entry = new ObjectMapper().readTree(dead.getFirst().destinationRecord());
            assertThat(entry.at("/requestContext/condition").asText()).isEqualTo("RetriesExhausted");
            assertThat(entry.at("/requestContext/approximateInvokeCount").asInt())
                    .isEqualTo(3);
            assertThat(entry.at("/requestPayload").asText()).isEqualTo("throw always");
            assertThat(entry.at("/responsePayload/errorMessage").asText()).isEqualTo("always");
        }
    }

    @Test
    void noRetryWhereTheFunctionWantsNone() throws Exception {
        try (LambdaService lambda = service()) {
            lambda.define(TestFunctions.probe(folder, "Probe").withFailureHandling(QUEUE, 0));
            lambda.invokeAsync("Probe", event("throw once"));
            LambdaServiceTest.await(() -> !dead.isEmpty());
            assertThat(lambda.metrics("Probe").invocations()).isEqualTo(1);
            assertThat(waits).isEmpty();
        }
    }

    @Test
    void aSuccessIsRunOnce() throws Exception {
        try (LambdaService lambda = service()) {
            lambda.define(TestFunctions.probe(folder, "Probe").withFailureHandling(QUEUE, 2));
            lambda.invokeAsync("arn:aws:lambda:eu-central-1:000000000000:function:Probe:live", event("echo fine"));
            LambdaServiceTest.await(() -> lambda.metrics("Probe").invocations() == 1);
            assertThat(new String(lambda.invoke("Probe", event("calls")).payload()))
                    .isEqualTo("2");
            assertThat(dead).isEmpty();
            assertThatThrownBy(() -> lambda.invokeAsync("Nobody", event("pid")))
                    .isInstanceOf(FunctionNotFoundException.class);
        }
    }
}
