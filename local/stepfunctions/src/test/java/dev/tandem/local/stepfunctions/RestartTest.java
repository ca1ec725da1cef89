package dev.tandem.local.stepfunctions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An engine ends as a process does, and the next one on the same folder goes on. */
class RestartTest {
    private static final String FUNCTION =
            "'Type':'Task','Resource':'arn:aws:lambda:eu-central-1:000000000000:function:";

    @TempDir
    Path state;

    private Lab lab() {
        return new Lab(state, VirtualClock.frozenAt(Lab.START));
    }

    private static VirtualClock later(int seconds) {
        return VirtualClock.frozenAt(Lab.START.plusSeconds(seconds));
    }

    @Test
    void aWaitEndsAtTheTimeItHadBefore() {
        String arn;
        try (Lab first = lab().on("Before", Lab.answer("1"))) {
            first.machine(
                    "'StartAt':'B','States':{'B':{" + FUNCTION + "Before','Assign':{'x':5},'Next':'W'},"
                            + "'W':{'Type':'Wait','Seconds':100,'Next':'P'},'P':{'Type':'Pass','Output':'{% $x %}','End':true}}");
            arn = first.start("{}");
            Lab.until(() -> first.clock
                    .nextWake()
                    .filter(Lab.START.plusSeconds(100)::equals)
                    .isPresent());
        }
        try (Lab second = new Lab(state, later(40))) {
            second.engine.resume();
            Lab.until(() -> second.clock.nextWake().isPresent());
            assertThat(second.clock.nextWake()).contains(Lab.START.plusSeconds(100));
            second.advanceBy(Duration.ofSeconds(60));
            assertThat(Lab.outputOf(second.finish(arn))).isEqualTo("5");
            assertThat(second.calls).isEmpty();
            assertThat(second.types(arn))
                    .containsExactly(
                            "ExecutionStarted",
                            "TaskStateEntered",
                            "LambdaFunctionScheduled",
                            "LambdaFunctionStarted",
                            "LambdaFunctionSucceeded",
                            "TaskStateExited",
                            "WaitStateEntered",
                            "WaitStateExited",
                            "PassStateEntered",
                            "PassStateExited",
                            "ExecutionSucceeded");
        }
        try (Lab third = new Lab(state, later(200))) {
            assertThat(Lab.outputOf(third.engine.describe(arn))).isEqualTo("5");
            assertThat(third.types(arn)).hasSize(11).endsWith("ExecutionSucceeded");
        }
    }

    private static final String ASK =
            "'StartAt':'A','States':{'A':{'Type':'Task','Resource':'arn:aws:states:::sqs:sendMessage.waitForTaskToken',"
                    + "'Arguments':{'MessageBody':'{% $states.context.Task.Token %}'},'TimeoutSeconds':100,'End':true}}";

    private String asked(Lab first) {
        first.machine(ASK).on("sendMessage", Lab.answer("{}"));
        String arn = first.start("{}");
        Lab.until(() -> first.types(arn).contains("TaskSubmitted"));
        return arn;
    }

    @Test
    void aTaskTokenStaysGoodAndTheMessageIsNotSentAgain() {
        String arn;
        String token;
        try (Lab first = lab()) {
            arn = asked(first);
            token = first.calls.getFirst().arguments().path("MessageBody").asText();
        }
        try (Lab second = new Lab(state, later(50))) {
            second.engine.resume();
            Lab.until(() -> second.clock.nextWake().isPresent());
            second.engine.sendTaskSuccess(token, Lab.json("{'ok':1}"));
            assertThat(Lab.outputOf(second.finish(arn))).isEqualTo("{'ok':1}");
            assertThat(second.calls).isEmpty();
        }
    }

    @Test
    void aTaskTokenTimesOutAtTheTimeItHadBefore() {
        String arn;
        try (Lab first = lab()) {
            arn = asked(first);
        }
        try (Lab second = new Lab(state, later(99))) {
            second.engine.resume();
            second.advanceBy(Duration.ofSeconds(1));
            assertThat(second.finish(arn).error()).isEqualTo("States.Timeout");
        }
    }

    @Test
    void anInlineMapSkipsFinishedIterations() {
        mapSurvives("'ItemProcessor':{'StartAt':'T','States':{'T':{" + FUNCTION + "Work','End':true}}}");
    }

    @Test
    void aDistributedMapSkipsFinishedChildren() {
        mapSurvives(
                "'ItemProcessor':{'ProcessorConfig':{'Mode':'DISTRIBUTED','ExecutionType':'STANDARD'},'StartAt':'T','States':{'T':{"
                        + FUNCTION + "Work','End':true}}}");
    }

    private void mapSurvives(String processor) {
        String arn;
        CountDownLatch never = new CountDownLatch(1);
        try (Lab first = lab().on("Work", call -> {
            if (call.arguments().asInt() > 3) {
                never.await();
            }
            return call.arguments();
        })) {
            first.machine("'StartAt':'M','States':{'M':{'Type':'Map','MaxConcurrency':2,'Items':'{% [1..6] %}',"
                    + processor + ",'End':true}}");
            arn = first.start("{}");
            Lab.until(() -> first.calls.size() == 5);
        }
        try (Lab second = lab().on("Work", call -> call.arguments())) {
            second.engine.resume();
            assertThat(Lab.outputOf(second.finish(arn))).isEqualTo("[1,2,3,4,5,6]");
            assertThat(second.calls)
                    .extracting(call -> call.arguments().asInt())
                    .containsExactlyInAnyOrder(4, 5, 6);
            List<String> types = second.types(arn);
            assertThat(types.stream().filter("MapStateStarted"::equals)).hasSize(1);
            assertThat(types).endsWith("MapStateSucceeded", "MapStateExited", "ExecutionSucceeded");
            List<Long> ids = second.engine.history(arn).stream()
                    .map(event -> event.path("id").asLong())
                    .toList();
            assertThat(ids).isSorted().doesNotHaveDuplicates();
        }
    }

    @Test
    void parallelGoesOnInTheBranchThatWasNotDone() {
        String arn;
        try (Lab first = lab().on("Work", Lab.answer("1"))) {
            first.machine("'StartAt':'P','States':{'P':{'Type':'Parallel','End':true,'Branches':["
                    + "{'StartAt':'A','States':{'A':{" + FUNCTION + "Work','End':true}}},"
                    + "{'StartAt':'W','States':{'W':{'Type':'Wait','Seconds':60,'End':true}}}]}}");
            arn = first.start("{}");
            Lab.until(() -> first.types(arn).contains("TaskStateExited")
                    && first.clock
                            .nextWake()
                            .filter(Lab.START.plusSeconds(60)::equals)
                            .isPresent());
        }
        try (Lab second = new Lab(state, later(60))) {
            second.engine.resume();
            assertThat(Lab.outputOf(second.finish(arn))).isEqualTo("[1,{}]");
            assertThat(second.calls).isEmpty();
        }
    }

    @Test
    void retriesAreCountedOn() {
        String machine = "'StartAt':'T','States':{'T':{" + FUNCTION
                + "Work','End':true,'Retry':[{'ErrorEquals':['Busy'],'IntervalSeconds':10,'MaxAttempts':2,'BackoffRate':2}]}}";
        String arn;
        try (Lab first = lab().on("Work", Lab.fail("Busy", "x"))) {
            first.machine(machine);
            arn = first.start("{}");
            first.advanceTo(Lab.START.plusSeconds(10));
            Lab.until(() -> first.clock
                    .nextWake()
                    .filter(Lab.START.plusSeconds(30)::equals)
                    .isPresent());
            assertThat(first.calls).hasSize(2);
        }
        try (Lab second = new Lab(state, later(12)).on("Work", Lab.fail("Busy", "x"))) {
            second.engine.resume();
            second.advanceTo(Lab.START.plusSeconds(30));
            assertThat(second.finish(arn).error()).isEqualTo("Busy");
            assertThat(second.calls).hasSize(1);
        }
    }

    @Test
    void aTaskCutShortIsCalledAgainWithTheSameArguments() {
        String arn;
        String argument;
        try (Lab first = lab().on("Work", call -> {
            new CountDownLatch(1).await();
            return call.arguments();
        })) {
            first.machine("'StartAt':'T','States':{'T':{" + FUNCTION
                    + "Work','Arguments':{'id':'{% $uuid() %}'},'End':true}}");
            arn = first.start("{}");
            Lab.until(() -> !first.calls.isEmpty());
            argument = Lab.text(first.calls.getFirst().arguments());
        }
        try (Lab second = lab().on("Work", call -> call.arguments())) {
            second.engine.resume();
            assertThat(Lab.outputOf(second.finish(arn))).isEqualTo(argument);
        }
    }

    @Test
    void aChildExecutionIsNotStartedTwice() {
        String child =
                "{'QueryLanguage':'JSONata','StartAt':'W','States':{'W':{'Type':'Wait','Seconds':50,'End':true}}}";
        String arn;
        try (Lab first = lab()) {
            first.engine.register(Lab.ARN + "Child", "TestChild", Lab.json(child));
            first.machine(
                    "'StartAt':'T','States':{'T':{'Type':'Task','Resource':'arn:aws:states:::states:startExecution.sync:2',"
                            + "'Arguments':{'StateMachineArn':'" + Lab.ARN
                            + "Child','Input':{'a':1}},'Output':'{% $states.result.Output %}','End':true}}");
            arn = first.start("{}");
            Lab.until(() -> first.clock
                    .nextWake()
                    .filter(Lab.START.plusSeconds(50)::equals)
                    .isPresent());
        }
        try (Lab second = new Lab(state, later(50))) {
            second.engine.register(Lab.ARN + "Child", "TestChild", Lab.json(child));
            second.engine.resume();
            assertThat(Lab.outputOf(second.finish(arn))).isEqualTo("{'a':1}");
            assertThat(second.engine.list(Lab.ARN + "Child")).hasSize(1);
        }
    }

    @Test
    void anExecutionCanBeStoppedBeforeItGoesOn() {
        String arn;
        try (Lab first = lab()) {
            arn = asked(first);
        }
        try (Lab second = lab()) {
            assertThat(second.engine.stop(arn, "E", null).status()).isEqualTo(ExecutionStatus.ABORTED);
            second.engine.resume();
            assertThat(second.engine.describe(arn).status()).isEqualTo(ExecutionStatus.ABORTED);
        }
        try (Lab third = lab()) {
            assertThat(third.engine.describe(arn).error()).isEqualTo("E");
        }
    }

    @Test
    void anExecutionKeepsTheDefinitionItWasStartedWith() {
        String arn;
        try (Lab first = lab()) {
            first.machine(
                    "'StartAt':'W','States':{'W':{'Type':'Wait','Seconds':5,'Next':'P'},'P':{'Type':'Pass','Output':'old','End':true}}");
            arn = first.start("{}");
            Lab.until(() -> first.clock.nextWake().isPresent());
        }
        try (Lab second = new Lab(state, later(5))) {
            second.machine("'StartAt':'P','States':{'P':{'Type':'Pass','Output':'new','End':true}}");
            second.engine.resume();
            assertThat(Lab.outputOf(second.finish(arn))).isEqualTo("'old'");
        }
    }

    private Path journal() throws IOException {
        try (Stream<Path> files = Files.list(state.resolve("executions"))) {
            return files.findFirst().orElseThrow();
        }
    }

    @Test
    void aTornLastLineIsCutOff() throws IOException {
        String arn;
        try (Lab first = lab()) {
            first.machine("'StartAt':'W','States':{'W':{'Type':'Wait','Seconds':5,'End':true}}");
            arn = first.start("{}");
            Lab.until(() -> first.clock.nextWake().isPresent());
        }
        Files.writeString(journal(), "{\"k\":\"st", StandardOpenOption.APPEND);
        try (Lab second = new Lab(state, later(5))) {
            second.engine.resume();
            assertThat(second.finish(arn).status()).isEqualTo(ExecutionStatus.SUCCEEDED);
        }
        try (Lab third = lab()) {
            assertThat(third.engine.describe(arn).status()).isEqualTo(ExecutionStatus.SUCCEEDED);
        }
    }

    @Test
    void aCorruptJournalIsNamed() throws IOException {
        try (Lab first = lab()) {
            first.machine("'StartAt':'P','States':{'P':{'Type':'Pass','End':true}}");
            first.run("{}");
        }
        Files.writeString(journal(), "garbage\n" + Files.readString(journal()));
        assertThatThrownBy(() ->
                        new StepFunctionsEngine(state, VirtualClock.frozenAt(Lab.START), call -> call.arguments()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("corrupt journal")
                .hasMessageContaining(journal().getFileName().toString());
    }

    @Test
    void closedExecutionsAreForgottenAfterNinetyDays() {
        String arn;
        try (Lab first = lab()) {
            first.machine("'StartAt':'P','States':{'P':{'Type':'Pass','End':true}}");
            arn = first.run("{}").executionArn();
        }
        try (Lab second = new Lab(state, VirtualClock.frozenAt(Lab.START.plus(Duration.ofDays(91))))) {
            assertThatThrownBy(() -> second.engine.describe(arn)).hasMessageContaining("Does Not Exist");
        }
    }
}
