package dev.tandem.local.lambda;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The processes of one function. A free process takes an invocation at once, the one used last first, so that the others
 * grow idle and are released; else the invocation queues and a further process starts, up to the limit.
 */
final class FunctionPool implements ExecutionEnvironment.Owner, AutoCloseable {
    private final FunctionDefinition function;
    private final LambdaOptions options;
    private final CodeCache cache;
    private final ScheduledExecutorService timer;
    private final FunctionStatistics statistics = new FunctionStatistics();
    private final int limit;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition allGone = lock.newCondition();
    private final Deque<ExecutionEnvironment> idle = new ArrayDeque<>();
    private final Deque<Invocation> waiting = new ArrayDeque<>();
    private final Set<ExecutionEnvironment> live = new HashSet<>();
    private final Set<ExecutionEnvironment> starting = new HashSet<>();
    private String lastLog = "";
    private int started;
    private boolean closed;

    FunctionPool(FunctionDefinition function, LambdaOptions options, CodeCache cache, ScheduledExecutorService timer) {
        this.function = function;
        this.options = options;
        this.cache = cache;
        this.timer = timer;
        this.limit = Math.min(
                options.maxProcessesPerFunction(),
                function.reservedConcurrency().orElse(Integer.MAX_VALUE));
    }

    FunctionDefinition function() {
        return function;
    }

    /** Runs an invocation as soon as a process is free; its future tells how it ended. */
    void submit(Invocation invocation) {
        ExecutionEnvironment free = null;
        boolean refused = false;
        lock.lock();
        try {
            if (!closed) {
                free = idle.pollFirst();
            }
            if (free == null) {
                refused = closed || limit == 0 || waiting.size() >= options.maxQueued();
                if (!refused) {
                    waiting.addLast(invocation);
                    startWhereNeeded();
                }
            }
        } finally {
            lock.unlock();
        }
        if (free != null) {
            handOver(free, invocation);
        } else if (refused) {
            throttle(invocation);
        }
    }

    /** Starts a process ahead of the first invocation where none lives. */
    void warm() {
        lock.lock();
        try {
            if (live.isEmpty() && limit > 0 && !closed) {
                startOne();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Ends processes that had no work for too long, throttles invocations that waited for too long, trims logs. */
    void sweep() {
        List<ExecutionEnvironment> released = new ArrayList<>();
        List<Invocation> tired = new ArrayList<>();
        long oldest = System.nanoTime() - options.queueTimeout().toNanos();
        lock.lock();
        try {
            idle.removeIf(environment -> {
                boolean old = environment.idleNanos() > options.idleTimeout().toNanos();
                if (old) {
                    released.add(environment);
                }
                return old;
            });
            live.forEach(ExecutionEnvironment::trimLog);
            for (Invocation head = waiting.peekFirst();
                    head != null && head.submittedNanos() - oldest < 0;
                    head = waiting.peekFirst()) {
                tired.add(waiting.removeFirst());
            }
            startWhereNeeded();
        } finally {
            lock.unlock();
        }
        released.forEach(ExecutionEnvironment::kill);
        tired.forEach(this::throttle);
    }

    FunctionMetrics metrics() {
        List<ExecutionEnvironment> processes;
        int queued;
        StringBuilder log;
        lock.lock();
        try {
            processes = List.copyOf(live);
            queued = waiting.size();
            log = new StringBuilder(lastLog);
        } finally {
            lock.unlock();
        }
        int busy = (int) processes.stream().filter(ExecutionEnvironment::isBusy).count();
        processes.forEach(environment -> log.append(environment.logTail()));
        List<Long> pids = processes.stream()
                .flatMap(environment -> environment.pid().stream())
                .toList();
        return statistics.snapshot(function.name(), pids, busy, queued, log.toString());
    }

    @Override
    public void ready(ExecutionEnvironment environment) {
        Invocation next;
        lock.lock();
        try {
            if (starting.remove(environment)) {
                statistics.coldStart(environment.initNanos());
            }
            next = nextWaiting();
            if (next == null && live.contains(environment)) {
                idle.addFirst(environment);
            }
        } finally {
            lock.unlock();
        }
        if (next != null) {
            handOver(environment, next);
        }
    }

    @Override
    public void ended(ExecutionEnvironment environment, @Nullable Invocation unfinished) {
        Invocation failed = unfinished;
        String log = environment.logTail();
        lock.lock();
        try {
            live.remove(environment);
            idle.remove(environment);
            lastLog = log;
            if (starting.remove(environment) && failed == null) {
                // As on AWS the invocation that caused the start gets its error; also what ends an endless row of
                // starts.
                failed = nextWaiting();
            }
            startWhereNeeded();
            allGone.signalAll();
        } finally {
            lock.unlock();
        }
        if (failed != null) {
            InvocationResult result = environment.failureOf(failed);
            if (unfinished == null) {
                finished(result, 0, false);
            }
            failed.result().complete(result);
        }
    }

    @Override
    public void finished(InvocationResult result, long durationNanos, boolean timedOut) {
        statistics.finished(durationNanos, result.failed(), timedOut);
    }

    @Override
    public void close() {
        List<ExecutionEnvironment> all;
        List<Invocation> left;
        lock.lock();
        try {
            closed = true;
            all = List.copyOf(live);
            left = List.copyOf(waiting);
            waiting.clear();
            idle.clear();
        } finally {
            lock.unlock();
        }
        left.forEach(this::throttle);
        all.forEach(ExecutionEnvironment::kill);
    }

    /** Waits until the processes of a closed pool are gone. @return false where some still live at the deadline */
    boolean awaitEnd(long deadlineNanos) throws InterruptedException {
        lock.lock();
        try {
            while (!live.isEmpty()) {
                if (allGone.awaitNanos(deadlineNanos - System.nanoTime()) <= 0) {
                    return false;
                }
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    private void handOver(ExecutionEnvironment environment, Invocation invocation) {
        if (environment.run(invocation)) {
            return;
        }
        environment.kill();
        lock.lock();
        try {
            waiting.addFirst(invocation);
            live.remove(environment);
            startWhereNeeded();
        } finally {
            lock.unlock();
        }
    }

    /** The lock is held. */
    private @Nullable Invocation nextWaiting() {
        Invocation next = waiting.pollFirst();
        while (next != null && next.result().isDone()) {
            next = waiting.pollFirst();
        }
        return next;
    }

    /** The lock is held. */
    private void startWhereNeeded() {
        if (closed || waiting.isEmpty() || live.size() >= limit) {
            return;
        }
        long soonFree = starting.size()
                + live.stream().filter(ExecutionEnvironment::isSettling).count();
        for (long start = soonFree; start < waiting.size() && live.size() < limit; start++) {
            startOne();
        }
    }

    /** The lock is held; the process itself is forked elsewhere. */
    private void startOne() {
        started++;
        String id = function.name() + "-" + ProcessHandle.current().pid() + "-" + started;
        ExecutionEnvironment environment = new ExecutionEnvironment(function, options, cache, this, timer, id);
        live.add(environment);
        starting.add(environment);
        Thread.ofVirtual().name("start-" + id).start(environment::start);
    }

    private void throttle(Invocation invocation) {
        boolean first = invocation
                .result()
                .completeExceptionally(
                        new ThrottledException("Rate Exceeded: " + function.name() + " takes no more work"));
        if (first) {
            statistics.throttled();
        }
    }
}
