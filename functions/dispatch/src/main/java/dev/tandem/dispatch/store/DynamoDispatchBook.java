package dev.tandem.dispatch.store;

import dev.tandem.commons.Environment;
import dev.tandem.commons.dynamodb.Transactions;
import dev.tandem.commons.dynamodb.Transactions.Kind;
import dev.tandem.commons.idempotency.FirstAnswer;
import dev.tandem.commons.idempotency.IdempotencyTable;
import dev.tandem.dispatch.courier.Courier;
import dev.tandem.dispatch.courier.OpenOffer;
import dev.tandem.dispatch.delivery.Delivery;
import dev.tandem.dispatch.delivery.DeliveryState;
import dev.tandem.dispatch.flow.Change;
import dev.tandem.dispatch.flow.DispatchBook;
import dev.tandem.dispatch.flow.Step;
import dev.tandem.dispatch.flow.Whereabouts;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;

/** Deliveries and couriers in DynamoDB: each change is one transaction over all tables that it touches. */
public final class DynamoDispatchBook implements DispatchBook {
    /** DynamoDB takes a hundred writes in a transaction; a zone's offers of one tick share a few. */
    private static final int MOST_WRITES = 90;

    private static final int CONTENTION_ATTEMPTS = 4;

    private final Transactions transactions;
    private final DeliveryTable deliveries;
    private final CourierTable couriers;
    private final ZoneTable zones;
    private final @Nullable LogTable log;
    private final IdempotencyTable answers;
    private final Clock clock;

    /** On the tables that the function has; a step that needs another fails by its right to it. */
    public DynamoDispatchBook(Environment environment, DynamoDbClient dynamoDb, Clock clock) {
        this.transactions = new Transactions(dynamoDb);
        this.deliveries = new DeliveryTable(
                dynamoDb, environment.optional("DELIVERY_TABLE").orElse("none"));
        this.couriers =
                new CourierTable(dynamoDb, environment.optional("COURIER_TABLE").orElse("none"));
        this.zones = new ZoneTable(
                dynamoDb, environment.optional("DISPATCH_ZONE_TABLE").orElse("none"));
        this.answers = new IdempotencyTable(
                dynamoDb, environment.optional("IDEMPOTENCY_TABLE").orElse("none"), clock);
        this.log = environment
                .optional("DISPATCH_LOG_TABLE")
                .map(name -> new LogTable(dynamoDb, name))
                .orElse(null);
        this.clock = clock;
    }

    @Override
    public Optional<Delivery> delivery(String deliveryId) {
        return deliveries.find(deliveryId);
    }

    @Override
    public Map<String, Delivery> deliveries(Collection<String> deliveryIds) {
        return deliveries.find(deliveryIds);
    }

    @Override
    public Optional<Courier> courier(String courierId) {
        return couriers.find(courierId);
    }

    @Override
    public Map<String, Courier> couriers(Collection<String> courierIds) {
        return couriers.find(courierIds);
    }

    @Override
    public Optional<Whereabouts> whereabouts(String courierId) {
        return couriers.whereabouts(courierId);
    }

    @Override
    public Written commit(Change change, @Nullable FirstAnswer answer) {
        List<TransactWriteItem> writes = new ArrayList<>();
        if (answer != null) {
            // First, so that its position tells a repeat from a race.
            writes.add(answers.put(answer.scope(), answer.key(), answer.requestHash(), answer.response()));
        }
        writes.addAll(writes(change));
        Transactions.Result result = transactions.commit(writes);
        if (result.kind() == Kind.DONE) {
            return Written.DONE;
        }
        return answer != null && result.failed(0) ? Written.REPEATED : Written.OVERTAKEN;
    }

    @Override
    public List<Written> commitAll(Fence fence, List<Change> changes) {
        List<Written> written = new ArrayList<>(Collections.nCopies(changes.size(), Written.FENCED));
        List<Integer> some = new ArrayList<>();
        int size = 1;
        for (int i = 0; i < changes.size(); i++) {
            int own = writes(changes.get(i)).size();
            if (size + own > MOST_WRITES && !some.isEmpty()) {
                if (!commitSome(fence, changes, some, written)) {
                    return written;
                }
                some.clear();
                size = 1;
            }
            some.add(i);
            size += own;
        }
        if (!some.isEmpty()) {
            commitSome(fence, changes, some, written);
        }
        return written;
    }

    /** In one transaction; those whose ground is gone are left out, and the others tried again. False when the fence has fallen. */
    private boolean commitSome(Fence fence, List<Change> changes, List<Integer> some, List<Written> written) {
        List<Integer> left = new ArrayList<>(some);
        int contended = 0;
        while (!left.isEmpty()) {
            List<TransactWriteItem> writes = new ArrayList<>(List.of(zones.stillHeld(fence)));
            List<Integer> owner = new ArrayList<>(List.of(-1));
            for (int i : left) {
                for (TransactWriteItem write : writes(changes.get(i))) {
                    writes.add(write);
                    owner.add(i);
                }
            }
            Transactions.Result result = transactions.commit(writes);
            if (result.kind() == Kind.DONE) {
                left.forEach(i -> written.set(i, Written.DONE));
                return true;
            }
            if (result.failed(0)) {
                return false;
            }
            List<Integer> out = new ArrayList<>();
            for (int position = 1; position < writes.size(); position++) {
                String reason =
                        position < result.reasons().size() ? result.reasons().get(position) : "None";
                // Whoever contends is at the same courier or delivery, and will have changed it: the next tick sees
                // what came of it.
                if (!reason.equals("None") && (result.failed(position) || contended > 0)) {
                    out.add(owner.get(position));
                }
            }
            if (result.kind() == Kind.CONTENTION && ++contended > CONTENTION_ATTEMPTS) {
                out.addAll(left);
            }
            out.forEach(i -> written.set(i, Written.OVERTAKEN));
            left.removeAll(out);
        }
        return true;
    }

    private List<TransactWriteItem> writes(Change change) {
        Instant now = clock.instant();
        List<TransactWriteItem> writes = new ArrayList<>();
        for (Step<Delivery> step : change.deliveries()) {
            Delivery before = step.before();
            Delivery after = Objects.requireNonNull(step.after());
            writes.add(deliveries.put(step, now));
            if (after.state() == DeliveryState.WAITING) {
                writes.add(zones.addWaiting(after));
            } else if (before != null && before.state() == DeliveryState.WAITING) {
                writes.add(zones.removeWaiting(before));
            }
        }
        if (change.courier() != null) {
            writes.add(couriers.put(change.courier(), now));
            writes.addAll(offers(change.courier()));
        }
        if (change.whereabouts() != null) {
            writes.addAll(places(change.whereabouts(), now));
        }
        if (log != null) {
            writes.addAll(log.lines(change, now));
        }
        return writes;
    }

    private List<TransactWriteItem> offers(Step<Courier> step) {
        OpenOffer before = step.before() == null ? null : step.before().offer();
        Courier courier = Objects.requireNonNull(step.after());
        OpenOffer after = courier.offer();
        if (before != null && (after == null || !after.offerId().equals(before.offerId()))) {
            return List.of(zones.removeOffer(before));
        }
        return after != null && before == null ? List.of(zones.addOffer(after, courier.courierId())) : List.of();
    }

    private List<TransactWriteItem> places(Step<Whereabouts> step, Instant now) {
        Whereabouts before = step.before();
        Whereabouts after = step.after();
        List<TransactWriteItem> writes = new ArrayList<>(List.of(couriers.putPlace(step, now)));
        if (before != null) {
            for (String zone : before.zones()) {
                boolean stays = after != null
                        && after.cell().equals(before.cell())
                        && after.zones().contains(zone);
                if (!stays) {
                    writes.add(zones.removeCourier(before, zone));
                }
            }
        }
        if (after != null) {
            after.zones().forEach(zone -> writes.add(zones.addCourier(after, zone)));
        }
        return writes;
    }
}
