package dev.tandem.returns.policy;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Judges one line of a return by a policy and by the law. A pure function: the same facts get the same verdict. */
public final class Judge {
    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("d MMMM yyyy", Locale.ENGLISH).withZone(ZoneOffset.UTC);

    private final Facts facts;
    private final List<Rule> matched = new ArrayList<>();
    private final List<Ground> grounds = new ArrayList<>();
    private Terms terms;
    private boolean asksShopper;

    private Judge(Policy policy, Facts facts) {
        this.facts = facts;
        terms = policy.defaults();
        for (Rule rule : policy.rules()) {
            if (rule.condition().holds(facts)) {
                matched.add(rule);
                terms = terms.with(rule.then());
            }
        }
    }

    public static Verdict judge(Policy policy, Facts facts) {
        return new Judge(policy, facts).verdict();
    }

    private Verdict verdict() {
        seal();
        finalSale();
        Instant until = window();
        Money fee = fee();
        if (Terms.is(terms.review())) {
            add(source(Terms::review), Outcome.REVIEW, because(Terms::review), "A person looks at it and decides.");
        }
        noteOtherRules();
        boolean fault = facts.reason().isShopsFault();
        Outcome outcome = grounds.stream().map(Ground::outcome).reduce(Outcome.APPROVED, Outcome::worse);
        return new Verdict(
                facts.lineId(),
                outcome,
                until,
                fee,
                terms.photosNeeded(),
                !fault && Terms.is(terms.coupon()),
                fault ? 0 : terms.bonus(),
                Terms.is(terms.exchange()),
                fault ? 0 : terms.keep(),
                asksShopper && outcome == Outcome.REVIEW,
                grounds);
    }

    private void seal() {
        if (!Terms.is(terms.sealedOnly()) || facts.reason().isQualityFault()) {
            return;
        }
        if (facts.sealed() == null) {
            asksShopper = true;
            add(
                    source(Terms::sealedOnly),
                    Outcome.REVIEW,
                    because(Terms::sealedOnly),
                    "Tell us whether the seal of " + facts.name() + " is unbroken.");
        } else {
            add(
                    source(Terms::sealedOnly),
                    facts.sealed() ? Outcome.APPROVED : Outcome.REJECTED,
                    because(Terms::sealedOnly),
                    facts.sealed() ? null : "If it is defective, start the return again with that reason.");
        }
    }

    private void finalSale() {
        if (Terms.is(terms.finalSale()) && !facts.reason().isQualityFault()) {
            boolean lawful = !LawFloor.hasWithdrawal(facts) || terms.exemption() != null;
            if (lawful) {
                add(
                        source(Terms::finalSale),
                        Outcome.REJECTED,
                        because(Terms::finalSale),
                        "If it is defective or not as described, start the return again with that reason.");
            } else {
                add(
                        "law-withdrawal",
                        Outcome.APPROVED,
                        "You bought it at a distance, so you may withdraw all the same.",
                        null);
            }
        }
    }

    private @Nullable Instant window() {
        Instant delivered = facts.deliveredAt();
        if (delivered == null) {
            add(
                    "delivered",
                    Outcome.REJECTED,
                    facts.name() + " has not been delivered yet; the time to return it starts with delivery.",
                    "Wait for the delivery, or refuse the parcel.");
            return null;
        }
        int days = terms.window();
        String rule = source(Terms::windowDays);
        String why = because(Terms::windowDays);
        if (LawFloor.hasWithdrawal(facts) && days < LawFloor.WITHDRAWAL_DAYS) {
            days = LawFloor.WITHDRAWAL_DAYS;
            rule = "law-withdrawal";
            why = "By law you have " + days + " days from delivery to withdraw.";
        }
        Instant until = LawFloor.windowEnd(delivered, days);
        int guarantee = facts.reason().isQualityFault() ? LawFloor.guaranteeDays(facts.region()) : 0;
        Instant guaranteed = LawFloor.windowEnd(delivered, guarantee);
        if (!facts.at().isAfter(until)) {
            add(rule, Outcome.APPROVED, "Returnable until " + DAY.format(until) + ". " + why, null);
            return guarantee > days ? guaranteed : until;
        }
        if (guarantee > days && !facts.at().isAfter(guaranteed)) {
            add(
                    "law-guarantee",
                    Outcome.REVIEW,
                    "The shop's own time to return it ended on " + DAY.format(until)
                            + ", but we answer for what we sold until " + DAY.format(guaranteed) + ".",
                    "We look at it and offer repair, replacement or your money back.");
            return guaranteed;
        }
        add(
                rule.equals(Policy.DEFAULTS) ? "window" : rule,
                Outcome.REJECTED,
                "The time to return " + facts.name() + " ended on " + DAY.format(until) + ". " + why,
                null);
        return until;
    }

    private Money fee() {
        Money fee = terms.feeIn(facts.unitPrice().currency());
        if (facts.reason().isShopsFault()) {
            add(
                    "shops-fault-free",
                    Outcome.APPROVED,
                    "Because " + facts.reason().words() + ", the return is free.",
                    null);
            return new Money(0, fee.currency());
        }
        if (fee.minor() > 0) {
            add(
                    source(Terms::fee),
                    Outcome.APPROVED,
                    "The return costs " + fee.words() + ". " + because(Terms::fee),
                    null);
        }
        return fee;
    }

    /** Every rule that holds is named, also one that says nothing about whether the return qualifies. */
    private void noteOtherRules() {
        for (Rule rule : matched) {
            if (grounds.stream().noneMatch(ground -> ground.rule().equals(rule.id()))) {
                grounds.add(new Ground(rule.id(), Outcome.APPROVED, rule.because(), null));
            }
        }
    }

    private void add(String rule, Outcome outcome, String text, @Nullable String next) {
        grounds.add(new Ground(rule, outcome, text.strip(), next));
    }

    private interface Term {
        @Nullable
        Object of(Terms terms);
    }

    /** The last rule that has set a term. */
    private Optional<Rule> setter(Term term) {
        return matched.reversed().stream()
                .filter(rule -> term.of(rule.then()) != null)
                .findFirst();
    }

    private String source(Term term) {
        return setter(term).map(Rule::id).orElse(Policy.DEFAULTS);
    }

    private String because(Term term) {
        return setter(term).map(Rule::because).orElse("");
    }
}
