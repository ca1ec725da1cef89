package dev.tandem.returns.coupon;

import dev.tandem.commons.Attempts;
import dev.tandem.commons.http.ConflictException;
import dev.tandem.commons.http.GoneException;
import dev.tandem.commons.http.NotFoundException;
import dev.tandem.commons.idempotency.FirstAnswer;
import dev.tandem.commons.idempotency.RepeatedException;
import dev.tandem.returns.order.Caller;
import java.time.Clock;
import java.time.Instant;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** Looks at coupons, takes them and takes them back. */
public final class CouponDesk {
    private final Coupons coupons;
    private final Clock clock;

    public CouponDesk(Coupons coupons, Clock clock) {
        this.coupons = coupons;
        this.clock = clock;
    }

    /**
     * The coupon of a code, for whom it was issued to and for staff.
     *
     * @throws NotFoundException {@code COUPON_NOT_FOUND} also when code or coupon were tampered with
     */
    public Coupon find(String code, Caller caller) {
        if (!CouponSigner.isCode(code)) {
            throw notFound();
        }
        return coupons.find(CouponSigner.idOf(code))
                .filter(coupon ->
                        caller.maySee(coupon.shopperId()) && coupons.signer().isGenuine(coupon, code))
                .orElseThrow(CouponDesk::notFound);
    }

    /**
     * Uses a coupon up for an order.
     *
     * @throws ConflictException {@code COUPON_REDEEMED} or {@code COUPON_REVOKED}
     * @throws GoneException {@code COUPON_EXPIRED}
     */
    public Coupon redeem(
            String code, String orderId, Caller caller, Function<Coupon, FirstAnswer> answer, Attempts attempts) {
        return end(code, caller, coupon -> coupon.redeemed(orderId, clock.instant()), answer, attempts);
    }

    /** Takes a coupon back that was not used yet. Throws as {@link #redeem}, and also takes one that is expired. */
    public Coupon revoke(
            String code, String reason, Caller caller, Function<Coupon, FirstAnswer> answer, Attempts attempts) {
        return end(code, caller, coupon -> coupon.revoked(reason, clock.instant()), answer, attempts);
    }

    private Coupon end(
            String code,
            Caller caller,
            UnaryOperator<Coupon> ending,
            Function<Coupon, FirstAnswer> answer,
            Attempts attempts) {
        while (true) {
            Coupon before = find(code, caller);
            Coupon after = ending.apply(before);
            switch (before.state()) {
                case REDEEMED ->
                    throw new ConflictException("COUPON_REDEEMED", "It was used at " + before.endedAt() + ".");
                case REVOKED ->
                    throw new ConflictException("COUPON_REVOKED", "It was taken back at " + before.endedAt() + ".");
                case ISSUED -> {
                    Instant now = clock.instant();
                    if (after.state() == Coupon.State.REDEEMED && before.isExpired(now)) {
                        throw new GoneException("COUPON_EXPIRED", "It ended at " + before.expiresAt() + ".");
                    }
                }
            }
            switch (coupons.put(before, after, answer.apply(after))) {
                case DONE -> {
                    return after;
                }
                case REPEATED -> throw new RepeatedException();
                case OVERTAKEN -> attempts.pause();
            }
        }
    }

    private static NotFoundException notFound() {
        return new NotFoundException("COUPON_NOT_FOUND", "There is no such coupon.");
    }
}
