package dev.tandem.returns.lifecycle;

/** Takes messages away. */
@FunctionalInterface
public interface Postman {
    /** Sends, or throws. */
    void send(Outgoing message);
}
