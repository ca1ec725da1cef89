package dev.tandem.returns.order;

/** Who asks: a shopper, or somebody of the staff. */
public record Caller(String subject, boolean staff) {
    public boolean maySee(String shopperId) {
        return staff || subject.equals(shopperId);
    }

    /** As timelines have it. */
    public String name() {
        return staff ? "staff:" + subject : "shopper";
    }
}
