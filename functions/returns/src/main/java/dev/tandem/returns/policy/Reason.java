package dev.tandem.returns.policy;

/** Why something comes back. */
public enum Reason {
    TOO_SMALL(Fault.NONE, "it is too small"),
    TOO_LARGE(Fault.NONE, "it is too large"),
    NOT_LIKED(Fault.NONE, "you do not like it"),
    CHANGED_MIND(Fault.NONE, "you changed your mind"),
    OTHER(Fault.NONE, "another reason"),
    ARRIVED_LATE(Fault.SERVICE, "it arrived too late"),
    DEFECTIVE(Fault.QUALITY, "it is defective"),
    DAMAGED(Fault.QUALITY, "it arrived damaged"),
    NOT_AS_DESCRIBED(Fault.QUALITY, "it is not as described"),
    WRONG_ITEM(Fault.QUALITY, "it is not what you ordered");

    private enum Fault {
        NONE,
        SERVICE,
        QUALITY
    }

    private final Fault fault;
    private final String words;

    Reason(Fault fault, String words) {
        this.fault = fault;
        this.words = words;
    }

    /** Then the return costs nothing, and no coupon is offered in place of the money. */
    public boolean isShopsFault() {
        return fault != Fault.NONE;
    }

    /** The goods are not what was sold: neither a short window, nor final sale, nor a broken seal stands against that. */
    public boolean isQualityFault() {
        return fault == Fault.QUALITY;
    }

    /** As part of a sentence. */
    public String words() {
        return words;
    }
}
