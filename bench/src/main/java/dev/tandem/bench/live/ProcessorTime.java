package dev.tandem.bench.live;

import dev.tandem.local.lambda.FunctionMetrics;
import dev.tandem.local.lambda.LambdaService;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * Processor seconds of the functions' processes and of this one, which is the rest of the cloud and the city with its apps. Has to be
 * looked at every few seconds: what a process used after the last look before it died is not counted.
 */
public final class ProcessorTime {
    private final LambdaService lambda;
    private final Map<String, Map<Long, Duration>> byFunction = new TreeMap<>();
    private final double ownAtStart = own();

    public ProcessorTime(LambdaService lambda) {
        this.lambda = lambda;
    }

    public synchronized void look() {
        for (FunctionMetrics function : lambda.metrics()) {
            for (long process : function.processIds()) {
                ProcessHandle.of(process)
                        .flatMap(handle -> handle.info().totalCpuDuration())
                        .ifPresent(used -> byFunction
                                .computeIfAbsent(function.name(), name -> new HashMap<>())
                                .put(process, used));
            }
        }
    }

    private static double own() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof com.sun.management.OperatingSystemMXBean bean
                ? bean.getProcessCpuTime() / 1e9
                : Double.NaN;
    }

    /** Seconds of the process that the cloud and the city share. */
    public double cloudSeconds() {
        return own() - ownAtStart;
    }

    /** Seconds by function, since their processes began. */
    public synchronized Map<String, Double> functionSeconds() {
        Map<String, Double> seconds = new TreeMap<>();
        byFunction.forEach((name, processes) -> seconds.put(
                name, processes.values().stream().mapToLong(Duration::toMillis).sum() / 1000.0));
        return seconds;
    }
}
