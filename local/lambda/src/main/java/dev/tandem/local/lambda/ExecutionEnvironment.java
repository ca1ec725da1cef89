package dev.tandem.local.lambda;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One child JVM with its Runtime API: starts, takes one invocation at a time, ends. Whoever takes {@link #current} away
 * (answer, timeout or death of the process) completes it, so each invocation is completed once.
 */
final class ExecutionEnvironment implements RuntimeApi.Listener {
    private static final Logger LOG = LoggerFactory.getLogger(ExecutionEnvironment.class);
    static final int LOG_TAIL_BYTES = 4 * 1024;
    private static final long SETTLING_NANOS = 100_000_000;
    private static final long MAX_RESPONSE_BYTES = 6_291_556;

    /** What the pool is told. */
    interface Owner {
        /** The child asks for work: the first time when it is initialised, then after each invocation. */
        void ready(ExecutionEnvironment environment);

        /** The process is gone. @param unfinished what it was working on, null where nothing */
        void ended(ExecutionEnvironment environment, @Nullable Invocation unfinished);

        void finished(InvocationResult result, long durationNanos, boolean timedOut);
    }

    private final FunctionDefinition function;
    private final LambdaOptions options;
    private final CodeCache cache;
    private final Owner owner;
    private final ScheduledExecutorService timer;
    private final String id;
    private final long createdNanos = System.nanoTime();

    private @Nullable RuntimeApi api;
    private @Nullable LogFile log;
    private @Nullable Path scratch;
    private volatile @Nullable Process process;
    private @Nullable OutputStream waitingChild;
    private @Nullable Invocation current;
    private @Nullable Future<?> deadline;
    private long startedNanos;
    private long logStart;
    private boolean initialised;
    private boolean killed;
    private boolean over;
    private byte @Nullable [] initError;
    private volatile long idleSinceNanos = createdNanos;
    private long initNanos;
    private long settlingSinceNanos;
    private @Nullable String refusedRequest;

    ExecutionEnvironment(
            FunctionDefinition function,
            LambdaOptions options,
            CodeCache cache,
            Owner owner,
            ScheduledExecutorService timer,
            String id) {
        this.function = function;
        this.options = options;
        this.cache = cache;
        this.owner = owner;
        this.timer = timer;
        this.id = id;
    }

    /** Starts the process; {@link Owner#ready} or {@link Owner#ended} follows. */
    void start() {
        try {
            CodePath code = cache.codePath(function.codeZip(), function.layerZips());
            Path folder = Files.createDirectories(
                            options.workFolder().resolve("scratch").resolve(id))
                    .toAbsolutePath();
            LogFile output = new LogFile(options.workFolder().resolve("logs").resolve(id + ".log"));
            RuntimeApi runtimeApi = new RuntimeApi(this, MAX_RESPONSE_BYTES);
            synchronized (this) {
                scratch = folder;
                log = output;
                api = runtimeApi;
            }
            List<String> extra = new ArrayList<>(ChildJvm.compilerArguments(function));
            extra.addAll(ChildJvm.aotArguments(options, cache, code));
            List<String> command = new ArrayList<>(
                    ChildJvm.command(options, cache, code, function.memoryMegabytes(), extra, folder));
            command.add(function.handler());
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(
                            ProcessBuilder.Redirect.appendTo(output.path().toFile()));
            ChildJvm.environment(builder.environment(), function, runtimeApi.address(), "local/" + id, folder);
            launch(builder);
        } catch (IOException | UncheckedIOException e) {
            LOG.error("Function {} cannot start: {}", function.name(), e.getMessage());
            initError(InvocationResult.failure("", "Runtime.InvalidEntrypoint", "Cannot start: " + e.getMessage())
                    .payload());
            end();
        }
    }

    private void launch(ProcessBuilder builder) throws IOException {
        Process started = builder.start();
        synchronized (this) {
            process = started;
            if (killed) {
                started.destroyForcibly();
            } else if (!initialised) {
                deadline =
                        timer.schedule(this::initTimedOut, options.initTimeout().toMillis(), TimeUnit.MILLISECONDS);
            }
        }
        started.onExit().thenAccept(ended -> end());
    }

    /**
     * Hands over an invocation, on the thread of the caller.
     *
     * @return false where this process is gone and has not seen it, so that another may take it
     */
    boolean run(Invocation invocation) {
        OutputStream child;
        Process running;
        synchronized (this) {
            child = waitingChild;
            running = process;
            if (over || child == null || running == null || !running.isAlive()) {
                return false;
            }
            waitingChild = null;
            current = invocation;
            startedNanos = System.nanoTime();
            logStart = log == null ? 0 : log.size();
            deadline = timer.schedule(
                    () -> timedOut(invocation), function.timeout().toMillis(), TimeUnit.MILLISECONDS);
        }
        try {
            RuntimeApi.writeInvocation(
                    child,
                    invocation,
                    System.currentTimeMillis() + function.timeout().toMillis());
            return true;
        } catch (IOException e) {
            boolean stillOurs = take(invocation.requestId()) != null;
            running.destroyForcibly();
            return !stillOurs;
        }
    }

    @Override
    public void next(OutputStream answer) {
        synchronized (this) {
            if (over) {
                return;
            }
            waitingChild = answer;
            idleSinceNanos = System.nanoTime();
            if (!initialised) {
                initialised = true;
                initNanos = idleSinceNanos - createdNanos;
                cancelDeadline();
            }
        }
        owner.ready(this);
    }

    @Override
    public boolean response(String requestId, byte[] payload) {
        return finish(requestId, InvocationResult.success(requestId, payload));
    }

    @Override
    public boolean responseTooLarge(String requestId, long bytes) {
        synchronized (this) {
            refusedRequest = requestId;
        }
        return finish(
                requestId,
                InvocationResult.failure(
                        requestId,
                        "Function.ResponseSizeTooLarge",
                        "Response payload size (" + bytes + " bytes) exceeded maximum allowed payload size ("
                                + MAX_RESPONSE_BYTES + " bytes)."));
    }

    @Override
    public boolean error(String requestId, byte[] errorObject) {
        boolean taken = finish(requestId, InvocationResult.failure(requestId, errorObject));
        // The client also reports that its answer was refused, and would leave if that were refused too.
        synchronized (this) {
            return taken || requestId.equals(refusedRequest);
        }
    }

    @Override
    public synchronized void initError(byte[] errorObject) {
        initError = errorObject;
    }

    /** Ends the process now. */
    void kill() {
        Process running;
        synchronized (this) {
            killed = true;
            running = process;
        }
        if (running != null) {
            running.destroyForcibly();
        }
    }

    /** What a caller gets whose invocation this process did not finish. */
    synchronized InvocationResult failureOf(Invocation invocation) {
        byte[] reported = initError;
        InvocationResult result = reported != null && !initialised
                ? InvocationResult.failure(invocation.requestId(), reported)
                : InvocationResult.failure(
                        invocation.requestId(),
                        "Runtime.ExitError",
                        "RequestId: " + invocation.requestId() + " Error: Runtime exited with error: " + exitReason());
        return withLog(invocation, result);
    }

    Optional<Long> pid() {
        Process running = process;
        return running == null ? Optional.empty() : Optional.of(running.pid());
    }

    synchronized boolean isBusy() {
        return current != null;
    }

    /** Whether it has just answered and will ask for work in a moment, so that no other process need start. */
    synchronized boolean isSettling() {
        return initialised
                && !killed
                && !over
                && current == null
                && waitingChild == null
                && System.nanoTime() - settlingSinceNanos < SETTLING_NANOS;
    }

    long idleNanos() {
        return System.nanoTime() - idleSinceNanos;
    }

    synchronized long initNanos() {
        return initNanos;
    }

    /** Last 4 KB that the process wrote. */
    synchronized String logTail() {
        return log == null ? "" : log.tail(0, LOG_TAIL_BYTES);
    }

    synchronized void trimLog() {
        if (log != null) {
            log.trim();
        }
    }

    private boolean finish(String requestId, InvocationResult result) {
        long now = System.nanoTime();
        Invocation invocation = take(requestId);
        if (invocation == null) {
            return false;
        }
        complete(invocation, result, now, false);
        return true;
    }

    private void timedOut(Invocation invocation) {
        if (take(invocation.requestId()) == null) {
            return;
        }
        String seconds = String.format(Locale.ROOT, "%.2f", function.timeout().toMillis() / 1000.0);
        kill();
        complete(
                invocation,
                InvocationResult.failure(
                        invocation.requestId(),
                        "Sandbox.Timedout",
                        "RequestId: " + invocation.requestId() + " Error: Task timed out after " + seconds
                                + " seconds"),
                System.nanoTime(),
                true);
    }

    private void initTimedOut() {
        synchronized (this) {
            if (initialised || over) {
                return;
            }
            initError = InvocationResult.failure("", "Sandbox.Timedout", "Initialisation took too long")
                    .payload();
        }
        kill();
    }

    private void complete(Invocation invocation, InvocationResult result, long endNanos, boolean timedOut) {
        owner.finished(result, endNanos - startedNanos, timedOut);
        invocation.result().complete(withLog(invocation, result));
    }

    /** Takes the running invocation, so that nobody else completes it. @return null where it is not running here */
    private synchronized @Nullable Invocation take(String requestId) {
        Invocation running = current;
        if (running == null || !running.requestId().equals(requestId)) {
            return null;
        }
        current = null;
        settlingSinceNanos = System.nanoTime();
        cancelDeadline();
        return running;
    }

    private void end() {
        Invocation unfinished;
        synchronized (this) {
            over = true;
            unfinished = current;
            current = null;
            waitingChild = null;
            cancelDeadline();
        }
        if (unfinished != null) {
            owner.finished(failureOf(unfinished), System.nanoTime() - startedNanos, false);
        }
        release();
        owner.ended(this, unfinished);
    }

    private synchronized void release() {
        if (api != null) {
            api.close();
        }
        if (log != null) {
            log.close();
        }
        if (scratch != null) {
            Scratch.delete(scratch);
        }
    }

    private synchronized void cancelDeadline() {
        Future<?> pending = deadline;
        if (pending != null) {
            pending.cancel(false);
            deadline = null;
        }
    }

    private synchronized InvocationResult withLog(Invocation invocation, InvocationResult result) {
        if (!invocation.wantsLog()) {
            return result;
        }
        String duration = String.format(Locale.ROOT, "%.2f", (System.nanoTime() - startedNanos) / 1e6);
        String id = invocation.requestId();
        String lines = "START RequestId: " + id + " Version: $LATEST\n"
                + (log == null ? "" : log.tail(logStart, LOG_TAIL_BYTES))
                + "END RequestId: " + id + "\nREPORT RequestId: " + id + "\tDuration: " + duration
                + " ms\tMemory Size: "
                + function.memoryMegabytes() + " MB\n";
        return result.withLogTail(
                lines.length() > LOG_TAIL_BYTES ? lines.substring(lines.length() - LOG_TAIL_BYTES) : lines);
    }

    private String exitReason() {
        Process ended = process;
        if (ended == null || ended.isAlive()) {
            return "not started";
        }
        int code = ended.exitValue();
        return code == 137 ? "signal: killed" : code > 128 ? "signal: " + (code - 128) : "exit status " + code;
    }
}
