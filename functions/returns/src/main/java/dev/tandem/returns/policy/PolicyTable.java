package dev.tandem.returns.policy;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.tandem.commons.Json;
import dev.tandem.commons.dynamodb.Items;
import dev.tandem.commons.dynamodb.Transactions;
import dev.tandem.commons.idempotency.FirstAnswer;
import dev.tandem.commons.idempotency.IdempotencyTable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.Put;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import software.amazon.awssdk.services.dynamodb.model.ScanRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;

/**
 * Policies, few and never changed. Layout: {@code pk} = {@code POLICY#<version>} with the {@code document}, {@code storedAt} and {@code
 * source}; {@code pk} = {@code ACTIVATIONS} with the {@code document} of all and a {@code version} that counts its writes.
 */
public final class PolicyTable implements Policies {
    private static final String POLICY = "POLICY#";
    private static final String ACTIVATIONS = "ACTIVATIONS";

    private final DynamoDbClient dynamoDb;
    private final String table;

    public PolicyTable(DynamoDbClient dynamoDb, String table) {
        this.dynamoDb = dynamoDb;
        this.table = table;
    }

    @Override
    public Stored store(Stored policy) {
        try {
            dynamoDb.putItem(request -> request.tableName(table)
                    .item(Map.of(
                            "pk", Items.of(POLICY + policy.policy().version()),
                            "document", Items.of(Json.write(policy.policy())),
                            "storedAt", Items.of(policy.storedAt().toString()),
                            "source", Items.of(policy.source())))
                    .conditionExpression("attribute_not_exists(pk)")
                    .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD));
            return policy;
        } catch (ConditionalCheckFailedException e) {
            return read(e.item());
        }
    }

    @Override
    public Optional<Stored> find(String version) {
        Map<String, AttributeValue> item = get(POLICY + version);
        if (!item.isEmpty()) {
            return Optional.of(read(item));
        }
        return version.equals(BuiltIn.POLICY.version())
                ? Optional.of(new Stored(BuiltIn.POLICY, BuiltIn.POLICY.effectiveFrom(), "built in"))
                : Optional.empty();
    }

    @Override
    public List<Stored> all() {
        ScanRequest request =
                ScanRequest.builder().tableName(table).consistentRead(true).build();
        return dynamoDb.scanPaginator(request).items().stream()
                .filter(item -> Items.text(item, "pk").startsWith(POLICY))
                .map(PolicyTable::read)
                .toList();
    }

    @Override
    public List<Activation> activations() {
        return read(get(ACTIVATIONS), new ArrayList<>());
    }

    /**
     * Adds an activation, if nobody else did since it was read.
     *
     * @return whether it was added; false also when the request was answered before, which the answers tell
     */
    public Transactions.Result activate(Activation activation, FirstAnswer answer, IdempotencyTable answers) {
        Map<String, AttributeValue> before = get(ACTIVATIONS);
        List<Activation> all = read(before, new ArrayList<>());
        all.add(activation);
        long version = before.isEmpty() ? 0 : Items.number(before, "version");
        Map<String, AttributeValue> item = new HashMap<>();
        item.put("pk", Items.of(ACTIVATIONS));
        item.put("document", Items.of(Json.write(all)));
        item.put("version", Items.of(version + 1));
        Put.Builder put = Put.builder().tableName(table).item(item);
        if (version == 0) {
            put.conditionExpression("attribute_not_exists(pk)");
        } else {
            put.conditionExpression("#version = :version")
                    .expressionAttributeNames(Map.of("#version", "version"))
                    .expressionAttributeValues(Map.of(":version", Items.of(version)));
        }
        return new Transactions(dynamoDb)
                .commit(List.of(
                        answers.put(answer.scope(), answer.key(), answer.requestHash(), answer.response()),
                        TransactWriteItem.builder().put(put.build()).build()));
    }

    private Map<String, AttributeValue> get(String key) {
        return dynamoDb.getItem(
                        request -> request.tableName(table).consistentRead(true).key(Map.of("pk", Items.of(key))))
                .item();
    }

    private static List<Activation> read(Map<String, AttributeValue> item, List<Activation> none) {
        if (item.isEmpty()) {
            return none;
        }
        try {
            return new ArrayList<>(
                    Json.mapper().readValue(Items.text(item, "document"), new TypeReference<List<Activation>>() {}));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stored read(Map<String, AttributeValue> item) {
        return new Stored(
                Json.read(Items.text(item, "document"), Policy.class),
                Instant.parse(Items.text(item, "storedAt")),
                Items.text(item, "source"));
    }
}
