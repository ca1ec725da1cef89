package dev.tandem.returns.coupon;

import dev.tandem.commons.idempotency.FirstAnswer;
import dev.tandem.returns.order.Orders.Written;
import java.util.Optional;

/** Where coupons are kept. */
public interface Coupons {
    /** Read consistently. */
    Optional<Coupon> find(String couponId);

    /** Writes the state after, if the state before is still the stored one. */
    Written put(Coupon before, Coupon after, FirstAnswer answer);

    /** The key of this installation, made at its first use. */
    CouponSigner signer();
}
