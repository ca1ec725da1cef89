package dev.tandem.local.lambda;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * One function as the template describes it.
 *
 * @param name function name, also the last part of its ARN
 * @param codeZip zip with class files at its root, or jars in {@code lib/}
 * @param layerZips zips with {@code java/lib/*.jar}; a later layer wins where two hold a file of the same name
 * @param handler class name, or {@code class::method}
 * @param memoryMegabytes memory limit; the heap gets {@link ChildJvm#HEAP_SHARE} of it
 * @param timeout longest time of one invocation, initialisation not counted
 * @param environment the whole environment of the function, apart from the variables that Lambda itself sets
 * @param reservedConcurrency most invocations at a time; 0 refuses all
 * @param onFailure ARN of the destination (or dead-letter queue) of asynchronous events that failed for good
 * @param maximumRetryAttempts retries of an asynchronous event after its first failure, 0 to 2
 */
public record FunctionDefinition(
        String name,
        Path codeZip,
        List<Path> layerZips,
        String handler,
        int memoryMegabytes,
        Duration timeout,
        Map<String, String> environment,
        OptionalInt reservedConcurrency,
        Optional<String> onFailure,
        int maximumRetryAttempts) {

    public FunctionDefinition {
        layerZips = List.copyOf(layerZips);
        environment = Map.copyOf(environment);
        if (name.isBlank()) {
            throw new IllegalArgumentException("A function needs a name");
        }
        if (memoryMegabytes < 128) {
            throw new IllegalArgumentException(name + ": memory must be at least 128 MB, not " + memoryMegabytes);
        }
        if (timeout.isNegative() || timeout.isZero() || timeout.compareTo(Duration.ofMinutes(15)) > 0) {
            throw new IllegalArgumentException(name + ": timeout must be above zero and at most 15 minutes");
        }
        if (maximumRetryAttempts < 0 || maximumRetryAttempts > 2) {
            throw new IllegalArgumentException(name + ": maximumRetryAttempts must be 0, 1 or 2");
        }
    }

    /** A function with AWS's defaults (no layers, no variables, two retries), 512 MB and 30 s. */
    public static FunctionDefinition of(String name, Path codeZip, String handler) {
        return new FunctionDefinition(
                name,
                codeZip,
                List.of(),
                handler,
                512,
                Duration.ofSeconds(30),
                Map.of(),
                OptionalInt.empty(),
                Optional.empty(),
                2);
    }

    public FunctionDefinition withTimeout(Duration newTimeout) {
        return new FunctionDefinition(
                name,
                codeZip,
                layerZips,
                handler,
                memoryMegabytes,
                newTimeout,
                environment,
                reservedConcurrency,
                onFailure,
                maximumRetryAttempts);
    }

    public FunctionDefinition withMemory(int megabytes) {
        return new FunctionDefinition(
                name,
                codeZip,
                layerZips,
                handler,
                megabytes,
                timeout,
                environment,
                reservedConcurrency,
                onFailure,
                maximumRetryAttempts);
    }

    public FunctionDefinition withEnvironment(Map<String, String> newEnvironment) {
        return new FunctionDefinition(
                name,
                codeZip,
                layerZips,
                handler,
                memoryMegabytes,
                timeout,
                newEnvironment,
                reservedConcurrency,
                onFailure,
                maximumRetryAttempts);
    }

    public FunctionDefinition withLayers(List<Path> newLayers) {
        return new FunctionDefinition(
                name,
                codeZip,
                newLayers,
                handler,
                memoryMegabytes,
                timeout,
                environment,
                reservedConcurrency,
                onFailure,
                maximumRetryAttempts);
    }

    public FunctionDefinition withReservedConcurrency(int concurrency) {
        return new FunctionDefinition(
                name,
                codeZip,
                layerZips,
                handler,
                memoryMegabytes,
                timeout,
                environment,
                OptionalInt.of(concurrency),
                onFailure,
                maximumRetryAttempts);
    }

    public FunctionDefinition withFailureHandling(String onFailureArn, int retries) {
        return new FunctionDefinition(
                name,
                codeZip,
                layerZips,
                handler,
                memoryMegabytes,
                timeout,
                environment,
                reservedConcurrency,
                Optional.of(onFailureArn),
                retries);
    }
}
