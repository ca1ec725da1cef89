package dev.tandem.forecast.refresh;

import dev.tandem.commons.Json;
import dev.tandem.commons.dynamodb.Items;
import dev.tandem.forecast.history.Groups;
import java.time.Duration;
import java.time.Instant;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;

/**
 * ForecastTable. Layout by pk / sk: {@code LAYOUT/LAYOUT} the number of groups; {@code SIGNAL/<name>} the
 * key that a signal is declared with; {@code CHANGE/<id>} a change file that is to be merged;
 * {@code LEASE/LEASE} who may run; {@code CURRENT/CURRENT} the published version; {@code LATEST/LATEST} the last run; {@code RUN#<name>/RUN} how
 * a run stands; {@code RUN#<name>/GROUP#<number>} what became of a group in it. Runs are forgotten after a month.
 */
public final class RunTable implements RunBook {
    /** Partition of those who need the files of a version to stay, written by exports. */
    public static final String HOLD = "HOLD";

    /** Groups of an installation that nobody has laid out otherwise: good for some ten thousand series. */
    static final int USUAL_GROUPS = 64;
    /** Longer than any single step of a run takes, and so short that a run which broke off is taken up soon. */
    static final Duration LEASE = Duration.ofMinutes(5);

    private static final Duration KEPT = Duration.ofDays(30);

    private final DynamoDbClient dynamoDb;
    private final String table;
    private final ForecastTable items;
    /** Declarations never change. */
    private final Map<String, SignalKey> signals = new ConcurrentHashMap<>();

    public RunTable(DynamoDbClient dynamoDb, String table) {
        this.dynamoDb = dynamoDb;
        this.table = table;
        this.items = new ForecastTable(dynamoDb, table);
    }

    @Override
    public Groups groups() {
        Optional<Map<String, AttributeValue>> laid = items.find("LAYOUT", "LAYOUT");
        if (laid.isEmpty()) {
            Map<String, AttributeValue> item = ForecastTable.key("LAYOUT", "LAYOUT");
            item.put("groups", Items.of(USUAL_GROUPS));
            items.putIfAbsent(item);
            laid = items.find("LAYOUT", "LAYOUT");
        }
        return new Groups((int) Items.number(laid.orElseThrow(), "groups"));
    }

    @Override
    public Optional<SignalKey> signalKey(String signal, Optional<SignalKey> said) {
        SignalKey known = signals.get(signal);
        if (known != null) {
            return Optional.of(known);
        }
        Optional<SignalKey> declared = SignalKey.usual(signal).or(() -> declared(signal));
        if (declared.isEmpty() && said.isPresent()) {
            Map<String, AttributeValue> item = ForecastTable.key("SIGNAL", signal);
            item.put("keyType", Items.of(said.get().text()));
            declared = items.putIfAbsent(item) ? said : declared(signal);
        }
        declared.ifPresent(key -> signals.put(signal, key));
        return declared;
    }

    private Optional<SignalKey> declared(String signal) {
        return items.find("SIGNAL", signal).map(item -> SignalKey.of(Items.text(item, "keyType")));
    }

    @Override
    public void announce(Change change) {
        Map<String, AttributeValue> item = ForecastTable.key("CHANGE", change.id());
        item.put(
                "groups",
                AttributeValue.fromB(SdkBytes.fromByteArray(change.groups().toByteArray())));
        item.put("lastDay", Items.of(change.lastDay()));
        items.put(item);
    }

    @Override
    public List<Change> changes() {
        return items.query("CHANGE", "").stream()
                .map(item -> new Change(
                        Items.text(item, "sk"),
                        BitSet.valueOf(Items.required(item, "groups").b().asByteArray()),
                        (int) Items.number(item, "lastDay")))
                .toList();
    }

    @Override
    public void settle(String changeId, BitSet left) {
        if (left.isEmpty()) {
            items.delete("CHANGE", changeId);
            return;
        }
        dynamoDb.updateItem(request -> request.tableName(table)
                .key(ForecastTable.key("CHANGE", changeId))
                .updateExpression("SET #groups = :left")
                .expressionAttributeNames(Map.of("#groups", "groups"))
                .expressionAttributeValues(
                        Map.of(":left", AttributeValue.fromB(SdkBytes.fromByteArray(left.toByteArray())))));
    }

    @Override
    public Lease acquire(String execution, Instant now) {
        while (true) {
            Optional<Map<String, AttributeValue>> held = items.find("LEASE", "LEASE");
            if (held.isEmpty()) {
                Map<String, AttributeValue> item = ForecastTable.key("LEASE", "LEASE");
                item.put("plan", Items.of(execution));
                item.put("execution", Items.of(execution));
                item.put("until", Items.of(now.plus(LEASE).toEpochMilli()));
                if (items.putIfAbsent(item)) {
                    return new Lease.Held(execution, false);
                }
                continue;
            }
            String plan = Items.text(held.get(), "plan");
            long until = Items.number(held.get(), "until");
            String holder = Items.text(held.get(), "execution");
            if (!holder.equals(execution) && until > now.toEpochMilli()) {
                return new Lease.Taken(plan);
            }
            if (takenOver(plan, holder, until, execution, now)) {
                return new Lease.Held(plan, true);
            }
        }
    }

    private boolean takenOver(String plan, String holder, long until, String execution, Instant now) {
        return updated(
                "SET execution = :mine, #until = :new",
                "#plan = :plan AND execution = :holder AND #until = :until",
                Map.of(
                        ":mine", Items.of(execution),
                        ":new", Items.of(now.plus(LEASE).toEpochMilli()),
                        ":plan", Items.of(plan),
                        ":holder", Items.of(holder),
                        ":until", Items.of(until)));
    }

    @Override
    public boolean renew(String plan, Instant now) {
        return updated(
                "SET #until = :new",
                "#plan = :plan",
                Map.of(":new", Items.of(now.plus(LEASE).toEpochMilli()), ":plan", Items.of(plan)));
    }

    private boolean updated(String update, String condition, Map<String, AttributeValue> values) {
        try {
            dynamoDb.updateItem(request -> request.tableName(table)
                    .key(ForecastTable.key("LEASE", "LEASE"))
                    .updateExpression(update)
                    .conditionExpression(condition)
                    .expressionAttributeNames(Map.of("#until", "until", "#plan", "plan"))
                    .expressionAttributeValues(values));
            return true;
        } catch (ConditionalCheckFailedException e) {
            return false;
        }
    }

    @Override
    public void release(String plan) {
        try {
            dynamoDb.deleteItem(request -> request.tableName(table)
                    .key(ForecastTable.key("LEASE", "LEASE"))
                    .conditionExpression("#plan = :plan")
                    .expressionAttributeNames(Map.of("#plan", "plan"))
                    .expressionAttributeValues(Map.of(":plan", Items.of(plan))));
        } catch (ConditionalCheckFailedException e) {
            // It was not this run's any more.
        }
    }

    @Override
    public void request(Run run) {
        items.putIfAbsent(item(run));
    }

    @Override
    public void write(Run run) {
        items.put(item(run));
        if (run.status() == Run.Status.RUNNING) {
            Map<String, AttributeValue> latest = ForecastTable.key("LATEST", "LATEST");
            latest.put("plan", Items.of(run.plan()));
            items.put(latest);
        }
    }

    private static Map<String, AttributeValue> item(Run run) {
        Map<String, AttributeValue> item = ForecastTable.key("RUN#" + run.plan(), "RUN");
        item.put("run", Items.of(Json.write(run)));
        item.put("deleteAt", Items.of(run.startedAt().plus(KEPT).getEpochSecond()));
        return item;
    }

    @Override
    public void follow(String execution, String plan) {
        Map<String, AttributeValue> item = ForecastTable.key("RUN#" + execution, "RUN");
        item.put("follows", Items.of(plan));
        item.put("deleteAt", Items.of(Instant.now().plus(KEPT).getEpochSecond()));
        items.put(item);
    }

    @Override
    public Optional<Run> run(String planOrExecution) {
        Optional<Map<String, AttributeValue>> item = items.find("RUN#" + planOrExecution, "RUN");
        Optional<String> followed = item.flatMap(found -> Items.optionalText(found, "follows"));
        if (followed.isPresent()) {
            item = items.find("RUN#" + followed.get(), "RUN");
        }
        return item.map(found -> Json.read(Items.text(found, "run"), Run.class));
    }

    @Override
    public Optional<String> latest() {
        return items.find("LATEST", "LATEST").map(item -> Items.text(item, "plan"));
    }

    @Override
    public void done(String plan, GroupOutcome outcome) {
        Map<String, AttributeValue> item = ForecastTable.key("RUN#" + plan, "GROUP#%04d".formatted(outcome.group()));
        item.put("outcome", Items.of(Json.write(outcome)));
        item.put("deleteAt", Items.of(Instant.now().plus(KEPT).getEpochSecond()));
        items.put(item);
    }

    @Override
    public List<GroupOutcome> outcomes(String plan) {
        return items.query("RUN#" + plan, "GROUP#").stream()
                .map(item -> Json.read(Items.text(item, "outcome"), GroupOutcome.class))
                .toList();
    }

    @Override
    public Optional<String> published() {
        return items.find("CURRENT", "CURRENT").map(item -> Items.text(item, "plan"));
    }

    @Override
    public boolean held(Instant now) {
        return items.query(HOLD, "").stream().anyMatch(hold -> Items.number(hold, "until") > now.toEpochMilli());
    }

    @Override
    public boolean publish(String plan, String base, Instant now) {
        try {
            dynamoDb.updateItem(request -> request.tableName(table)
                    .key(ForecastTable.key("CURRENT", "CURRENT"))
                    .updateExpression("SET #plan = :plan, publishedAt = :now")
                    .conditionExpression(
                            base.isEmpty()
                                    ? "attribute_not_exists(pk) OR #plan IN (:base, :plan)"
                                    : "#plan IN (:base, :plan)")
                    .expressionAttributeNames(Map.of("#plan", "plan"))
                    .expressionAttributeValues(Map.of(
                            ":plan", Items.of(plan), ":base", Items.of(base), ":now", Items.of(now.toString()))));
            return true;
        } catch (ConditionalCheckFailedException e) {
            return false;
        }
    }
}
