package dev.tandem.local.stepfunctions;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/** What running states need from the engine around them. */
record Services(VirtualClock clock, TaskInvoker invoker, TaskTokens tokens, MapRuns mapRuns, Starter starter) {

    /** Starts and watches executions, for {@code states:startExecution}. */
    interface Starter {
        /** @throws TaskFailedException with the error name that the integration gives */
        Execution start(String machineArn, @Nullable String name, JsonNode input) throws TaskFailedException;

        @Nullable
        Execution find(String executionArn);

        void stop(Execution execution, @Nullable String error, @Nullable String cause);
    }

    void sleepUntil(Instant until) throws InterruptedException {
        if (!clock.now().isBefore(until)) {
            return;
        }
        CountDownLatch woken = new CountDownLatch(1);
        try (VirtualClock.Timer timer = clock.at(until, woken::countDown)) {
            woken.await();
        }
    }
}
