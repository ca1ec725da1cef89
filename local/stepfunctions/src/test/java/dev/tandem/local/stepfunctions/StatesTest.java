package dev.tandem.local.stepfunctions;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Pass, Choice, Wait, Succeed and Fail, field by field, and the flow of data between states. */
class StatesTest {
    private final Lab lab = new Lab();

    @AfterEach
    void close() {
        lab.close();
    }

    @Test
    void passHandsOnItsInputWhenItHasNoOutput() {
        assertThat(lab.output("'StartAt':'A','States':{'A':{'Type':'Pass','End':true}}", "{'a':[1,null,2.5]}"))
                .isEqualTo("{'a':[1,null,2.5]}");
    }

    @Test
    void outputEvaluatesExpressionsAnywhereAndKeepsOtherValues() {
        assertThat(lab.output("""
                        'StartAt':'A','States':{'A':{'Type':'Pass','Output':{
                          'sum':'{% $sum($states.input.n) %}','plain':'$states.input','list':[true,null,'{% $states.input.n[0] %}'],
                          'object':{'{% not a key %}':1}},'End':true}}""", "{'n':[1,2,3]}"))
                .isEqualTo("{'sum':6,'plain':'$states.input','list':[true,null,1],'object':{'{% not a key %}':1}}");
    }

    @Test
    void outputMayBeAnyJsonValue() {
        assertThat(lab.output("'StartAt':'A','States':{'A':{'Type':'Pass','Output':'{% 1 + 1 %}','End':true}}", "{}"))
                .isEqualTo("2");
        assertThat(lab.output("'StartAt':'A','States':{'A':{'Type':'Pass','Output':null,'End':true}}", "{}"))
                .isEqualTo("null");
    }

    @Test
    void assignAndOutputSeeTheVariablesAsTheyWereBefore() {
        assertThat(lab.output("""
                        'StartAt':'A','States':{
                          'A':{'Type':'Pass','Assign':{'x':1,'y':null},'Next':'B'},
                          'B':{'Type':'Pass','Assign':{'x':'{% $x + 1 %}','z':'{% $x %}'},'Output':'{% $x %}','Next':'C'},
                          'C':{'Type':'Pass','Output':{'x':'{% $x %}','y':'{% $y %}','z':'{% $z %}','in':'{% $states.input %}'},'End':true}}""", "{}")).isEqualTo("{'x':2,'y':null,'z':1,'in':1}");
    }

    @Test
    void contextTellsOfExecutionStateAndMachine() {
        String arn = lab.machine("""
                        'StartAt':'A','States':{'A':{'Type':'Pass','Output':'{% $states.context %}','End':true}}""")
                .engine
                .startExecution(Lab.ARN, "one", Lab.json("{'a':1}"))
                .executionArn();
        assertThat(Lab.outputOf(lab.finish(arn)))
                .isEqualTo("{'Execution':{'Id':'" + arn
                        + "','Input':{'a':1},'Name':'one','RoleArn':'arn:aws:iam::000000000000:role/test',"
                        + "'StartTime':'2026-03-01T10:00:00.000Z','RedriveCount':0},'State':"
                        + Lab.text(lab.engine.describe(arn).output().path("State"))
                        + ",'StateMachine':"
                        + Lab.text(lab.engine.describe(arn).output().path("StateMachine")) + "}");
        assertThat(lab.engine.describe(arn).output().path("State").path("Name").asText())
                .isEqualTo("A");
        assertThat(lab.engine
                        .describe(arn)
                        .output()
                        .path("State")
                        .path("RetryCount")
                        .asInt())
                .isZero();
        assertThat(lab.engine
                        .describe(arn)
                        .output()
                        .path("State")
                        .path("EnteredTime")
                        .asText())
                .isEqualTo("2026-03-01T10:00:00.000Z");
        assertThat(lab.engine
                        .describe(arn)
                        .output()
                        .path("StateMachine")
                        .path("Id")
                        .asText())
                .isEqualTo(Lab.ARN);
    }

    @Test
    void undefinedIsAnErrorAndNullIsNot() {
        lab.machine("'StartAt':'A','States':{'A':{'Type':'Pass','Output':{'v':'{% $states.input.v %}'},'End':true}}");
        assertThat(Lab.outputOf(lab.run("{'v':null}"))).isEqualTo("{'v':null}");
        ExecutionSummary failed = lab.run("{}");
        assertThat(failed.status()).isEqualTo(ExecutionStatus.FAILED);
        assertThat(failed.error()).isEqualTo("States.QueryEvaluationError");
        assertThat(failed.cause())
                .contains("$states.input.v")
                .contains("Output/v")
                .contains("undefined");
        assertThat(lab.types(failed.executionArn())).contains("EvaluationFailed", "ExecutionFailed");
    }

    @Test
    void jsonataWorksOnNullsFunctionsAndNestedData() {
        assertThat(
                        lab.output(
                                """
                        'StartAt':'A','States':{'A':{'Type':'Pass','Output':{
                          'isNull':'{% $states.input.v = null %}','inList':'{% $states.input.l[1] = null %}','type':'{% $type($states.input.v) %}',
                          'exists':'{% $exists($states.input.v) and $not($exists($states.input.w)) %}','string':'{% $string($states.input.o) %}',
                          'map':'{% [$map($states.input.l, function($x){ $x = null ? 0 : $x * 2 })] %}','count':'{% $count($states.input.l) %}',
                          'sum':'{% $sum($states.input.items.(price * quantity)) %}','one':'{% [$states.input.items[price > 1].sku] %}',
                          'merge':'{% $merge([$states.input.o, {`b`: 2}]) %}','chain':'{% $states.input.items.sku ~> $join(`-`) %}',
                          'empty':'{% [] %}','half':'{% 1 / 2 %}','whole':'{% 4 / 2 %}'},'End':true}}""".replace("`", "\\\""),
                                "{'v':null,'l':[1,null,3],'o':{'a':null},'items':[{'sku':'A','price':1.5,'quantity':2},{'sku':'B','price':1,'quantity':4}]}"))
                .isEqualTo(
                        "{'isNull':true,'inList':true,'type':'null','exists':true,'string':'{\\'a\\':null}','map':[2,0,6],'count':3,"
                                + "'sum':7,'one':['A'],'merge':{'a':null,'b':2},'chain':'A-B','empty':[],'half':0.5,'whole':2}");
    }

    @Test
    void aRunawayExpressionIsStopped() {
        lab.machine(
                "'StartAt':'A','States':{'A':{'Type':'Pass','Output':'{% ($f := function($n){ 1 + $f($n + 1) }; $f(0)) %}','End':true}}");
        assertThat(lab.run("{}").error()).isEqualTo("States.QueryEvaluationError");
    }

    @Test
    void everyThrownExpressionIsAQueryEvaluationError() {
        for (String expression : new String[] {
            "1 + \\'a\\'",
            "$error(\\'no\\')",
            "$eval(\\'1\\')",
            "$parse(\\'{\\')",
            "$partition([1],0)",
            "function($x){$x}",
            "1/0",
            "$unknown()"
        }) {
            lab.engine.register(
                    Lab.ARN,
                    "Test",
                    Lab.json(
                            "{'QueryLanguage':'JSONata','StartAt':'A','States':{'A':{'Type':'Pass','Output':'{% X %}','End':true}}}"
                                    .replace("X", expression.replace("\\'", "`").replace("`", "\\\""))));
            assertThat(lab.run("{}").error()).as(expression).isEqualTo("States.QueryEvaluationError");
        }
    }

    @Test
    void theServicesOwnFunctions() {
        assertThat(lab.output(
                        """
                        'StartAt':'A','States':{'A':{'Type':'Pass','Output':{
                          'partition':'{% $partition([1,2,3,4,5], 2) %}','range':'{% $range(0, 10, 5) %}',
                          'hash':'{% $hash($states.input.text, $states.input.algorithm) %}',
                          'parse':'{% $parse($states.input.json).a[1] %}',
                          'uuid':'{% $length($uuid()) %}','random':'{% $random() < 1 and $random(7) = $random(7) %}',
                          'now':'{% $now() %}','millis':'{% $millis() %}'},'End':true}}""",
                        "{'text':'abc','algorithm':'SHA-256','json':'{\\'a\\':[1,{}]}'}"
                                .replace("\\'", "\\\\\"")
                                .replace("\\\\", "\\")))
                .isEqualTo("{'partition':[[1,2],[3,4],[5]],'range':[0,5,10],"
                        + "'hash':'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad','parse':{},'uuid':36,"
                        + "'random':true,'now':'2026-03-01T10:00:00.000Z','millis':1772359200000}");
    }

    @Test
    void choiceTakesTheFirstRuleThatHoldsWithItsAssignAndOutput() {
        lab.machine("""
                'StartAt':'C','States':{
                  'C':{'Type':'Choice','Default':'Other','Assign':{'who':'default'},'Output':{'from':'default'},'Choices':[
                    {'Condition':'{% $states.input.n > 10 %}','Next':'End','Assign':{'who':'big'},'Output':{'from':'big'}},
                    {'Condition':'{% $states.input.n > 5 %}','Next':'End','Assign':{'who':'middle'}}]},
                  'Other':{'Type':'Pass','Next':'End'},
                  'End':{'Type':'Pass','Output':{'who':'{% $who %}','in':'{% $states.input %}'},'End':true}}""");
        assertThat(Lab.outputOf(lab.run("{'n':11}"))).isEqualTo("{'who':'big','in':{'from':'big'}}");
        assertThat(Lab.outputOf(lab.run("{'n':6}"))).isEqualTo("{'who':'middle','in':{'n':6}}");
        ExecutionSummary other = lab.run("{'n':1}");
        assertThat(Lab.outputOf(other)).isEqualTo("{'who':'default','in':{'from':'default'}}");
        assertThat(lab.types(other.executionArn()))
                .containsExactly(
                        "ExecutionStarted",
                        "ChoiceStateEntered",
                        "ChoiceStateExited",
                        "PassStateEntered",
                        "PassStateExited",
                        "PassStateEntered",
                        "PassStateExited",
                        "ExecutionSucceeded");
    }

    @Test
    void choiceWithoutMatchAndDefaultFails() {
        lab.machine("""
                'StartAt':'C','States':{'C':{'Type':'Choice','Choices':[{'Condition':'{% false %}','Next':'E'}]},'E':{'Type':'Succeed'}}""");
        assertThat(lab.run("{}").error()).isEqualTo("States.NoChoiceMatched");
    }

    @Test
    void choiceConditionMustGiveABoolean() {
        lab.machine("""
                'StartAt':'C','States':{'C':{'Type':'Choice','Choices':[{'Condition':'{% 1 %}','Next':'E'}]},'E':{'Type':'Succeed'}}""");
        assertThat(lab.run("{}").error()).isEqualTo("States.QueryEvaluationError");
    }

    @Test
    void waitTakesSecondsOrATimestampLiteralOrEvaluated() {
        for (String field : new String[] {
            "'Seconds':90",
            "'Seconds':'{% $states.input.s %}'",
            "'Timestamp':'2026-03-01T10:01:30Z'",
            "'Timestamp':'{% $fromMillis($toMillis($states.context.State.EnteredTime) + 90000) %}'"
        }) {
            try (Lab fresh = new Lab()) {
                fresh.machine("'StartAt':'W','States':{'W':{'Type':'Wait'," + field + ",'End':true}}");
                String arn = fresh.start("{'s':90}");
                fresh.advanceTo(Lab.START.plusSeconds(90));
                assertThat(Lab.outputOf(fresh.finish(arn))).isEqualTo("{'s':90}");
                assertThat(fresh.engine.describe(arn).stopDate()).isEqualTo(Lab.START.plusSeconds(90));
                assertThat(fresh.types(arn))
                        .containsExactly(
                                "ExecutionStarted", "WaitStateEntered", "WaitStateExited", "ExecutionSucceeded");
            }
        }
    }

    @Test
    void waitDoesNotEndEarly() {
        lab.machine("'StartAt':'W','States':{'W':{'Type':'Wait','Seconds':10,'End':true}}");
        String arn = lab.start("{}");
        Lab.until(() -> lab.clock.nextWake().isPresent());
        lab.clock.advance(Duration.ofMillis(9_999));
        assertThat(lab.engine.describe(arn).status()).isEqualTo(ExecutionStatus.RUNNING);
        lab.clock.advance(Duration.ofMillis(1));
        assertThat(lab.finish(arn).status()).isEqualTo(ExecutionStatus.SUCCEEDED);
    }

    @Test
    void waitUntilAPastTimeGoesOnAtOnceAndNonsenseFails() {
        assertThat(lab.output(
                        "'StartAt':'W','States':{'W':{'Type':'Wait','Timestamp':'2020-01-01T00:00:00Z','End':true}}",
                        "{}"))
                .isEqualTo("{}");
        lab.machine("'StartAt':'W','States':{'W':{'Type':'Wait','Seconds':'{% -1 %}','End':true}}");
        assertThat(lab.run("{}").error()).isEqualTo("States.QueryEvaluationError");
    }

    @Test
    void succeedEndsWithItsOutput() {
        assertThat(lab.output(
                        "'StartAt':'S','States':{'S':{'Type':'Succeed','Output':{'ok':'{% $states.input.a %}'}}}",
                        "{'a':1}"))
                .isEqualTo("{'ok':1}");
    }

    @Test
    void failEvaluatesErrorAndCause() {
        lab.machine(
                "'StartAt':'F','States':{'F':{'Type':'Fail','Error':'{% $states.input.e %}','Cause':'{% \\\"because \\\" & $states.input.e %}'}}");
        ExecutionSummary failed = lab.run("{'e':'Bad'}");
        assertThat(failed.status()).isEqualTo(ExecutionStatus.FAILED);
        assertThat(failed.error()).isEqualTo("Bad");
        assertThat(failed.cause()).isEqualTo("because Bad");
        assertThat(lab.types(failed.executionArn()))
                .containsExactly("ExecutionStarted", "FailStateEntered", "ExecutionFailed");
    }

    @Test
    void loopsWithVariables() {
        assertThat(lab.output("""
                        'StartAt':'Init','States':{
                          'Init':{'Type':'Pass','Assign':{'i':0},'Next':'More'},
                          'More':{'Type':'Choice','Choices':[{'Condition':'{% $i < 50 %}','Next':'Add'}],'Default':'Done'},
                          'Add':{'Type':'Pass','Assign':{'i':'{% $i + 1 %}'},'Next':'More'},
                          'Done':{'Type':'Succeed','Output':'{% $i %}'}}""", "{}")).isEqualTo("50");
    }

    @Test
    void outputBeyondThePayloadLimitFails() {
        lab.machine(
                "'StartAt':'A','States':{'A':{'Type':'Pass','Output':'{% $states.input.t & $states.input.t %}','End':true}}");
        assertThat(lab.run("{'t':'" + "x".repeat(131_072) + "'}").error()).isEqualTo("States.DataLimitExceeded");
    }

    @Test
    void executionTimeoutEndsItAsTimedOut() {
        lab.machine("'TimeoutSeconds':5,'StartAt':'W','States':{'W':{'Type':'Wait','Seconds':60,'End':true}}");
        String arn = lab.start("{}");
        Lab.until(() -> lab.types(arn).contains("WaitStateEntered"));
        lab.advanceTo(Lab.START.plusSeconds(5));
        assertThat(lab.finish(arn).status()).isEqualTo(ExecutionStatus.TIMED_OUT);
        assertThat(lab.types(arn)).endsWith("ExecutionTimedOut");
    }

    @Test
    void stopAborts() {
        lab.machine("'StartAt':'W','States':{'W':{'Type':'Wait','Seconds':60,'End':true}}");
        String arn = lab.start("{}");
        Lab.until(() -> lab.clock.nextWake().isPresent());
        ExecutionSummary stopped = lab.engine.stop(arn, "Enough", "of this");
        assertThat(stopped.status()).isEqualTo(ExecutionStatus.ABORTED);
        assertThat(stopped.error()).isEqualTo("Enough");
        assertThat(lab.types(arn)).endsWith("WaitStateAborted", "ExecutionAborted");
        assertThat(lab.clock.nextWake()).isEmpty();
        assertThat(lab.engine.stop(arn, "Again", null).error()).isEqualTo("Enough");
    }
}
