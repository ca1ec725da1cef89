package dev.tandem.local.lambda;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tandem.local.lambda.child.Bootstrap;
import dev.tandem.local.lambda.child.TrainingHandler;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Ahead-of-time caches (JEP 483, 514) that cut the cold start of child JVMs. One cache serves all functions of one class path. It is
 * recorded by running the functions' real handlers on sample events in AWS's runtime client. Where the plan names no AWS endpoint, a
 * stub that holds nothing answers their calls, and what they would do with an answer is not in the cache.
 */
public final class AotCache {
    /** The first fills what the second finds. */
    private static final int ROUNDS = 3;

    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * What to run.
     *
     * @param environment of all handlers together; without {@code AWS_ENDPOINT_URL} AWS calls go to a stub
     */
    public record Plan(Path codeZip, List<Path> layerZips, Map<String, String> environment, List<Case> cases) {}

    /** One handler class and the files with its sample events; without events it is asked once, with {}. */
    public record Case(String handler, List<Path> events) {}

    /**
     * How it went.
     *
     * @param file the cache; it exists only where {@code trained}
     * @param remarks handlers that failed for a sample event (expected where they miss a backend), or why there is no cache
     */
    public record Report(Path file, boolean trained, boolean wasThere, Duration time, List<String> remarks) {}

    private AotCache() {}

    /** Whether a class path has its cache. */
    public static boolean isTrained(LambdaOptions options, Path codeZip, List<Path> layerZips) {
        CodeCache cache = new CodeCache(options.cacheFolder());
        return Files.isRegularFile(cache.aotCache(cache.codePath(codeZip, layerZips)));
    }

    /**
     * Trains the cache of a class path, unless it is there. Never throws for a handler that fails or a JVM that refuses: the
     * functions run without a cache too, and the report says why.
     *
     * @throws UncheckedIOException where a zip or an event file cannot be read
     */
    public static Report train(LambdaOptions options, Plan plan) {
        long start = System.nanoTime();
        CodeCache cache = new CodeCache(options.cacheFolder());
        CodePath code = cache.codePath(plan.codeZip(), plan.layerZips());
        Path file = cache.aotCache(code);
        if (Files.isRegularFile(file)) {
            return new Report(file, true, true, Duration.ZERO, List.of());
        }
        try {
            Files.createDirectories(cache.aotFolder());
            Path scratch = Files.createTempDirectory(cache.aotFolder(), "training-");
            try {
                List<String> remarks = record(options, cache, code, plan, scratch);
                Path made = scratch.resolve("made.aot");
                boolean trained = Files.isRegularFile(made);
                if (trained) {
                    Files.move(made, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
                }
                return new Report(file, trained, false, Duration.ofNanos(System.nanoTime() - start), remarks);
            } finally {
                Scratch.delete(scratch);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> record(LambdaOptions options, CodeCache cache, CodePath code, Plan plan, Path scratch)
            throws IOException {
        Training training = new Training(events(plan));
        Path log = scratch.resolve("training.log");
        try (StubAws stub = new StubAws();
                RuntimeApi api = new RuntimeApi(training, Long.MAX_VALUE)) {
            List<String> arguments = new ArrayList<>(ChildJvm.QUICK_START);
            // Profiles are for the second compiler, which the functions that matter do without.
            arguments.add("-XX:+UnlockDiagnosticVMOptions");
            arguments.add("-XX:-AOTRecordTraining");
            arguments.add("-XX:AOTCacheOutput=" + scratch.resolve("made.aot"));
            arguments.add("-D" + Bootstrap.TRAINING_PROPERTY + "=true");
            List<String> command = new ArrayList<>(ChildJvm.command(options, cache, code, 1024, arguments, scratch));
            command.add(TrainingHandler.class.getName());
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(scratch.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile());
            ChildJvm.environment(builder.environment(), function(plan, stub), api.address(), "training", scratch);
            Process process = builder.start();
            training.endOf(process);
            try {
                if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                    process.destroyForcibly().waitFor();
                    training.remark("the training did not end in " + PATIENCE.toSeconds() + " s");
                }
            } catch (InterruptedException e) {
                process.destroyForcibly();
                Thread.currentThread().interrupt();
            }
        }
        if (!Files.isRegularFile(scratch.resolve("made.aot"))) {
            String all = Files.readString(log, StandardCharsets.UTF_8);
            training.remark("no cache was made: " + all.substring(Math.max(0, all.length() - 1_000)));
        }
        return training.remarks();
    }

    private static FunctionDefinition function(Plan plan, StubAws stub) {
        Map<String, String> environment = new HashMap<>(plan.environment());
        if (environment.putIfAbsent("AWS_ENDPOINT_URL", stub.url()) == null) {
            environment.put("AWS_ENDPOINT_URL_S3", stub.url());
        }
        environment.putIfAbsent("AWS_ACCESS_KEY_ID", "training");
        environment.putIfAbsent("AWS_SECRET_ACCESS_KEY", "training");
        environment.putIfAbsent("AWS_MAX_ATTEMPTS", "1");
        return new FunctionDefinition(
                "Training",
                plan.codeZip(),
                plan.layerZips(),
                TrainingHandler.class.getName(),
                1024,
                Duration.ofMinutes(1),
                environment,
                OptionalInt.empty(),
                Optional.empty(),
                0);
    }

    private static Deque<byte[]> events(Plan plan) throws IOException {
        Deque<byte[]> events = new ArrayDeque<>();
        for (int round = 0; round < ROUNDS; round++) {
            for (Case one : plan.cases()) {
                if (one.events().isEmpty() && round == 0) {
                    events.add(event(one.handler(), "{}".getBytes(StandardCharsets.UTF_8)));
                }
                for (Path file : one.events()) {
                    events.add(event(one.handler(), Files.readAllBytes(file)));
                }
            }
        }
        return events;
    }

    private static byte[] event(String handler, byte[] payload) {
        ByteArrayOutputStream event = new ByteArrayOutputStream();
        event.writeBytes((handler + "\n").getBytes(StandardCharsets.UTF_8));
        event.writeBytes(payload);
        return event.toByteArray();
    }

    /** Feeds the events one after the other, then lets the JVM leave, which writes the cache. */
    private static final class Training implements RuntimeApi.Listener {
        private final Deque<byte[]> events;
        private final List<String> remarks = new ArrayList<>();
        private @Nullable Process process;
        private boolean done;

        Training(Deque<byte[]> events) {
            this.events = events;
        }

        synchronized void endOf(Process started) {
            process = started;
            if (done) {
                leave();
            }
        }

        synchronized void remark(String remark) {
            if (!remarks.contains(remark)) {
                remarks.add(remark);
            }
        }

        synchronized List<String> remarks() {
            return List.copyOf(remarks);
        }

        @Override
        public synchronized void next(OutputStream answer) {
            byte[] event = events.poll();
            if (event == null) {
                done = true;
                leave();
                return;
            }
            try {
                RuntimeApi.writeInvocation(
                        answer,
                        Invocation.of("Training", Invocation.newRequestId(), event, false),
                        System.currentTimeMillis() + 60_000);
            } catch (IOException e) {
                remark("the training JVM ended early");
            }
        }

        @Override
        public boolean response(String requestId, byte[] payload) {
            String answer = new String(payload, StandardCharsets.UTF_8);
            if (!answer.equals("\"ok\"")) {
                remark(answer);
            }
            return true;
        }

        @Override
        public boolean responseTooLarge(String requestId, long bytes) {
            return true;
        }

        @Override
        public boolean error(String requestId, byte[] errorObject) {
            remark(new String(errorObject, StandardCharsets.UTF_8));
            return true;
        }

        @Override
        public void initError(byte[] errorObject) {
            remark(new String(errorObject, StandardCharsets.UTF_8));
        }

        private void leave() {
            Process running = process;
            if (running != null) {
                try {
                    running.getOutputStream().close();
                } catch (IOException e) {
                    running.destroyForcibly();
                }
            }
        }
    }

    /**
     * Trains at build time: {@code AotCache CACHE_FOLDER PLAN.json...}, a plan being {@code {"codeZip", "layerZips",
     * "environment", "cases": [{"handler", "events"}]}}. Progress goes to standard error; the exit code is 0 also where a
     * cache could not be made.
     */
    public static void main(String[] arguments) throws IOException {
        if (arguments.length < 2) {
            System.err.println("usage: AotCache CACHE_FOLDER PLAN.json...");
            System.exit(2);
        }
        Path cacheFolder = Path.of(arguments[0]);
        LambdaOptions options = LambdaOptions.in(cacheFolder, cacheFolder.resolve("work"));
        for (int i = 1; i < arguments.length; i++) {
            Plan plan = JSON.readValue(Path.of(arguments[i]).toFile(), Plan.class);
            Report report = train(options, plan);
            System.err.println(plan.codeZip().getFileName() + ": "
                    + (report.wasThere()
                            ? "AOT cache is up to date"
                            : report.trained()
                                    ? "AOT cache trained in " + report.time().toMillis() + " ms"
                                    : "no AOT cache, functions start without it")
                    + (report.remarks().isEmpty() ? "" : "; " + report.remarks().size() + " remarks"));
            report.remarks().forEach(remark -> System.err.println("  " + remark));
        }
    }
}
