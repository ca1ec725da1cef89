package dev.tandem.local.lambda;

import java.time.Duration;
import java.util.List;

/**
 * What a function has done since it was defined.
 *
 * @param errors failed invocations, timeouts and crashes among them
 * @param throttles invocations refused without a run
 * @param processIds live child processes
 * @param busy processes that run an invocation now
 * @param queued invocations that wait for a process
 * @param median of the last 1,024 durations, zero where there was none; likewise {@code p99}
 * @param lastInit time from spawn to the first request for work, of the last cold start
 * @param logTail last lines of the processes
 */
public record FunctionMetrics(
        String name,
        long invocations,
        long errors,
        long timeouts,
        long throttles,
        long coldStarts,
        List<Long> processIds,
        int busy,
        int queued,
        Duration median,
        Duration p99,
        Duration maximum,
        Duration lastInit,
        String logTail) {}
