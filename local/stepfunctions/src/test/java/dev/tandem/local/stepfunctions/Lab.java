package dev.tandem.local.stepfunctions;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** An engine on a clock that stands still, with functions written in the test. */
final class Lab implements AutoCloseable {
    static final String ARN = "arn:aws:states:eu-central-1:000000000000:stateMachine:Test";
    static final Instant START = Instant.parse("2026-03-01T10:00:00Z");
    private static final ObjectMapper MAPPER = new ObjectMapper();

    final VirtualClock clock;
    final List<TaskCall> calls = new CopyOnWriteArrayList<>();
    final StepFunctionsEngine engine;
    private final Map<String, TaskInvoker> functions = new ConcurrentHashMap<>();
    private final @Nullable Path state;

    Lab() {
        this(null, VirtualClock.frozenAt(START));
    }

    Lab(@Nullable Path state, VirtualClock clock) {
        this.state = state;
        this.clock = clock;
        try {
            this.engine = new StepFunctionsEngine(state, clock, this::invoke);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Registers what a resource (its action, or a function's name) does. */
    Lab on(String resource, TaskInvoker function) {
        functions.put(resource, function);
        return this;
    }

    private JsonNode invoke(TaskCall call) throws TaskFailedException, InterruptedException {
        calls.add(call);
        String name = call.resource().substring(call.resource().lastIndexOf(':') + 1);
        TaskInvoker function = functions.get(name);
        if (function == null) {
            throw new TaskFailedException("Lambda.ResourceNotFoundException", "no " + name);
        }
        return function.invoke(call);
    }

    /** Registers a machine of these states, given as the JSON of StartAt and States in JSON with single quotes. */
    Lab machine(String startAtAndStates) {
        engine.register(
                ARN,
                "Test",
                "arn:aws:iam::000000000000:role/test",
                json("{'QueryLanguage':'JSONata'," + startAtAndStates + "}"));
        return this;
    }

    String start(String input) {
        return engine.startExecution(ARN, null, json(input)).executionArn();
    }

    ExecutionSummary finish(String arn) {
        try {
            return engine.completion(arn).get(10, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError(
                    arn + " did not end; its events: " + types(arn) + ", next wake " + clock.nextWake(), e);
        }
    }

    ExecutionSummary run(String input) {
        return finish(start(input));
    }

    /** Runs the states and gives the output, or fails the test with what failed the execution. */
    String output(String startAtAndStates, String input) {
        return outputOf(machine(startAtAndStates).run(input));
    }

    static String outputOf(ExecutionSummary summary) {
        if (summary.output() == null) {
            throw new AssertionError(summary.status() + " " + summary.error() + ": " + summary.cause());
        }
        return text(summary.output());
    }

    List<String> types(String arn) {
        return engine.history(arn).stream()
                .map(event -> event.path("type").asText())
                .toList();
    }

    List<JsonNode> events(String arn, String type) {
        return engine.history(arn).stream()
                .filter(event -> event.path("type").asText().equals(type))
                .toList();
    }

    /** Waits until somebody waits for {@code at}, then moves the clock there. */
    void advanceTo(Instant at) {
        until(() -> clock.nextWake().filter(at::equals).isPresent());
        clock.advance(Duration.between(clock.now(), at));
    }

    void advanceBy(Duration sinceNow) {
        advanceTo(clock.now().plus(sinceNow));
    }

    static void until(BooleanSupplier condition) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("the condition did not come true within 10 s");
            }
            Thread.onSpinWait();
            try {
                TimeUnit.MILLISECONDS.sleep(1);
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
    }

    static JsonNode json(String singleQuoted) {
        try {
            return MAPPER.readTree(singleQuoted.replace('\'', '"'));
        } catch (IOException e) {
            throw new IllegalArgumentException(singleQuoted, e);
        }
    }

    static String text(JsonNode node) {
        return node.toString().replace('"', '\'');
    }

    static TaskInvoker answer(String json) {
        return call -> json(json);
    }

    static TaskInvoker fail(String error, String cause) {
        return call -> {
            throw new TaskFailedException(error, cause);
        };
    }

    @Override
    public void close() {
        engine.close();
    }
}
