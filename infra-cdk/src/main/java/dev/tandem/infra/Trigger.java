package dev.tandem.infra;

import java.util.Optional;

/** What makes a function run. */
public sealed interface Trigger {

    /** A route of api/openapi.yaml, whose operationId (or {@code x-tandem-function}) is the function's name. */
    record Route() implements Trigger {}

    /** Messages of a queue, up to {@code batchSize} in one call, in at most {@code maximumConcurrency} (2 or more) calls at once. */
    record Queue(String queue, int batchSize, int maximumConcurrency) implements Trigger {}

    /** A schedule in EventBridge Scheduler's own syntax; the time zone matters to {@code cron()} only. */
    record Schedule(String name, String expression, Optional<String> timeZone) implements Trigger {}

    /** A task of a workflow. */
    record Task(String workflow) implements Trigger {}
}
