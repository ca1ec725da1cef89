package dev.tandem.returns.lifecycle;

import dev.tandem.commons.idempotency.FirstAnswer;
import dev.tandem.returns.coupon.Coupon;
import dev.tandem.returns.coupon.CouponSigner;
import dev.tandem.returns.order.Order;
import dev.tandem.returns.order.Orders.Written;
import dev.tandem.returns.policy.Money;
import dev.tandem.returns.rma.Compensation;
import dev.tandem.returns.rma.Return;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Where lifecycles are kept, with what is written together with their steps. All reads are consistent but {@link #ofDay}. */
public interface LifecycleBook {

    /** What a shopper was given for a return. There is one for each return, ever. */
    record LedgerEntry(
            String refundId,
            String returnId,
            String orderId,
            String shopperId,
            Compensation kind,
            Money amount,
            Instant at,
            String correlationId) {}

    /** One more return for a centre on a day, if it has room. */
    record Load(Centre centre, LocalDate day) {}

    /** One step, written whole or not at all. Before and after are absent together where nothing changes. */
    record Change(
            @Nullable Return returnBefore,
            @Nullable Return returnAfter,
            @Nullable Lifecycle before,
            Lifecycle after,
            @Nullable Order orderBefore,
            @Nullable Order orderAfter,
            @Nullable LedgerEntry entry,
            @Nullable Coupon coupon,
            @Nullable Load load,
            List<Outgoing> messages) {
        static Change of(@Nullable Lifecycle before, Lifecycle after, List<Outgoing> messages) {
            return new Change(null, null, before, after, null, null, null, null, null, messages);
        }

        static Change of(
                Return returnBefore,
                Return returnAfter,
                @Nullable Lifecycle before,
                Lifecycle after,
                List<Outgoing> messages) {
            return new Change(returnBefore, returnAfter, before, after, null, null, null, null, null, messages);
        }
    }

    Optional<Lifecycle> find(String returnId);

    Optional<Return> rma(String returnId);

    Optional<Order> order(String orderId);

    CouponSigner signer();

    List<Centre> centres();

    /** Returns sent to each centre on a day. */
    Map<String, Integer> load(List<Centre> centres, LocalDate day);

    /** Those whose clock started on a day in UTC. */
    Stream<Lifecycle> ofDay(LocalDate day);

    Written commit(Change change, @Nullable FirstAnswer answer);

    /** Messages that were written before a time and are not known to be sent, oldest first. */
    List<Outgoing> unsent(Instant before, int most);

    void sent(Outgoing message);
}
