package dev.tandem.local.stepfunctions;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Parallel and inline Map. */
class MapAndParallelTest {
    private static final String WORK = "'Resource':'arn:aws:lambda:eu-central-1:000000000000:function:Work'";

    private final Lab lab = new Lab();

    @AfterEach
    void close() {
        lab.close();
    }

    @Test
    void parallelGivesTheResultsInTheOrderOfTheBranches() {
        lab.machine("""
                'StartAt':'P','States':{'P':{'Type':'Parallel','Arguments':{'n':'{% $states.input.a + 1 %}'},'Branches':[
                  {'StartAt':'A','States':{'A':{'Type':'Wait','Seconds':5,'End':true}}},
                  {'StartAt':'B','States':{'B':{'Type':'Pass','Output':'{% $states.input.n * 10 %}','End':true}}}],
                  'Output':{'both':'{% $states.result %}'},'End':true}}""");
        String arn = lab.start("{'a':1}");
        lab.advanceTo(Lab.START.plusSeconds(5));
        assertThat(Lab.outputOf(lab.finish(arn))).isEqualTo("{'both':[{'n':2},20]}");
        assertThat(lab.types(arn))
                .startsWith("ExecutionStarted", "ParallelStateEntered", "ParallelStateStarted")
                .endsWith("ParallelStateSucceeded", "ParallelStateExited", "ExecutionSucceeded");
    }

    @Test
    void branchesReadOuterVariablesAndKeepTheirOwn() {
        assertThat(lab.output("""
                        'StartAt':'Init','States':{
                          'Init':{'Type':'Pass','Assign':{'outer':7},'Next':'P'},
                          'P':{'Type':'Parallel','Next':'After','Branches':[
                            {'StartAt':'A','States':{'A':{'Type':'Pass','Assign':{'own':1},'Next':'A2'},
                              'A2':{'Type':'Pass','Output':'{% $outer + $own %}','End':true}}},
                            {'StartAt':'B','States':{'B':{'Type':'Pass','Output':'{% $exists($own) %}','End':true}}}]},
                          'After':{'Type':'Pass','Output':{'in':'{% $states.input %}','own':'{% $exists($own) %}'},'End':true}}""", "{}")).isEqualTo("{'in':[8,false],'own':false}");
    }

    @Test
    void aFailingBranchCancelsTheOthers() throws InterruptedException {
        CountDownLatch cancelled = new CountDownLatch(1);
        CountDownLatch begun = new CountDownLatch(1);
        lab.machine("""
                        'StartAt':'P','States':{'P':{'Type':'Parallel','End':true,'Branches':[
                          {'StartAt':'A','States':{'A':{'Type':'Task','Resource':'arn:aws:lambda:eu-central-1:000000000000:function:Slow','End':true}}},
                          {'StartAt':'B','States':{'B':{'Type':'Task','Resource':'arn:aws:lambda:eu-central-1:000000000000:function:Bad','End':true}}},
                          {'StartAt':'C','States':{'C':{'Type':'Wait','Seconds':99,'End':true}}}],
                          'Catch':[{'ErrorEquals':['Broken'],'Next':'Caught'}]},'Caught':{'Type':'Pass','End':true}}""")
                .on("Slow", call -> {
                    begun.countDown();
                    try {
                        new CountDownLatch(1).await();
                    } finally {
                        cancelled.countDown();
                    }
                    return Lab.json("1");
                })
                .on("Bad", call -> {
                    begun.await();
                    throw new TaskFailedException("Broken", "branch B");
                });
        ExecutionSummary done = lab.run("{}");
        assertThat(Lab.outputOf(done)).isEqualTo("{'Error':'Broken','Cause':'branch B'}");
        cancelled.await();
        assertThat(lab.types(done.executionArn())).contains("ParallelStateFailed", "TaskStateAborted");
        assertThat(lab.clock.nextWake()).isEmpty();
    }

    @Test
    void parallelCanBeRetriedAsAWhole() {
        AtomicInteger calls = new AtomicInteger();
        lab.machine(
                        "'StartAt':'P','States':{'P':{'Type':'Parallel','End':true,'Branches':[{'StartAt':'A','States':{'A':{'Type':'Task',"
                                + WORK + ",'End':true}}}],'Retry':[{'ErrorEquals':['States.BranchFailed']}]}}")
                .on("Work", call -> {
                    if (calls.getAndIncrement() == 0) {
                        throw new TaskFailedException("Once", "x");
                    }
                    return Lab.json("'ok'");
                });
        String arn = lab.start("{}");
        lab.advanceTo(Lab.START.plusSeconds(1));
        assertThat(Lab.outputOf(lab.finish(arn))).isEqualTo("['ok']");
    }

    @Test
    void mapRunsEachItemWithSelectorAndContext() {
        assertThat(lab.output("""
                        'StartAt':'M','States':{'M':{'Type':'Map','Items':'{% $states.input.list %}',
                          'ItemSelector':{'v':'{% $states.context.Map.Item.Value %}','i':'{% $states.context.Map.Item.Index %}','all':'{% $count($states.input.list) %}'},
                          'ItemProcessor':{'ProcessorConfig':{'Mode':'INLINE'},'StartAt':'P','States':{
                            'P':{'Type':'Pass','Output':'{% $states.input.v & $states.input.i & $states.input.all & $states.context.Map.Item.Value %}','End':true}}},
                          'End':true}}""", "{'list':['a','b']}")).isEqualTo("['a02a','b12b']");
    }

    @Test
    void mapTakesTheInputWhenThereAreNoItemsAndTellsItsEvents() {
        lab.machine("""
                'StartAt':'M','States':{'M':{'Type':'Map','MaxConcurrency':1,'ItemProcessor':{'StartAt':'P','States':{
                  'P':{'Type':'Pass','Output':'{% $states.input + 1 %}','End':true}}},'End':true}}""");
        ExecutionSummary done = lab.run("[1,2]");
        assertThat(Lab.outputOf(done)).isEqualTo("[2,3]");
        assertThat(lab.types(done.executionArn()))
                .containsExactly(
                        "ExecutionStarted",
                        "MapStateEntered",
                        "MapStateStarted",
                        "MapIterationStarted",
                        "PassStateEntered",
                        "PassStateExited",
                        "MapIterationSucceeded",
                        "MapIterationStarted",
                        "PassStateEntered",
                        "PassStateExited",
                        "MapIterationSucceeded",
                        "MapStateSucceeded",
                        "MapStateExited",
                        "ExecutionSucceeded");
        assertThat(lab.events(done.executionArn(), "MapStateStarted")
                        .getFirst()
                        .path("mapStateStartedEventDetails")
                        .path("length")
                        .asInt())
                .isEqualTo(2);
        assertThat(Lab.outputOf(lab.run("[]"))).isEqualTo("[]");
        assertThat(lab.run("1").error()).isEqualTo("States.QueryEvaluationError");
    }

    @Test
    void mapIteratesOverTheFieldsOfAnObject() {
        assertThat(lab.output("""
                        'StartAt':'M','States':{'M':{'Type':'Map','Items':{'x':1,'y':'{% 1 + 1 %}'},'ItemProcessor':{'StartAt':'P','States':{
                          'P':{'Type':'Pass','End':true}}},'End':true}}""", "{}")).isEqualTo("[{'Key':'x','Value':1},{'Key':'y','Value':2}]");
    }

    @Test
    void maxConcurrencyIsKept() {
        AtomicInteger now = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        CountDownLatch three = new CountDownLatch(3);
        lab.machine(
                        "'StartAt':'M','States':{'M':{'Type':'Map','Items':'{% [1..30] %}','MaxConcurrency':'{% 3 %}','ItemProcessor':{'StartAt':'T','States':{'T':{'Type':'Task',"
                                + WORK + ",'End':true}}},'End':true}}")
                .on("Work", call -> {
                    most.accumulateAndGet(now.incrementAndGet(), Math::max);
                    three.countDown();
                    three.await();
                    now.decrementAndGet();
                    return call.arguments();
                });
        JsonNode output = lab.run("{}").output();
        assertThat(output).hasSize(30);
        assertThat(output.get(29).asInt()).isEqualTo(30);
        assertThat(most).hasValue(3);
    }

    @Test
    void aFailingIterationFailsTheMap() {
        lab.machine(
                        "'StartAt':'M','States':{'M':{'Type':'Map','Items':[1,2,3],'MaxConcurrency':1,'ItemProcessor':{'StartAt':'T','States':{'T':{'Type':'Task',"
                                + WORK + ",'End':true}}},'End':true}}")
                .on("Work", call -> {
                    if (call.arguments().asInt() == 2) {
                        throw new TaskFailedException("Two", "is bad");
                    }
                    return call.arguments();
                });
        ExecutionSummary failed = lab.run("{}");
        assertThat(failed.error()).isEqualTo("Two");
        assertThat(lab.calls).hasSize(2);
        assertThat(lab.types(failed.executionArn()))
                .containsSubsequence("MapIterationFailed", "MapStateFailed", "ExecutionFailed");
    }

    @Test
    void mapsNest() {
        assertThat(lab.output("""
                        'StartAt':'M','States':{'M':{'Type':'Map','ItemProcessor':{'StartAt':'N','States':{
                          'N':{'Type':'Map','ItemProcessor':{'StartAt':'P','States':{'P':{'Type':'Pass','Output':'{% $states.input * 2 %}','End':true}}},'End':true}}},'End':true}}""", "[[1,2],[3]]")).isEqualTo("[[2,4],[6]]");
    }
}
