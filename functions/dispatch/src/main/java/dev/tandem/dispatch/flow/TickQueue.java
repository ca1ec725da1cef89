package dev.tandem.dispatch.flow;

/** Asks for a tick of a zone, now or some seconds later. */
@FunctionalInterface
public interface TickQueue {
    /**
     * @param chain the minute that the row of ticks belongs to
     * @param number in that row
     */
    record TickMessage(String zone, String chain, Integer number) {
        public TickMessage {
            if (zone == null || chain == null || number == null || number < 0) {
                throw new IllegalArgumentException("needs zone, chain and number");
            }
        }
    }

    void send(TickMessage message, int delaySeconds);
}
