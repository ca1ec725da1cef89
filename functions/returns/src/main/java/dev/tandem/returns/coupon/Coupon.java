package dev.tandem.returns.coupon;

import dev.tandem.returns.policy.Money;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A coupon.
 *
 * @param couponId follows from its return and the key, so that a return has one coupon however often it is issued
 * @param code what the shopper shows: the id and a signature over all that makes its worth
 * @param usedFor the order that it paid for
 */
public record Coupon(
        String couponId,
        String code,
        String returnId,
        String shopperId,
        Money value,
        State state,
        Instant issuedAt,
        Instant expiresAt,
        @Nullable Instant endedAt,
        @Nullable String usedFor,
        @Nullable String revokedBecause,
        long version) {
    /** It stands for money that was due, so it lasts as long as such a claim: three years, as section 195 of the German BGB has it. */
    public static final Duration LIFETIME = Duration.ofDays(3 * 365 + 1);

    /** Where a coupon stands. */
    public enum State {
        ISSUED,
        REDEEMED,
        REVOKED
    }

    public boolean isExpired(Instant now) {
        return state == State.ISSUED && !now.isBefore(expiresAt);
    }

    Coupon redeemed(String orderId, Instant at) {
        return ended(State.REDEEMED, at, orderId, null);
    }

    Coupon revoked(String reason, Instant at) {
        return ended(State.REVOKED, at, null, reason);
    }

    private Coupon ended(State end, Instant at, @Nullable String orderId, @Nullable String reason) {
        return new Coupon(
                couponId, code, returnId, shopperId, value, end, issuedAt, expiresAt, at, orderId, reason, version + 1);
    }
}
