package dev.tandem.local.stepfunctions;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs branches or iterations side by side. The first one that fails cancels the others and fails the whole. */
final class Branches {
    private static final Logger LOG = LoggerFactory.getLogger(Branches.class);

    /** One branch or iteration; an interrupt tells it to stop. */
    interface Work {
        JsonNode run(int index) throws StateFailure, InterruptedException;
    }

    private final int count;
    private final Work work;
    private final @Nullable JsonNode[] results;
    private final AtomicInteger next = new AtomicInteger();
    private final AtomicReference<StateFailure> failure = new AtomicReference<>();
    private final List<Thread> workers = new ArrayList<>();
    private final CountDownLatch running;

    private Branches(int count, int limit, Work work) {
        this.count = count;
        this.work = work;
        this.results = new JsonNode[count];
        int threads = Math.min(count, limit);
        this.running = new CountDownLatch(threads);
        for (int i = 0; i < threads; i++) {
            workers.add(Thread.ofVirtual().name("branch " + i).unstarted(this::pull));
        }
    }

    /** @return the results in the order of the indexes */
    static ArrayNode run(int count, int limit, Work work) throws StateFailure, InterruptedException {
        return new Branches(count, limit, work).run();
    }

    private ArrayNode run() throws StateFailure, InterruptedException {
        workers.forEach(Thread::start);
        boolean interrupted = false;
        while (true) {
            try {
                running.await();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
                cancel();
            }
        }
        if (interrupted) {
            throw new InterruptedException();
        }
        StateFailure failed = failure.get();
        if (failed != null) {
            throw failed;
        }
        ArrayNode all = Json.array();
        for (JsonNode result : results) {
            if (result == null) {
                // A worker was interrupted without a failure: the engine is closing.
                throw new InterruptedException();
            }
            all.add(result);
        }
        return all;
    }

    private void cancel() {
        next.set(count);
        workers.forEach(Thread::interrupt);
    }

    private void pull() {
        try {
            for (int index = next.getAndIncrement(); index < count; index = next.getAndIncrement()) {
                results[index] = work.run(index);
            }
        } catch (StateFailure e) {
            fail(e);
        } catch (InterruptedException e) {
            next.set(count);
        } catch (RuntimeException | Error e) {
            LOG.error("a branch failed in the interpreter", e);
            fail(new StateFailure(StateFailure.RUNTIME, String.valueOf(e)));
        } finally {
            running.countDown();
        }
    }

    private void fail(StateFailure e) {
        if (failure.compareAndSet(null, e)) {
            cancel();
        }
    }
}
