package dev.tandem.local.stepfunctions;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Task, field by field: calls, results, Retry, Catch, timeouts, heartbeats, tokens, child executions. */
class TaskTest {
    private static final String FUNCTION = "'Resource':'arn:aws:lambda:eu-central-1:000000000000:function:Work'";
    private static final String INVOKE =
            "'Resource':'arn:aws:states:::lambda:invoke','Arguments':{'FunctionName':'Work','Payload':'{% $states.input %}'}";
    private static final String ASK =
            "'Resource':'arn:aws:states:::sqs:sendMessage.waitForTaskToken','Arguments':{'QueueUrl':'q','MessageBody':'{% $states.context.Task.Token %}'}";

    private final Lab lab = new Lab();

    @AfterEach
    void close() {
        lab.close();
    }

    /** A task whose Catch goes on to a state that hands on what was caught. */
    private static String caught(String fields, String errors) {
        return "'StartAt':'T','States':{'T':{'Type':'Task'," + fields + ",'Catch':[{'ErrorEquals':[" + errors
                + "],'Next':'Caught'}],'End':true},'Caught':{'Type':'Pass','End':true}}";
    }

    private static String only(String fields) {
        return "'StartAt':'T','States':{'T':{'Type':'Task'," + fields + ",'End':true}}";
    }

    @Test
    void aFunctionGetsTheInputAndItsAnswerIsTheOutput() {
        lab.machine(only(FUNCTION)).on("Work", Lab.answer("{'b':2}"));
        ExecutionSummary done = lab.run("{'a':1}");
        assertThat(Lab.outputOf(done)).isEqualTo("{'b':2}");
        assertThat(lab.calls).singleElement().satisfies(call -> {
            assertThat(Lab.text(call.arguments())).isEqualTo("{'a':1}");
            assertThat(call.executionArn()).isEqualTo(done.executionArn());
            assertThat(call.roleArn()).isEqualTo("arn:aws:iam::000000000000:role/test");
        });
        assertThat(lab.types(done.executionArn()))
                .containsExactly(
                        "ExecutionStarted",
                        "TaskStateEntered",
                        "LambdaFunctionScheduled",
                        "LambdaFunctionStarted",
                        "LambdaFunctionSucceeded",
                        "TaskStateExited",
                        "ExecutionSucceeded");
    }

    @Test
    void anIntegrationGetsItsArgumentsAndTheEventsTellOfIt() {
        lab.machine(
                        only(
                                INVOKE
                                        + ",'TimeoutSeconds':30,'Output':'{% $states.result.Payload.b %}','Assign':{'r':'{% $states.result %}'}"))
                .on("invoke", Lab.answer("{'Payload':{'b':2},'StatusCode':200}"));
        ExecutionSummary done = lab.run("{'a':1}");
        assertThat(Lab.outputOf(done)).isEqualTo("2");
        assertThat(lab.calls.getFirst().resource()).isEqualTo("arn:aws:states:::lambda:invoke");
        assertThat(lab.calls.getFirst().timeout()).isEqualTo(Duration.ofSeconds(30));
        assertThat(Lab.text(lab.calls.getFirst().arguments())).isEqualTo("{'FunctionName':'Work','Payload':{'a':1}}");
        JsonNode scheduled =
                lab.events(done.executionArn(), "TaskScheduled").getFirst().path("taskScheduledEventDetails");
        assertThat(scheduled.path("resourceType").asText()).isEqualTo("lambda");
        assertThat(scheduled.path("resource").asText()).isEqualTo("invoke");
        assertThat(scheduled.path("region").asText()).isEqualTo("eu-central-1");
        assertThat(scheduled.path("timeoutInSeconds").asInt()).isEqualTo(30);
        assertThat(lab.types(done.executionArn()))
                .containsExactly(
                        "ExecutionStarted",
                        "TaskStateEntered",
                        "TaskScheduled",
                        "TaskStarted",
                        "TaskSucceeded",
                        "TaskStateExited",
                        "ExecutionSucceeded");
    }

    @Test
    void retryWaitsLongerEachTimeUpToTheMost() {
        List<Instant> at = new ArrayList<>();
        lab.machine(
                        only(
                                FUNCTION
                                        + ",'Retry':[{'ErrorEquals':['Busy'],'IntervalSeconds':3,'MaxAttempts':4,'BackoffRate':2,'MaxDelaySeconds':10}]"))
                .on("Work", call -> {
                    at.add(lab.clock.now());
                    throw new TaskFailedException("Busy", "later");
                });
        String arn = lab.start("{}");
        for (int seconds : new int[] {3, 6, 10, 10}) {
            lab.advanceBy(Duration.ofSeconds(seconds));
        }
        ExecutionSummary failed = lab.finish(arn);
        assertThat(failed.error()).isEqualTo("Busy");
        assertThat(failed.cause()).isEqualTo("later");
        assertThat(at)
                .containsExactly(
                        Lab.START,
                        Lab.START.plusSeconds(3),
                        Lab.START.plusSeconds(9),
                        Lab.START.plusSeconds(19),
                        Lab.START.plusSeconds(29));
        assertThat(lab.events(arn, "LambdaFunctionFailed")).hasSize(5);
        assertThat(lab.events(arn, "TaskStateEntered")).hasSize(1);
    }

    @Test
    void retryDefaultsAreOneSecondThreeAttemptsDoubling() {
        lab.machine(only(FUNCTION + ",'Retry':[{'ErrorEquals':['States.ALL']}]"))
                .on("Work", Lab.fail("Busy", ""));
        String arn = lab.start("{}");
        for (int seconds : new int[] {1, 2, 4}) {
            lab.advanceBy(Duration.ofSeconds(seconds));
        }
        assertThat(lab.finish(arn).status()).isEqualTo(ExecutionStatus.FAILED);
        assertThat(lab.calls).hasSize(4);
    }

    @Test
    void eachRetrierCountsForItselfAndTheContextCountsAll() {
        AtomicInteger number = new AtomicInteger();
        lab.machine(
                        only(
                                "'Resource':'arn:aws:states:::lambda:invoke','Arguments':{'FunctionName':'Work','Payload':'{% $states.context.State.RetryCount %}'},"
                                        + "'Retry':[{'ErrorEquals':['A'],'MaxAttempts':2,'BackoffRate':1},{'ErrorEquals':['B'],'MaxAttempts':1}]"))
                .on("invoke", call -> {
                    throw new TaskFailedException(number.getAndIncrement() % 2 == 0 ? "A" : "B", "x");
                });
        String arn = lab.start("{}");
        for (int i = 0; i < 3; i++) {
            lab.advanceBy(Duration.ofSeconds(1));
        }
        assertThat(lab.finish(arn).error()).isEqualTo("B");
        assertThat(lab.calls)
                .extracting(call -> call.arguments().path("Payload").asInt())
                .containsExactly(0, 1, 2, 3);
    }

    @Test
    void noRetryWithMaxAttemptsZeroNorForOtherErrors() {
        lab.machine(only(FUNCTION
                        + ",'Retry':[{'ErrorEquals':['Other']},{'ErrorEquals':['States.ALL'],'MaxAttempts':0}]"))
                .on("Work", Lab.fail("Busy", "x"));
        assertThat(lab.run("{}").error()).isEqualTo("Busy");
        assertThat(lab.calls).hasSize(1);
    }

    @Test
    void fullJitterWaitsAnywhereUpToTheDelay() {
        lab.machine(
                        only(
                                FUNCTION
                                        + ",'Retry':[{'ErrorEquals':['Busy'],'IntervalSeconds':100,'MaxAttempts':1,'JitterStrategy':'FULL'}]"))
                .on("Work", Lab.fail("Busy", "x"));
        String arn = lab.start("{}");
        Lab.until(() -> lab.clock
                .nextWake()
                .filter(at -> at.isBefore(Lab.START.plusSeconds(101)))
                .isPresent());
        lab.clock.advance(Duration.ofSeconds(100));
        assertThat(lab.finish(arn).error()).isEqualTo("Busy");
        assertThat(new State.Retrier(List.of("x"), 100, 3, 2, null, true).delay(1, 0.25))
                .isEqualTo(Duration.ofSeconds(50));
    }

    @Test
    void catchHandsOnTheErrorUnlessItHasAnOutputOfItsOwn() {
        lab.machine("""
                        'StartAt':'T','States':{
                          'T':{'Type':'Task','Resource':'arn:aws:lambda:eu-central-1:000000000000:function:Work','End':true,'Catch':[
                            {'ErrorEquals':['Mine'],'Next':'C','Assign':{'was':'{% $states.errorOutput.Error %}'},
                             'Output':{'cause':'{% $states.errorOutput.Cause %}','in':'{% $states.input %}'}},
                            {'ErrorEquals':['States.ALL'],'Next':'D'}]},
                          'C':{'Type':'Pass','Output':{'was':'{% $was %}','rest':'{% $states.input %}'},'End':true},
                          'D':{'Type':'Pass','End':true}}""").on("Work", call -> {
            throw new TaskFailedException(call.arguments().path("error").asText(), "because");
        });
        assertThat(Lab.outputOf(lab.run("{'error':'Mine'}")))
                .isEqualTo("{'was':'Mine','rest':{'cause':'because','in':{'error':'Mine'}}}");
        assertThat(Lab.outputOf(lab.run("{'error':'Else'}"))).isEqualTo("{'Error':'Else','Cause':'because'}");
    }

    @Test
    void catchComesAfterRetryIsUsedUp() {
        lab.machine(caught(FUNCTION + ",'Retry':[{'ErrorEquals':['Busy'],'MaxAttempts':1}]", "'Busy'"))
                .on("Work", Lab.fail("Busy", "x"));
        String arn = lab.start("{}");
        lab.advanceBy(Duration.ofSeconds(1));
        assertThat(Lab.outputOf(lab.finish(arn))).isEqualTo("{'Error':'Busy','Cause':'x'}");
        assertThat(lab.calls).hasSize(2);
    }

    @Test
    void taskFailedStandsForEveryErrorButATimeout() {
        lab.machine(caught(FUNCTION + ",'TimeoutSeconds':5", "'States.TaskFailed'"))
                .on("Work", Lab.fail("Busy", "x"));
        assertThat(Lab.outputOf(lab.run("{}"))).contains("Busy");
        lab.on("Work", call -> hang());
        String arn = lab.start("{}");
        lab.advanceTo(Lab.START.plusSeconds(5));
        assertThat(lab.finish(arn).error()).isEqualTo("States.Timeout");
        assertThat(lab.types(arn)).contains("LambdaFunctionTimedOut");
    }

    private static JsonNode hang() throws InterruptedException {
        new CountDownLatch(1).await();
        throw new AssertionError();
    }

    @Test
    void aTimeoutDoesNotWaitForACallThatHeedsNoInterrupt() {
        CountDownLatch release = new CountDownLatch(1);
        lab.machine(caught(FUNCTION + ",'TimeoutSeconds':'{% $states.input.seconds %}'", "'States.Timeout'"))
                .on("Work", call -> {
                    boolean done = false;
                    while (!done) {
                        try {
                            release.await();
                            done = true;
                        } catch (InterruptedException e) {
                            // Goes on: that is the point.
                        }
                    }
                    return Lab.json("{}");
                });
        String arn = lab.start("{'seconds':7}");
        lab.advanceTo(Lab.START.plusSeconds(7));
        assertThat(Lab.outputOf(lab.finish(arn))).isEqualTo("{'Error':'States.Timeout'}");
        release.countDown();
    }

    @Test
    void aFailedEvaluationCanBeCaught() {
        lab.on("Work", Lab.answer("{}")).on("invoke", Lab.answer("{}"));
        lab.machine(caught(FUNCTION + ",'Arguments':'{% $states.input.none %}'", "'States.QueryEvaluationError'"));
        assertThat(Lab.outputOf(lab.run("{}")))
                .contains("States.QueryEvaluationError")
                .contains("Arguments");
        lab.machine(caught(FUNCTION + ",'Output':'{% $states.result.none %}'", "'States.ALL'"));
        assertThat(Lab.outputOf(lab.run("{}")))
                .contains("States.QueryEvaluationError")
                .contains("Output");
        lab.machine(caught(FUNCTION + ",'TimeoutSeconds':'{% 0 %}'", "'States.ALL'"));
        assertThat(Lab.outputOf(lab.run("{}"))).contains("TimeoutSeconds");
    }

    @Test
    void statesAllDoesNotCatchAnAnswerBeyondThePayloadLimit() {
        lab.machine(caught(FUNCTION, "'States.ALL'"))
                .on("Work", call -> Lab.json("{'x':'" + "x".repeat(262_144) + "'}"));
        assertThat(lab.run("{}").error()).isEqualTo("States.DataLimitExceeded");
        lab.machine(caught(FUNCTION, "'States.DataLimitExceeded'"));
        assertThat(lab.run("{}").status()).isEqualTo(ExecutionStatus.SUCCEEDED);
    }

    @Test
    void heartbeatsHoldOffTheHeartbeatTimeout() {
        lab.machine(caught(ASK + ",'HeartbeatSeconds':10,'TimeoutSeconds':60", "'States.HeartbeatTimeout'"))
                .on("sendMessage", Lab.answer("{}"));
        String arn = lab.start("{}");
        Lab.until(() -> lab.types(arn).contains("TaskSubmitted"));
        String token = lab.calls.getFirst().arguments().path("MessageBody").asText();
        lab.clock.advance(Duration.ofSeconds(9));
        lab.engine.sendTaskHeartbeat(token);
        assertThat(lab.clock.nextWake()).contains(Lab.START.plusSeconds(19));
        lab.advanceTo(Lab.START.plusSeconds(19));
        assertThat(Lab.outputOf(lab.finish(arn))).contains("States.HeartbeatTimeout");
        assertThat(lab.types(arn)).contains("TaskTimedOut");
    }

    @Test
    void statesTimeoutStandsForAMissedHeartbeatToo() {
        lab.machine(caught(ASK + ",'HeartbeatSeconds':10", "'States.Timeout'")).on("sendMessage", Lab.answer("{}"));
        String arn = lab.start("{}");
        lab.advanceTo(Lab.START.plusSeconds(10));
        assertThat(Lab.outputOf(lab.finish(arn))).contains("States.HeartbeatTimeout");
    }

    @Test
    void aTokenMayBeAnsweredBeforeTheCallReturns() {
        lab.machine(only(ASK)).on("sendMessage", call -> {
            lab.engine.sendTaskSuccess(call.arguments().path("MessageBody").asText(), Lab.json("{'fast':1}"));
            return Lab.json("{}");
        });
        assertThat(Lab.outputOf(lab.run("{}"))).isEqualTo("{'fast':1}");
    }

    @Test
    void aRetriedTokenTaskGetsANewToken() {
        lab.machine(only(ASK + ",'Retry':[{'ErrorEquals':['Again'],'MaxAttempts':1}]"))
                .on("sendMessage", Lab.answer("{}"));
        String arn = lab.start("{}");
        Lab.until(() -> lab.types(arn).contains("TaskSubmitted"));
        lab.engine.sendTaskFailure(
                lab.calls.get(0).arguments().path("MessageBody").asText(), "Again", null);
        lab.advanceTo(Lab.START.plusSeconds(1));
        Lab.until(() -> lab.events(arn, "TaskSubmitted").size() == 2);
        String second = lab.calls.get(1).arguments().path("MessageBody").asText();
        assertThat(second)
                .isNotEqualTo(lab.calls.get(0).arguments().path("MessageBody").asText());
        lab.engine.sendTaskSuccess(second, Lab.json("1"));
        assertThat(Lab.outputOf(lab.finish(arn))).isEqualTo("1");
    }

    @Test
    void stoppingWhileATaskRunsInterruptsIt() throws InterruptedException {
        CountDownLatch interrupted = new CountDownLatch(1);
        lab.machine(only(FUNCTION)).on("Work", call -> {
            try {
                return hang();
            } catch (InterruptedException e) {
                interrupted.countDown();
                throw e;
            }
        });
        String arn = lab.start("{}");
        Lab.until(() -> !lab.calls.isEmpty());
        assertThat(lab.engine.stop(arn, null, null).status()).isEqualTo(ExecutionStatus.ABORTED);
        assertThat(interrupted.await(10, java.util.concurrent.TimeUnit.SECONDS)).isTrue();
        assertThat(lab.types(arn)).endsWith("TaskStateAborted", "ExecutionAborted");
    }

    @Test
    void startsAnotherExecutionAndGoesOn() {
        child("'StartAt':'W','States':{'W':{'Type':'Wait','Seconds':9,'End':true}}");
        lab.machine(only(start("startExecution") + ",'Output':'{% $states.result.ExecutionArn %}'"));
        String childArn = lab.run("{'n':1}").output().asText();
        assertThat(lab.engine.describe(childArn).status()).isEqualTo(ExecutionStatus.RUNNING);
        assertThat(Lab.text(lab.engine.describe(childArn).input())).isEqualTo("{'n':1}");
    }

    @Test
    void waitsForAnotherExecution() {
        child("'StartAt':'P','States':{'P':{'Type':'Pass','Output':{'twice':'{% $states.input.n * 2 %}'},'End':true}}");
        lab.machine(only(start("startExecution.sync:2") + ",'Output':'{% $states.result.Output.twice %}'"));
        assertThat(Lab.outputOf(lab.run("{'n':4}"))).isEqualTo("8");
        lab.machine(only(start("startExecution.sync") + ",'Output':'{% $parse($states.result.Output).twice %}'"));
        assertThat(Lab.outputOf(lab.run("{'n':4}"))).isEqualTo("8");
    }

    @Test
    void aFailedChildFailsTheTask() {
        child("'StartAt':'F','States':{'F':{'Type':'Fail','Error':'Inner'}}");
        lab.machine(only(start("startExecution.sync:2")));
        ExecutionSummary failed = lab.run("{}");
        assertThat(failed.error()).isEqualTo("States.TaskFailed");
        assertThat(failed.cause()).contains("\"Error\":\"Inner\"").contains("FAILED");
    }

    @Test
    void stoppingTheParentStopsTheChildItWaitsFor() {
        child("'StartAt':'W','States':{'W':{'Type':'Wait','Seconds':9,'End':true}}");
        lab.machine(only(start("startExecution.sync:2")));
        String arn = lab.start("{}");
        Lab.until(() -> lab.types(arn).contains("TaskSubmitted"));
        lab.engine.stop(arn, null, null);
        ExecutionSummary child = lab.engine.list(Lab.ARN + "Child").getFirst();
        assertThat(lab.finish(child.executionArn()).status()).isEqualTo(ExecutionStatus.ABORTED);
    }

    private void child(String states) {
        lab.engine.register(Lab.ARN + "Child", "TestChild", Lab.json("{'QueryLanguage':'JSONata'," + states + "}"));
    }

    private static String start(String action) {
        return "'Resource':'arn:aws:states:::states:" + action + "','Arguments':{'StateMachineArn':'" + Lab.ARN
                + "Child','Input':'{% $states.input %}'}";
    }
}
