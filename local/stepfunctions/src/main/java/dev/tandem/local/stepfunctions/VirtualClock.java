package dev.tandem.local.stepfunctions;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The time that waits, timeouts and retries go by. It follows a base clock and can be moved forward, which wakes whoever
 * waits for an instant that is then past. {@link #frozenAt} gives one that moves only when it is told to.
 */
public final class VirtualClock implements AutoCloseable {
    /** A registered wake-up; {@link #close} withdraws it (no effect when it has already run). */
    public interface Timer extends AutoCloseable {
        @Override
        void close();
    }

    private record Entry(Instant at, long order, Runnable action) implements Comparable<Entry> {
        @Override
        public int compareTo(Entry other) {
            int byTime = at.compareTo(other.at);
            return byTime != 0 ? byTime : Long.compare(order, other.order);
        }
    }

    private final Clock base;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final PriorityQueue<Entry> timers = new PriorityQueue<>();
    private final boolean frozen;
    private Duration offset = Duration.ZERO;
    private long order;
    private boolean closed;
    private @Nullable Thread ticker;

    private VirtualClock(Clock base, boolean frozen) {
        this.base = base;
        this.frozen = frozen;
    }

    /** A clock that follows the machine's time. */
    public static VirtualClock system() {
        return new VirtualClock(Clock.systemUTC(), false);
    }

    /** A clock that stands still at {@code start} until {@link #advance} moves it. */
    public static VirtualClock frozenAt(Instant start) {
        return new VirtualClock(Clock.fixed(start, java.time.ZoneOffset.UTC), true);
    }

    /** The time in whole milliseconds, which is what journals and the AWS protocol keep of it. */
    public Instant now() {
        lock.lock();
        try {
            return base.instant().plus(offset).truncatedTo(ChronoUnit.MILLIS);
        } finally {
            lock.unlock();
        }
    }

    /** Moves the time forward and runs what became due, before it returns, in the order of the due times. */
    public void advance(Duration by) {
        if (by.isNegative()) {
            throw new IllegalArgumentException("time cannot go back: " + by);
        }
        lock.lock();
        try {
            offset = offset.plus(by);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        runDue();
    }

    /** The earliest instant that someone waits for. */
    public Optional<Instant> nextWake() {
        lock.lock();
        try {
            return Optional.ofNullable(timers.peek()).map(Entry::at);
        } finally {
            lock.unlock();
        }
    }

    /** Runs {@code action} once {@code at} has come. The action must be short: it runs on the clock's thread. */
    public Timer at(Instant at, Runnable action) {
        lock.lock();
        try {
            Entry entry = new Entry(at, order++, action);
            timers.add(entry);
            if (ticker == null && !frozen && !closed) {
                ticker = Thread.ofVirtual().name("virtual-clock").start(this::tick);
            }
            changed.signalAll();
            if (frozen && !at.isAfter(now())) {
                Thread.ofVirtual().start(this::runDue);
            }
            return () -> withdraw(entry);
        } finally {
            lock.unlock();
        }
    }

    private void withdraw(Entry entry) {
        lock.lock();
        try {
            timers.remove(entry);
        } finally {
            lock.unlock();
        }
    }

    private void runDue() {
        while (true) {
            Entry due;
            lock.lock();
            try {
                due = timers.peek();
                if (due == null || due.at().isAfter(base.instant().plus(offset))) {
                    return;
                }
                timers.poll();
            } finally {
                lock.unlock();
            }
            due.action().run();
        }
    }

    private void tick() {
        while (true) {
            lock.lock();
            try {
                if (closed) {
                    return;
                }
                Entry next = timers.peek();
                if (next == null) {
                    changed.await();
                } else {
                    // Far deadlines (a task's default timeout is years away) overflow nanoseconds: wait an hour at
                    // most.
                    Duration left = Duration.between(base.instant().plus(offset), next.at());
                    if (left.compareTo(Duration.ofHours(1)) > 0) {
                        left = Duration.ofHours(1);
                    }
                    if (!left.isNegative() && !left.isZero()) {
                        changed.await(left.toNanos(), TimeUnit.NANOSECONDS);
                    }
                }
            } catch (InterruptedException e) {
                return;
            } finally {
                lock.unlock();
            }
            runDue();
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            timers.clear();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
