package dev.tandem.local.stepfunctions;

/** The states of an execution, as AWS names them. */
public enum ExecutionStatus {
    RUNNING,
    SUCCEEDED,
    FAILED,
    TIMED_OUT,
    ABORTED
}
