package dev.tandem.local.stepfunctions;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/** A state failed: what Retry and Catch look at, and what an execution ends with when nobody catches it. */
final class StateFailure extends Exception {
    private static final long serialVersionUID = 1L;

    static final String ALL = "States.ALL";
    static final String TIMEOUT = "States.Timeout";
    static final String HEARTBEAT_TIMEOUT = "States.HeartbeatTimeout";
    static final String TASK_FAILED = "States.TaskFailed";
    static final String BRANCH_FAILED = "States.BranchFailed";
    static final String NO_CHOICE_MATCHED = "States.NoChoiceMatched";
    static final String QUERY_EVALUATION = "States.QueryEvaluationError";
    static final String DATA_LIMIT = "States.DataLimitExceeded";
    static final String RUNTIME = "States.Runtime";
    static final String ITEM_READER = "States.ItemReaderFailed";
    static final String RESULT_WRITER = "States.ResultWriterFailed";
    static final String TOLERANCE = "States.ExceedToleratedFailureThreshold";

    private final @Nullable String error;
    private final @Nullable String cause;
    /** The field whose expression failed, when it is a failed evaluation. */
    private final @Nullable String location;

    StateFailure(@Nullable String error, @Nullable String cause) {
        this(error, cause, null);
    }

    StateFailure(@Nullable String error, @Nullable String cause, @Nullable String location) {
        super(error + ": " + cause, null, false, false);
        this.error = error;
        this.cause = cause;
        this.location = location;
    }

    @Nullable
    String error() {
        return error;
    }

    @Nullable
    String cause() {
        return cause;
    }

    @Nullable
    String location() {
        return location;
    }

    /** {@code $states.errorOutput}, and the output of a catcher that has none of its own. */
    ObjectNode errorOutput() {
        ObjectNode node = Json.object();
        if (error != null) {
            node.put("Error", error);
        }
        if (cause != null) {
            node.put("Cause", cause);
        }
        return node;
    }

    /**
     * Whether an {@code ErrorEquals} entry means this failure. {@code States.ALL} leaves out what the specification calls
     * terminal; {@code States.TaskFailed} stands for everything but timeouts.
     */
    boolean matches(String name, boolean branches) {
        if (name.equals(error)) {
            return true;
        }
        boolean terminal = DATA_LIMIT.equals(error) || RUNTIME.equals(error);
        boolean timeout = TIMEOUT.equals(error) || HEARTBEAT_TIMEOUT.equals(error);
        return switch (name) {
            case ALL -> !terminal;
            case TIMEOUT -> HEARTBEAT_TIMEOUT.equals(error);
            case TASK_FAILED -> !terminal && !timeout;
            case BRANCH_FAILED -> branches && !terminal;
            default -> false;
        };
    }
}
