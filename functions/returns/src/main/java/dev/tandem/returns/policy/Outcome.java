package dev.tandem.returns.policy;

/** What comes of a check, from best to worst. */
public enum Outcome {
    APPROVED,
    /** Something is missing, or a person has to look at it. */
    REVIEW,
    REJECTED;

    public Outcome worse(Outcome other) {
        return compareTo(other) >= 0 ? this : other;
    }
}
