package dev.tandem.local.stepfunctions;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** One execution: who it is, how it stands, and its journal and history. */
final class Execution {
    /** Why a running execution is being ended from outside. */
    record Ending(
            ExecutionStatus status,
            @Nullable String error,
            @Nullable String cause) {}

    private final String arn;
    private final String name;
    private final Machine machine;
    private final JsonNode input;
    private final Object plainInput;
    private final Instant startDate;
    private final @Nullable String mapRunArn;
    private final Journal journal;
    private final History history;
    private final CompletableFuture<ExecutionSummary> done = new CompletableFuture<>();
    private ExecutionStatus status = ExecutionStatus.RUNNING;
    private @Nullable Instant stopDate;
    private @Nullable JsonNode output;
    private @Nullable String error;
    private @Nullable String cause;
    private @Nullable Ending ending;
    private @Nullable Thread thread;

    Execution(
            String arn,
            String name,
            Machine machine,
            JsonNode input,
            Instant startDate,
            @Nullable String mapRunArn,
            Journal journal,
            History history) {
        this.arn = arn;
        this.name = name;
        this.machine = machine;
        this.input = input;
        this.plainInput = Plain.of(input);
        this.startDate = startDate;
        this.mapRunArn = mapRunArn;
        this.journal = journal;
        this.history = history;
    }

    String arn() {
        return arn;
    }

    String name() {
        return name;
    }

    Machine machine() {
        return machine;
    }

    JsonNode input() {
        return input;
    }

    Object plainInput() {
        return plainInput;
    }

    Instant startDate() {
        return startDate;
    }

    Journal journal() {
        return journal;
    }

    History history() {
        return history;
    }

    CompletableFuture<ExecutionSummary> done() {
        return done;
    }

    synchronized ExecutionSummary summary() {
        return new ExecutionSummary(
                arn, machine.arn(), name, status, startDate, stopDate, input, output, error, cause, mapRunArn);
    }

    synchronized ExecutionStatus status() {
        return status;
    }

    /** False when the execution has a runner already. */
    synchronized boolean runs(Thread runner) {
        if (thread != null) {
            return false;
        }
        thread = runner;
        if (ending != null) {
            runner.interrupt();
        }
        return true;
    }

    /** Asks the runner to end; false when the execution is already over or ending. */
    synchronized boolean end(Ending why) {
        if (status != ExecutionStatus.RUNNING || ending != null) {
            return false;
        }
        ending = why;
        interrupt();
        return true;
    }

    synchronized void interrupt() {
        if (thread != null) {
            thread.interrupt();
        }
    }

    synchronized @Nullable Ending ending() {
        return ending;
    }

    /** Sets the final state; the line goes to the journal first. */
    void finish(
            ExecutionStatus status,
            @Nullable JsonNode output,
            @Nullable String error,
            @Nullable String cause,
            Instant at) {
        ObjectNode line = Journal.line("end", "");
        line.put("status", status.name())
                .put("at", at.toEpochMilli())
                .put("error", error)
                .put("cause", cause);
        if (output != null) {
            line.set("output", output);
        }
        journal.append(line);
        set(status, output, error, cause, at);
    }

    /** Takes the final state over from a journal. */
    void restoreEnd(JsonNode line) {
        set(
                ExecutionStatus.valueOf(line.path("status").asText()),
                line.get("output"),
                line.path("error").textValue(),
                line.path("cause").textValue(),
                Instant.ofEpochMilli(line.path("at").asLong()));
    }

    private void set(
            ExecutionStatus status,
            @Nullable JsonNode output,
            @Nullable String error,
            @Nullable String cause,
            Instant at) {
        synchronized (this) {
            this.status = status;
            this.output = output;
            this.error = error;
            this.cause = cause;
            this.stopDate = at;
        }
        done.complete(summary());
    }
}
