package dev.tandem.local.stepfunctions;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An execution as seen from outside.
 *
 * @param mapRunArn for a child execution of a distributed map, its run
 * @param output null while it runs and when it failed
 */
public record ExecutionSummary(
        String executionArn,
        String stateMachineArn,
        String name,
        ExecutionStatus status,
        Instant startDate,
        @Nullable Instant stopDate,
        JsonNode input,
        @Nullable JsonNode output,
        @Nullable String error,
        @Nullable String cause,
        @Nullable String mapRunArn) {}
