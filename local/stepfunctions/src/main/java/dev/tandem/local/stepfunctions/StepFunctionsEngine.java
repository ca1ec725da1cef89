package dev.tandem.local.stepfunctions;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Runs state machines of the JSONata dialect of the Amazon States Language. Register the machines, call {@link #resume}
 * once what tasks call is up, then start executions here or over the AWS protocol ({@link #handle}).
 */
public final class StepFunctionsEngine implements AutoCloseable {
    /** How long {@link #stop} waits to see the execution ended; it ends in any case. */
    private static final long STOP_SECONDS = 10;

    private final Map<String, Machine> machines = new ConcurrentHashMap<>();
    private final Map<String, Execution> executions = new ConcurrentHashMap<>();
    private final List<Execution> unfinished;
    private final VirtualClock clock;
    private final Services services;
    private final Interpreter interpreter;
    private final ExecutionStore store;
    private final AwsProtocol protocol = new AwsProtocol(this);
    private volatile boolean closed;

    /**
     * @param stateDirectory where journals are kept; null keeps nothing beyond this object
     * @throws IOException when a journal cannot be read, with the file's name in the message
     */
    public StepFunctionsEngine(@Nullable Path stateDirectory, VirtualClock clock, TaskInvoker invoker)
            throws IOException {
        this.clock = clock;
        this.services = new Services(clock, invoker, new TaskTokens(clock), new MapRuns(), starter());
        this.interpreter = new Interpreter(services);
        this.store = new ExecutionStore(stateDirectory, clock);
        List<Execution> loaded = store.load();
        loaded.forEach(execution -> executions.put(execution.arn(), execution));
        this.unfinished = loaded.stream()
                .filter(execution -> execution.status() == ExecutionStatus.RUNNING)
                .toList();
    }

    /** As {@link #register(String, String, String, JsonNode)} without a role. */
    public void register(String arn, String name, JsonNode definition) {
        register(arn, name, "", definition);
    }

    /**
     * Makes a state machine known, in place of an earlier one with the ARN. Executions that run keep their definition.
     *
     * @throws InvalidDefinitionException naming state and field
     */
    public void register(String arn, String name, String roleArn, JsonNode definition) {
        machines.put(arn, new Machine(arn, name, roleArn, definition, DefinitionReader.read(definition), clock.now()));
    }

    /**
     * Goes on with the executions that the end of the last process cut short. Call it before answers to task tokens may
     * come: until then their tokens are not known.
     */
    public void resume() {
        unfinished.stream()
                .filter(execution -> execution.status() == ExecutionStatus.RUNNING)
                .forEach(this::launch);
    }

    /**
     * @param name unique for the machine; null for a random one
     * @throws StepFunctionsException with the error type that AWS gives
     */
    public ExecutionSummary startExecution(String machineArn, @Nullable String name, JsonNode input) {
        return start(machineArn, name, input).summary();
    }

    private Execution start(String machineArn, @Nullable String name, JsonNode input) {
        Machine machine = machine(machineArn);
        String chosen = name == null ? UUID.randomUUID().toString() : name;
        if (chosen.isEmpty()
                || chosen.length() > 80
                || !chosen.matches("[^\\s<>{}\\[\\]?*\"#%\\\\^|~`$&,;:/\\p{Cntrl}]+")) {
            throw new StepFunctionsException("InvalidName", "Invalid Name: '" + chosen + "'");
        }
        if (Json.bytes(input) > Interpreter.MAX_PAYLOAD) {
            throw new StepFunctionsException("InvalidExecutionInput", "The input is larger than 262144 bytes.");
        }
        String arn = machineArn.replace(":stateMachine:", ":execution:") + ":" + chosen;
        Execution created;
        synchronized (executions) {
            Execution earlier = executions.get(arn);
            if (earlier != null) {
                if (earlier.status() == ExecutionStatus.RUNNING
                        && earlier.input().equals(input)) {
                    return earlier;
                }
                throw new StepFunctionsException("ExecutionAlreadyExists", "Execution Already Exists: '" + arn + "'");
            }
            created = store.create(arn, chosen, machine, input, clock.now());
            executions.put(arn, created);
        }
        launch(created);
        return created;
    }

    private void launch(Execution execution) {
        Thread thread = Thread.ofVirtual().name(execution.arn()).unstarted(() -> run(execution));
        if (execution.runs(thread)) {
            thread.start();
        }
    }

    private void run(Execution execution) {
        Long limit = execution.machine().graph().timeoutSeconds();
        Instant deadline = limit == null ? Instant.MAX : execution.startDate().plusSeconds(limit);
        try (VirtualClock.Timer timer = limit == null
                ? () -> {}
                : clock.at(
                        deadline,
                        () -> execution.end(
                                new Execution.Ending(ExecutionStatus.TIMED_OUT, StateFailure.TIMEOUT, null)))) {
            ExecutionRun.run(interpreter, execution, Frame.of(execution), clock);
        }
        if (execution.status() != ExecutionStatus.RUNNING && execution.journal().durable()) {
            execution.journal().close();
            execution.history().release();
        }
    }

    /** @throws StepFunctionsException ExecutionDoesNotExist */
    public ExecutionSummary describe(String executionArn) {
        return execution(executionArn).summary();
    }

    /** Completes when the execution is over. */
    public CompletableFuture<ExecutionSummary> completion(String executionArn) {
        return execution(executionArn).done().copy();
    }

    /** The events in the form of GetExecutionHistory, oldest first. */
    public List<JsonNode> history(String executionArn) {
        Execution execution = execution(executionArn);
        List<ObjectNode> events = execution.history().events();
        Path file = execution.journal().file();
        if (events.isEmpty() && file != null) {
            try {
                return Journal.read(file).stream()
                        .filter(line -> line.has("event"))
                        .map(line -> line.path("event"))
                        .toList();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return List.copyOf(events);
    }

    /** The executions of a machine, latest first, without the children of distributed maps. */
    public List<ExecutionSummary> list(String machineArn) {
        machine(machineArn);
        return executions.values().stream()
                .map(Execution::summary)
                .filter(summary -> summary.stateMachineArn().equals(machineArn))
                .sorted(Comparator.comparing(ExecutionSummary::startDate).reversed())
                .toList();
    }

    /** ARN and name of the registered machines, by name. */
    public Map<String, String> stateMachines() {
        Map<String, String> found = new java.util.TreeMap<>();
        machines.values().forEach(machine -> found.put(machine.name(), machine.arn()));
        return found;
    }

    /** Ends a running execution; one that is over stays as it is. */
    public ExecutionSummary stop(String executionArn, @Nullable String error, @Nullable String cause) {
        Execution execution = execution(executionArn);
        if (execution.end(new Execution.Ending(ExecutionStatus.ABORTED, error, cause))) {
            // One that was not resumed yet runs just to end.
            launch(execution);
            execution
                    .done()
                    .copy()
                    .orTimeout(STOP_SECONDS, TimeUnit.SECONDS)
                    .exceptionally(late -> null)
                    .join();
        }
        return execution.summary();
    }

    /** @throws StepFunctionsException TaskTimedOut for a task that is over, InvalidToken for a token never given */
    public void sendTaskSuccess(String token, JsonNode output) {
        check(services.tokens().succeed(token, output));
    }

    /** As {@link #sendTaskSuccess}. */
    public void sendTaskFailure(String token, @Nullable String error, @Nullable String cause) {
        check(services.tokens().fail(token, error, cause));
    }

    /** As {@link #sendTaskSuccess}; starts the task's HeartbeatSeconds anew. */
    public void sendTaskHeartbeat(String token) {
        check(services.tokens().heartbeat(token));
    }

    private static void check(TaskTokens.Outcome outcome) {
        switch (outcome) {
            case ACCEPTED -> {}
            case OVER ->
                throw new StepFunctionsException(
                        "TaskTimedOut", "Task Timed Out: 'Provided task does not exist anymore'");
            case UNKNOWN -> throw new StepFunctionsException("InvalidToken", "Invalid Token: 'Invalid token'");
        }
    }

    /**
     * Answers a request of the AWS JSON 1.0 protocol.
     *
     * @param target the header {@code X-Amz-Target}, for example {@code AWSStepFunctions.StartExecution}
     */
    public AwsJson handle(String target, JsonNode body) {
        return protocol.handle(target, body);
    }

    Machine machine(String arn) {
        Machine machine = machines.get(arn);
        if (machine == null) {
            throw new StepFunctionsException("StateMachineDoesNotExist", "State Machine Does Not Exist: '" + arn + "'");
        }
        return machine;
    }

    Machine machineOf(String executionArn) {
        return execution(executionArn).machine();
    }

    List<Machine> machines() {
        return machines.values().stream()
                .sorted(Comparator.comparing(Machine::name))
                .toList();
    }

    MapRuns mapRuns() {
        return services.mapRuns();
    }

    private Execution execution(String arn) {
        Execution execution = executions.get(arn);
        Execution found = execution != null ? execution : services.mapRuns().child(arn);
        if (found == null) {
            throw new StepFunctionsException("ExecutionDoesNotExist", "Execution Does Not Exist: '" + arn + "'");
        }
        return found;
    }

    private Services.Starter starter() {
        return new Services.Starter() {
            @Override
            public Execution start(String machineArn, @Nullable String name, JsonNode input)
                    throws TaskFailedException {
                try {
                    return StepFunctionsEngine.this.start(machineArn, name, input);
                } catch (StepFunctionsException e) {
                    throw new TaskFailedException(
                            "StepFunctions." + e.type() + "Exception", String.valueOf(e.getMessage()));
                }
            }

            @Override
            public @Nullable Execution find(String executionArn) {
                return executions.get(executionArn);
            }

            @Override
            public void stop(Execution execution, @Nullable String error, @Nullable String cause) {
                if (!closed) {
                    execution.end(new Execution.Ending(ExecutionStatus.ABORTED, error, cause));
                }
            }
        };
    }

    /** Halts all executions where they are. With a state directory they go on in the next engine. */
    @Override
    public void close() {
        closed = true;
        // Journals first: what a halted execution still wants to write must not look like progress or an end.
        executions.values().forEach(execution -> execution.journal().close());
        executions.values().forEach(Execution::interrupt);
    }
}
