package dev.tandem.local.stepfunctions;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One state of a definition, checked. Templates stay JSON and are evaluated when the state runs. */
sealed interface State {
    /**
     * What all states have.
     *
     * @param next the state to go to, null at the end
     */
    record Common(
            String name,
            @Nullable JsonNode assign,
            @Nullable JsonNode output,
            @Nullable String next) {}

    record Retrier(
            List<String> errorEquals,
            long intervalSeconds,
            long maxAttempts,
            double backoffRate,
            @Nullable Long maxDelaySeconds,
            boolean fullJitter) {

        /** The delay before retry number {@code retry} (from 0); {@code random} in [0,1) is used with full jitter. */
        Duration delay(long retry, double random) {
            double seconds = intervalSeconds * Math.pow(backoffRate, retry);
            if (maxDelaySeconds != null) {
                seconds = Math.min(seconds, maxDelaySeconds);
            }
            seconds = Math.min(seconds, 31_622_400);
            return Duration.ofMillis(Math.round(1000 * (fullJitter ? seconds * random : seconds)));
        }
    }

    record Catcher(
            List<String> errorEquals,
            String next,
            @Nullable JsonNode assign,
            @Nullable JsonNode output) {}

    record Handlers(List<Retrier> retry, List<Catcher> catchers) {
        static final Handlers NONE = new Handlers(List.of(), List.of());
    }

    record Rule(
            JsonNode condition,
            String next,
            @Nullable JsonNode assign,
            @Nullable JsonNode output) {}

    record Pass(Common common) implements State {}

    record Succeed(Common common) implements State {}

    record Fail(
            Common common,
            @Nullable JsonNode error,
            @Nullable JsonNode cause) implements State {}

    record Wait(
            Common common,
            @Nullable JsonNode seconds,
            @Nullable JsonNode timestamp) implements State {}

    record Choice(Common common, List<Rule> rules) implements State {}

    record Task(
            Common common,
            TaskResource resource,
            @Nullable JsonNode arguments,
            @Nullable JsonNode timeoutSeconds,
            @Nullable JsonNode heartbeatSeconds,
            Handlers handlers)
            implements State {}

    record Parallel(Common common, @Nullable JsonNode arguments, List<StateGraph> branches, Handlers handlers)
            implements State {}

    record ItemReader(String action, JsonNode arguments, ReaderConfig config) {}

    record ReaderConfig(
            @Nullable String inputType,
            @Nullable String csvHeaderLocation,
            List<String> csvHeaders,
            char csvDelimiter,
            @Nullable JsonNode maxItems,
            @Nullable String itemsPointer) {}

    record ItemBatcher(
            @Nullable JsonNode maxItemsPerBatch,
            @Nullable JsonNode maxInputBytesPerBatch,
            @Nullable JsonNode batchInput) {}

    record ResultWriter(@Nullable JsonNode arguments, String transformation, String outputType) {}

    record Mapping(
            Common common,
            boolean distributed,
            StateGraph processor,
            @Nullable JsonNode items,
            @Nullable ItemReader reader,
            @Nullable JsonNode itemSelector,
            @Nullable ItemBatcher batcher,
            @Nullable JsonNode maxConcurrency,
            @Nullable JsonNode toleratedCount,
            @Nullable JsonNode toleratedPercentage,
            @Nullable ResultWriter writer,
            String label,
            Handlers handlers)
            implements State {}

    Common common();

    default String name() {
        return common().name();
    }

    /** The type as events name it. */
    default String type() {
        return switch (this) {
            case Pass p -> "Pass";
            case Succeed s -> "Succeed";
            case Fail f -> "Fail";
            case Wait w -> "Wait";
            case Choice c -> "Choice";
            case Task t -> "Task";
            case Parallel p -> "Parallel";
            case Mapping m -> "Map";
        };
    }

    /** Whether the state runs other states, whose failure is its own. */
    default boolean runsOthers() {
        return this instanceof Parallel || this instanceof Mapping;
    }

    default Handlers handlers() {
        return switch (this) {
            case Task t -> t.handlers();
            case Parallel p -> p.handlers();
            case Mapping m -> m.handlers();
            default -> Handlers.NONE;
        };
    }
}
