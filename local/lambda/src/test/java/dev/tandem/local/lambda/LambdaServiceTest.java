package dev.tandem.local.lambda;

import static dev.tandem.local.lambda.TestFunctions.event;
import static dev.tandem.local.lambda.TestFunctions.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LambdaServiceTest {
    @TempDir
    static Path folder;

    static LambdaService lambda;

    @BeforeAll
    static void start() {
        lambda = new LambdaService(LambdaOptions.in(folder.resolve("cache"), folder.resolve("work"))
                .withMaxProcesses(2));
        lambda.define(TestFunctions.probe(folder, "Probe")
                .withTimeout(Duration.ofMillis(20_900))
                .withEnvironment(Map.of("COLOUR", "green")));
        lambda.define(TestFunctions.probe(folder, "Impatient").withTimeout(Duration.ofMillis(300)));
    }

    @AfterAll
    static void stop() {
        lambda.close();
    }

    @Test
    void runsInLambdasEnvironmentAndNotInOurs() {
        assertThat(text(lambda.invoke("Probe", event("echo grüße")))).isEqualTo("\"grüße\"");
        assertThat(text(lambda.invoke("Probe", event("context"))))
                .isEqualTo("\"Probe arn:aws:lambda:eu-central-1:000000000000:function:Probe 256 20\"");
        assertThat(text(lambda.invoke("Probe", event("env COLOUR")))).isEqualTo("\"green\"");
        assertThat(text(lambda.invoke("Probe", event("env AWS_LAMBDA_FUNCTION_MEMORY_SIZE"))))
                .isEqualTo("\"256\"");
        assertThat(System.getenv()).as("set by the build, must not leak").containsKey("AWS_EMF_ENVIRONMENT");
        assertThat(text(lambda.invoke("Probe", event("env AWS_EMF_ENVIRONMENT"))))
                .isEqualTo("\"null\"");
        assertThat(Long.parseLong(text(lambda.invoke("Probe", event("heap"))))).isLessThan(256L << 20);
    }

    @Test
    void answersAreNeverMixedUpUnderConcurrency() throws Exception {
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<String>> answers = new ArrayList<>();
            for (int i = 0; i < 500; i++) {
                String word = "caller-" + i;
                answers.add(callers.submit(() -> text(lambda.invoke("Probe", event("echo " + word)))));
            }
            for (int i = 0; i < answers.size(); i++) {
                assertThat(answers.get(i).get(60, TimeUnit.SECONDS)).isEqualTo("\"caller-" + i + "\"");
            }
        }
        assertThat(lambda.metrics("Probe").processIds()).hasSizeBetween(1, 2);
    }

    @Test
    void scalesOutWhileProcessesAreBusy() throws Exception {
        lambda.define(TestFunctions.probe(folder, "Wide"));
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<InvocationResult> first = callers.submit(() -> lambda.invoke("Wide", event("sleep 3000")));
            Future<InvocationResult> second = callers.submit(() -> lambda.invoke("Wide", event("sleep 3000")));
            assertThat(Set.of(text(first.get()), text(second.get()))).hasSize(2);
        }
        assertThat(lambda.metrics("Wide").coldStarts()).isEqualTo(2);
    }

    @Test
    void reservedConcurrencyIsALimit() throws Exception {
        lambda.define(TestFunctions.probe(folder, "Single").withReservedConcurrency(1));
        lambda.define(TestFunctions.probe(folder, "Off").withReservedConcurrency(0));
        Set<String> processes = new HashSet<>();
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<InvocationResult>> all = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                all.add(callers.submit(() -> lambda.invoke("Single", event("sleep 10"))));
            }
            for (Future<InvocationResult> one : all) {
                processes.add(text(one.get()));
            }
        }
        assertThat(processes).hasSize(1);
        assertThatThrownBy(() -> lambda.invoke("Off", event("pid"))).isInstanceOf(ThrottledException.class);
        assertThat(lambda.metrics("Off").throttles()).isEqualTo(1);
    }

    @Test
    void aThrowingFunctionAnswersItsErrorAndGoesOn() {
        String before = text(lambda.invoke("Impatient", event("pid")));
        InvocationResult result = lambda.invoke("Impatient", event("throw no such thing"));
        assertThat(result.functionError()).contains("Unhandled");
        assertThat(result.errorType()).contains("java.lang.IllegalArgumentException");
        assertThat(result.errorMessage()).contains("no such thing");
        assertThat(text(lambda.invoke("Impatient", event("pid")))).isEqualTo(before);
    }

    @Test
    void aTimeoutKillsTheProcessAndTheNextOneIsFresh() {
        String before = text(lambda.invoke("Impatient", event("pid")));
        InvocationResult result = lambda.invoke("Impatient", event("sleep 60000"));
        assertThat(result.errorType()).contains("Sandbox.Timedout");
        assertThat(result.errorMessage().orElseThrow())
                .isEqualTo("RequestId: " + result.requestId() + " Error: Task timed out after 0.30 seconds");
        assertThat(text(lambda.invoke("Impatient", event("pid")))).isNotEqualTo(before);
        assertThat(ProcessHandle.of(Long.parseLong(before)).filter(ProcessHandle::isAlive))
                .isEmpty();
        assertThat(lambda.metrics("Impatient").timeouts()).isPositive();
    }

    @Test
    void anExitAndARunOutOfMemoryAreAnswered() {
        InvocationResult exit = lambda.invoke("Probe", event("exit 3"));
        assertThat(exit.errorType()).contains("Runtime.ExitError");
        assertThat(exit.errorMessage().orElseThrow()).endsWith("Runtime exited with error: exit status 3");
        InvocationResult memory = lambda.invoke("Probe", event("oom"));
        assertThat(memory.failed()).isTrue();
        assertThat(text(lambda.invoke("Probe", event("echo alive")))).isEqualTo("\"alive\"");
    }

    @Test
    void aKilledProcessCostsItsCallerAnErrorAtOnceAndIsReplaced() throws Exception {
        lambda.define(
                TestFunctions.probe(folder, "Victim").withReservedConcurrency(1).withTimeout(Duration.ofMinutes(5)));
        long pid = Long.parseLong(text(lambda.invoke("Victim", event("pid"))));
        CompletableFuture<InvocationResult> running =
                CompletableFuture.supplyAsync(() -> lambda.invoke("Victim", event("sleep 200000")));
        await(() -> lambda.metrics("Victim").busy() == 1);
        CompletableFuture<InvocationResult> queued =
                CompletableFuture.supplyAsync(() -> lambda.invoke("Victim", event("pid")));
        await(() -> lambda.metrics("Victim").queued() == 1);
        ProcessHandle.of(pid).orElseThrow().destroyForcibly();
        assertThat(running.get(10, TimeUnit.SECONDS).errorMessage().orElseThrow())
                .endsWith("signal: killed");
        assertThat(Long.parseLong(text(queued.get(30, TimeUnit.SECONDS)))).isNotEqualTo(pid);
    }

    @Test
    void anIdleProcessKilledFromOutsideIsReplacedWithoutAnError() throws Exception {
        lambda.define(TestFunctions.probe(folder, "Idle"));
        long pid = Long.parseLong(text(lambda.invoke("Idle", event("pid"))));
        ProcessHandle.of(pid).orElseThrow().destroyForcibly();
        await(() -> lambda.metrics("Idle").processIds().isEmpty());
        InvocationResult next = lambda.invoke("Idle", event("pid"));
        assertThat(next.failed()).isFalse();
        assertThat(Long.parseLong(text(next))).isNotEqualTo(pid);
    }

    @Test
    void noCallerIsLostWhileProcessesAreKilledAtRandom() throws Exception {
        lambda.define(TestFunctions.probe(folder, "Battered").withTimeout(Duration.ofMinutes(1)));
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<InvocationResult>> all = new ArrayList<>();
            for (int i = 0; i < 400; i++) {
                String command = "echo " + i;
                all.add(callers.submit(() -> lambda.invoke("Battered", event(command))));
            }
            for (int kills = 0; kills < 4; kills++) {
                await(() -> !lambda.metrics("Battered").processIds().isEmpty()
                        || all.stream().allMatch(Future::isDone));
                lambda.metrics("Battered").processIds().stream()
                        .findFirst()
                        .flatMap(ProcessHandle::of)
                        .ifPresent(ProcessHandle::destroyForcibly);
            }
            int answered = 0;
            for (int i = 0; i < all.size(); i++) {
                InvocationResult result = all.get(i).get(60, TimeUnit.SECONDS);
                if (result.failed()) {
                    assertThat(result.errorType()).contains("Runtime.ExitError");
                } else {
                    assertThat(text(result)).isEqualTo("\"" + i + "\"");
                    answered++;
                }
            }
            assertThat(answered).as("one invocation at most per kill is hit").isGreaterThanOrEqualTo(396);
        }
    }

    @Test
    void aFailureAtStartIsTheAnswer() {
        lambda.define(TestFunctions.probe(folder, "Stillborn").withEnvironment(Map.of("FAIL_INIT", "1")));
        InvocationResult result = lambda.invoke("Stillborn", event("pid"));
        assertThat(result.errorType()).contains("java.lang.IllegalStateException");
        assertThat(result.errorMessage().orElseThrow()).contains("told to fail at start");

        lambda.define(TestFunctions.probe(folder, "Gone").withEnvironment(Map.of("EXIT_INIT", "1")));
        assertThat(lambda.invoke("Gone", event("pid")).errorMessage().orElseThrow())
                .endsWith("exit status 7");

        FunctionDefinition missing = FunctionDefinition.of("Missing", folder.resolve("none.zip"), "a.B");
        lambda.define(missing);
        assertThat(lambda.invoke("Missing", event("pid")).errorType()).contains("Runtime.InvalidEntrypoint");

        lambda.define(FunctionDefinition.of("NoClass", folder.resolve("probe.zip"), "no.such.Handler"));
        assertThat(lambda.invoke("NoClass", event("pid")).errorMessage().orElseThrow())
                .contains("no.such.Handler");
    }

    @Test
    void largeAnswersPassAndTooLargeOnesAreRefused() {
        assertThat(lambda.invoke("Probe", event("big 6000000")).payload()).hasSize(6_000_002);
        InvocationResult tooLarge = lambda.invoke("Probe", event("big 6300000"));
        assertThat(tooLarge.errorType()).contains("Function.ResponseSizeTooLarge");
        assertThat(text(lambda.invoke("Probe", event("echo " + "y".repeat(3_000_000)))))
                .hasSize(3_000_002);
    }

    @Test
    void theLogTailHoldsWhatThisInvocationPrinted() {
        InvocationResult result = lambda.invoke("Probe", event("print hello there"), true);
        assertThat(result.logTail())
                .startsWith("START RequestId: " + result.requestId())
                .contains("hello there\n", "logger hello there")
                .contains("REPORT RequestId: " + result.requestId());
        assertThat(lambda.invoke("Probe", event("print second"), true).logTail())
                .doesNotContain("hello there");
        assertThat(lambda.metrics("Probe").logTail()).contains("hello there");
    }

    @Test
    void idleProcessesAreReleased() throws Exception {
        LambdaOptions options = LambdaOptions.in(folder.resolve("cache"), folder.resolve("idle"))
                .withIdleTimeout(Duration.ofMillis(200));
        try (LambdaService other = new LambdaService(options)) {
            other.define(TestFunctions.probe(folder, "Brief"));
            long pid = Long.parseLong(text(other.invoke("Brief", event("pid"))));
            await(() -> other.metrics("Brief").processIds().isEmpty());
            await(() -> ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isEmpty());
        }
        assertThat(options.workFolder().resolve("scratch")).isEmptyDirectory();
        assertThat(options.workFolder().resolve("logs")).isEmptyDirectory();
    }

    @Test
    void runsWithoutTheNativeLibraryWhereAwsHasNone() {
        LambdaOptions options = LambdaOptions.in(folder.resolve("cache"), folder.resolve("portable"));
        try (LambdaService portable =
                new LambdaService(options.withMaxProcesses(1), new CodeCache(options.cacheFolder(), true))) {
            portable.define(TestFunctions.probe(folder, "Portable")
                    .withEnvironment(Map.of("JAVA_TOOL_OPTIONS", "-verbose:jni")));
            assertThat(text(portable.invoke("Portable", event("echo first")))).isEqualTo("\"first\"");
            assertThat(portable.invoke("Portable", event("throw up")).errorMessage())
                    .contains("up");
            InvocationResult large = portable.invoke("Portable", event("big 6000000"), true);
            assertThat(large.payload()).hasSize(6_000_002);
            assertThat(portable.invoke("Portable", event("big 6300000")).failed())
                    .isTrue();
            assertThat(text(portable.invoke("Portable", event("calls"))))
                    .as("still the same process")
                    .isEqualTo("5");
            assertThat(portable.metrics("Portable").logTail()).doesNotContain("NativeClient.next");
        }
    }

    @Test
    void anUnknownFunctionIsRefused() {
        assertThatThrownBy(() -> lambda.invoke("Nobody", event("pid")))
                .isInstanceOf(FunctionNotFoundException.class)
                .hasMessageContaining("function:Nobody");
    }

    static void await(java.util.function.BooleanSupplier condition) throws InterruptedException {
        long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("condition within 30 s").isLessThan(deadline);
            Thread.sleep(5);
        }
    }
}
