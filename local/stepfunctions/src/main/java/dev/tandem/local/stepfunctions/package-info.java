/**
 * An interpreter of the JSONata dialect of the Amazon States Language, for the embedded cloud.
 *
 * <p>{@link dev.tandem.local.stepfunctions.StepFunctionsEngine} is the way in. Executions are written to an append-only
 * journal and go on after a restart; time comes from {@link dev.tandem.local.stepfunctions.VirtualClock}, so that tests
 * move through waits and retries at once.
 */
@NullMarked
package dev.tandem.local.stepfunctions;

import org.jspecify.annotations.NullMarked;
