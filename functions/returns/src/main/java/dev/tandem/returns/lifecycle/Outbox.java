package dev.tandem.returns.lifecycle;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.lambda.powertools.logging.argument.StructuredArguments;

/**
 * Sends what steps have written (a transactional outbox). A process that dies after its step leaves the messages to the relay; one that
 * dies between sending and remembering has them sent twice, which their receivers know by the id.
 */
public final class Outbox {
    private static final Logger LOG = LoggerFactory.getLogger(Outbox.class);

    /** Younger messages are still in the hands of who wrote them. */
    static final Duration HANDS_OFF = Duration.ofSeconds(30);

    private static final int PAGE = 100;

    private final LifecycleBook book;
    private final Postman postman;
    private final Clock clock;

    public Outbox(LifecycleBook book, Postman postman, Clock clock) {
        this.book = book;
        this.postman = postman;
        this.clock = clock;
    }

    /** Sends right after the step. A failure is left to the relay: the step has happened. */
    void deliver(List<Outgoing> messages) {
        for (Outgoing message : messages) {
            try {
                postman.send(message);
                book.sent(message);
            } catch (RuntimeException e) {
                LOG.warn("Left to the relay", StructuredArguments.entry("message", message.id()), e);
            }
        }
    }

    /**
     * Sends what was left behind.
     *
     * @return how many were sent; one that fails holds up none of the others
     */
    public int relay() {
        int sent = 0;
        RuntimeException failure = null;
        for (Outgoing message : book.unsent(clock.instant().minus(HANDS_OFF), PAGE)) {
            try {
                postman.send(message);
                book.sent(message);
                sent++;
            } catch (RuntimeException e) {
                failure = e;
                LOG.error("Message not sent", StructuredArguments.entry("message", message.id()), e);
            }
        }
        if (failure != null) {
            throw failure;
        }
        return sent;
    }
}
