package dev.tandem.local.stepfunctions;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tandem.local.stepfunctions.State.Task;
import dev.tandem.local.stepfunctions.TaskResource.Pattern;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * Runs one attempt of a Task state. A plain call that a restart cut short is made again, so functions see it at least
 * once; a task that waits for a token or a child execution is not started twice.
 */
final class TaskRunner {
    private static final long DEFAULT_TIMEOUT_SECONDS = 99_999_999;

    private final Services services;
    private final ChildExecutions children;

    TaskRunner(Services services) {
        this.services = services;
        this.children = new ChildExecutions(services);
    }

    /** It says whose it is, so that a right to give tokens back can be one to those of a machine. */
    private static String token(String machineArn) {
        String owner =
                Base64.getUrlEncoder().withoutPadding().encodeToString(machineArn.getBytes(StandardCharsets.UTF_8));
        return owner + "." + UUID.randomUUID();
    }

    JsonNode run(Visit visit, Task task) throws StateFailure, InterruptedException {
        Journal journal = visit.frame().journal();
        String path = visit.attemptPath();
        TaskResource resource = task.resource();
        ObjectNode earlier = journal.recall("task", path);
        String token = earlier != null ? earlier.path("token").textValue() : null;
        if (earlier == null && resource.pattern() == Pattern.TASK_TOKEN) {
            token = token(visit.frame().execution().machine().arn());
        }
        ObjectNode begun = earlier != null ? earlier : begin(visit, task, token);
        TaskEvents events = new TaskEvents(visit, resource);
        JsonNode arguments = begun.path("arguments");
        long timeout = begun.path("timeout").asLong();
        Duration heartbeat = begun.has("heartbeat")
                ? Duration.ofSeconds(begun.path("heartbeat").asLong())
                : null;
        events.scheduled(arguments, task.timeoutSeconds() == null ? null : timeout, heartbeat);
        events.started();
        Instant deadline = Instant.ofEpochMilli(begun.path("started").asLong()).plusSeconds(timeout);
        if (earlier != null && resource.pattern() == Pattern.REQUEST_RESPONSE) {
            // The call is made anew, so its time starts anew.
            deadline = services.clock().now().plusSeconds(timeout);
        }
        TaskCall call = new TaskCall(
                resource.arn(),
                arguments,
                visit.frame().execution().arn(),
                visit.frame().execution().machine().roleArn(),
                Duration.ofSeconds(timeout));
        CompletableFuture<JsonNode> answer = new CompletableFuture<>();
        try (VirtualClock.Timer timer = services.clock()
                .at(deadline, () -> answer.completeExceptionally(new StateFailure(StateFailure.TIMEOUT, null)))) {
            JsonNode result = switch (resource.pattern()) {
                case REQUEST_RESPONSE ->
                    resource.startsExecution() ? children.started(visit, arguments) : called(call, answer);
                case TASK_TOKEN ->
                    waited(visit, call, answer, String.valueOf(token), heartbeat, events, resource.startsExecution());
                case SYNC, SYNC_2 ->
                    children.completed(visit, arguments, resource.pattern() == Pattern.SYNC_2, answer, events);
            };
            String text = Interpreter.limited(result, task);
            events.succeeded(text);
            return result;
        } catch (StateFailure failure) {
            events.failed(failure);
            throw failure;
        } catch (InterruptedException e) {
            events.aborted();
            throw e;
        }
    }

    /** Evaluates the fields once and remembers them, so that a restart repeats the same call. */
    private ObjectNode begin(Visit visit, Task task, @Nullable String token) throws StateFailure {
        Expressions.Scope scope = visit.scope(null, null, token);
        JsonNode template = task.arguments();
        ObjectNode line = Journal.line("task", visit.attemptPath());
        JsonNode arguments;
        if (template == null) {
            arguments = task.resource().functionArn() ? visit.input() : Json.object();
        } else {
            arguments = visit.evaluate(template, "Arguments", scope);
        }
        Interpreter.limited(arguments, task);
        line.set("arguments", arguments);
        JsonNode timeout = task.timeoutSeconds();
        line.put(
                "timeout",
                timeout == null ? DEFAULT_TIMEOUT_SECONDS : visit.integer(timeout, "TimeoutSeconds", 1, scope));
        JsonNode heartbeat = task.heartbeatSeconds();
        if (heartbeat != null) {
            line.put("heartbeat", visit.integer(heartbeat, "HeartbeatSeconds", 1, scope));
        }
        if (token != null) {
            line.put("token", token);
        }
        line.put("started", services.clock().now().toEpochMilli());
        visit.frame().journal().append(line);
        return line;
    }

    /** Calls on a thread of its own: an invoker that does not heed the interrupt must not hold up a timeout. */
    private JsonNode called(TaskCall call, CompletableFuture<JsonNode> answer)
            throws StateFailure, InterruptedException {
        Thread caller = Thread.ofVirtual().name("task " + call.resource()).start(() -> {
            try {
                answer.complete(services.invoker().invoke(call));
            } catch (TaskFailedException e) {
                answer.completeExceptionally(new StateFailure(e.error(), e.cause()));
            } catch (InterruptedException e) {
                answer.cancel(false);
            } catch (RuntimeException | Error e) {
                answer.completeExceptionally(new StateFailure(StateFailure.RUNTIME, String.valueOf(e)));
            }
        });
        try {
            return await(answer);
        } finally {
            caller.interrupt();
        }
    }

    private JsonNode waited(
            Visit visit,
            TaskCall call,
            CompletableFuture<JsonNode> answer,
            String token,
            @Nullable Duration heartbeat,
            TaskEvents events,
            boolean startsExecution)
            throws StateFailure, InterruptedException {
        Journal journal = visit.frame().journal();
        String path = visit.attemptPath();
        try (TaskTokens.Pending pending = services.tokens().open(token, journal, path, answer, heartbeat)) {
            if (journal.recall("submitted", path) == null) {
                // The answer may come before the call returns, and a timeout ends both.
                CompletableFuture<JsonNode> submitted = new CompletableFuture<>();
                answer.whenComplete((value, failure) -> {
                    if (failure instanceof StateFailure) {
                        submitted.completeExceptionally(failure);
                    }
                });
                JsonNode output = startsExecution ? children.started(visit, call.arguments()) : called(call, submitted);
                events.submitted(output);
                journal.append(Journal.line("submitted", path));
            }
            return await(answer);
        }
    }

    static JsonNode await(CompletableFuture<JsonNode> answer) throws StateFailure, InterruptedException {
        try {
            return answer.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof StateFailure failure) {
                throw failure;
            }
            throw new StateFailure(StateFailure.RUNTIME, String.valueOf(e.getCause()));
        } catch (java.util.concurrent.CancellationException e) {
            throw new InterruptedException();
        }
    }
}
