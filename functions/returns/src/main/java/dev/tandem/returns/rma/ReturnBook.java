package dev.tandem.returns.rma;

import dev.tandem.commons.idempotency.FirstAnswer;
import dev.tandem.returns.coupon.Coupon;
import dev.tandem.returns.order.Order;
import dev.tandem.returns.order.Orders.Written;
import dev.tandem.returns.policy.CustomerHistory;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where returns are kept, with the orders and coupons that change with them. */
public interface ReturnBook {

    /**
     * One step in the life of a return with all that it moves: written whole or not at all.
     *
     * @param before absent for a new one
     * @param orderBefore present when pieces of its order are taken or given back
     * @param coupon issued with the step; one that is there already stays as it is
     */
    record Change(
            @Nullable Return before,
            Return after,
            @Nullable Order orderBefore,
            @Nullable Order orderAfter,
            @Nullable Coupon coupon) {
        public static Change of(Return before, Return after) {
            return new Change(before, after, null, null, null);
        }
    }

    /** Read consistently. */
    Optional<Return> find(String returnId);

    /** Read consistently. */
    Optional<Order> order(String orderId);

    /** What the shopper has ordered and returned up to a moment; the return named is left out. */
    CustomerHistory history(String shopperId, Instant at, String except);

    Written commit(Change change, @Nullable FirstAnswer answer);
}
