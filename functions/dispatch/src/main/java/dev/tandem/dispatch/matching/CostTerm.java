package dev.tandem.dispatch.matching;

/** What an offer is weighed by; each is a method of {@link Costs} with its reason. */
public enum CostTerm {
    LATENESS,
    OVERDUE,
    TRAVEL,
    WAITING,
    FAIRNESS,
    ACCEPTANCE,
    AFTERWARDS
}
