package dev.tandem.local.backends;

import static dev.tandem.local.backends.LocalStores.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.CancellationReason;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;

class DynamoDbBackendTest {
    private static final String STOCK = """
            {'TableName':'Stock','BillingMode':'PAY_PER_REQUEST',
             'AttributeDefinitions':[{'AttributeName':'pk','AttributeType':'S'},{'AttributeName':'sk','AttributeType':'S'},
               {'AttributeName':'location','AttributeType':'S'},{'AttributeName':'sku','AttributeType':'S'}],
             'KeySchema':[{'AttributeName':'pk','KeyType':'HASH'},{'AttributeName':'sk','KeyType':'RANGE'}],
             'GlobalSecondaryIndexes':[{'IndexName':'byLocation','Projection':{'ProjectionType':'ALL'},
               'KeySchema':[{'AttributeName':'location','KeyType':'HASH'},{'AttributeName':'sku','KeyType':'RANGE'}],
               'ContributorInsightsSpecification':{'Enabled':true}}],
             'SSESpecification':{'SSEEnabled':true},'DeletionProtectionEnabled':true,
             'TimeToLiveSpecification':{'AttributeName':'deleteAt','Enabled':true}}""";

    private static LocalStores stores;
    private static DynamoDbClient client;

    @BeforeAll
    static void start() {
        stores = LocalStores.inMemory();
        stores.dynamoDb.createTable(json(STOCK));
        client = stores.dynamoDbClient("shopper");
    }

    @AfterAll
    static void stop() {
        stores.close();
    }

    @Test
    void theTableIsAsTheTemplateSaysAndMakingItAgainChangesNothing() {
        put("kept", "a", 1);
        stores.dynamoDb.createTable(json(STOCK));

        var table =
                client.describeTable(describe -> describe.tableName("Stock")).table();
        assertThat(table.globalSecondaryIndexes())
                .singleElement()
                .satisfies(index -> assertThat(index.indexName()).isEqualTo("byLocation"));
        assertThat(client.describeTimeToLive(describe -> describe.tableName("Stock"))
                        .timeToLiveDescription()
                        .attributeName())
                .isEqualTo("deleteAt");
        assertThat(onHand("kept", "a")).isEqualTo("1");
    }

    @Test
    void anIndexNewInTheTemplateIsAddedToAKeptTable() {
        String plain = """
                {'TableName':'Grown','AttributeDefinitions':[{'AttributeName':'pk','AttributeType':'S'}],
                 'KeySchema':[{'AttributeName':'pk','KeyType':'HASH'}]}""";
        String indexed = """
                {'TableName':'Grown','AttributeDefinitions':[{'AttributeName':'pk','AttributeType':'S'},
                   {'AttributeName':'shard','AttributeType':'S'}],
                 'KeySchema':[{'AttributeName':'pk','KeyType':'HASH'}],
                 'GlobalSecondaryIndexes':[{'IndexName':'byShard','Projection':{'ProjectionType':'KEYS_ONLY'},
                   'KeySchema':[{'AttributeName':'shard','KeyType':'HASH'}]}]}""";
        stores.dynamoDb.createTable(json(plain));
        stores.dynamoDb.createTable(json(indexed));

        assertThat(client.describeTable(describe -> describe.tableName("Grown"))
                        .table()
                        .globalSecondaryIndexes())
                .hasSize(1);
        assertThatThrownBy(() -> stores.dynamoDb.createTable(json(plain.replace("'pk'", "'id'"))))
                .isInstanceOf(BackendException.class)
                .hasMessageContaining("other keys");
    }

    @Test
    void aConditionHoldsAndTellsTheItemThatBrokeIt() {
        put("cond", "a", 3);
        var refusal = catchThrowableOfType(
                ConditionalCheckFailedException.class,
                () -> client.updateItem(update -> update.tableName("Stock")
                        .key(key("cond", "a"))
                        .updateExpression("SET onHand = onHand - :n")
                        .conditionExpression("onHand >= :n")
                        .expressionAttributeValues(Map.of(":n", AttributeValue.fromN("5")))
                        .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD)));
        assertThat(refusal.item()).containsEntry("onHand", AttributeValue.fromN("3"));
        assertThat(onHand("cond", "a")).isEqualTo("3");
    }

    @Test
    void manyWritersTakeExactlyWhatIsThere() throws Exception {
        put("race", "a", 20);
        AtomicInteger taken = new AtomicInteger();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 60; i++) {
                threads.submit(() -> {
                    client.updateItem(update -> update.tableName("Stock")
                            .key(key("race", "a"))
                            .updateExpression("SET onHand = onHand - :one")
                            .conditionExpression("onHand >= :one")
                            .expressionAttributeValues(Map.of(":one", AttributeValue.fromN("1"))));
                    return taken.incrementAndGet();
                });
            }
        }
        assertThat(taken).hasValue(20);
        assertThat(onHand("race", "a")).isEqualTo("0");
    }

    @Test
    void aCancelledTransactionWritesNothingAndNamesTheReasonOfEachItem() {
        put("tx", "a", 5);
        put("tx", "b", 0);
        var refusal = catchThrowableOfType(
                TransactionCanceledException.class,
                () -> client.transactWriteItems(transaction -> transaction.transactItems(
                        item -> item.update(update -> update.tableName("Stock")
                                .key(key("tx", "a"))
                                .updateExpression("SET onHand = onHand - :n")
                                .conditionExpression("onHand >= :n")
                                .expressionAttributeValues(Map.of(":n", AttributeValue.fromN("2")))),
                        item -> item.update(update -> update.tableName("Stock")
                                .key(key("tx", "b"))
                                .updateExpression("SET onHand = onHand - :n")
                                .conditionExpression("onHand >= :n")
                                .expressionAttributeValues(Map.of(":n", AttributeValue.fromN("2")))))));
        assertThat(refusal.cancellationReasons())
                .extracting(CancellationReason::code)
                .containsExactly("None", "ConditionalCheckFailed");
        assertThat(onHand("tx", "a")).isEqualTo("5");
    }

    @Test
    void anIndexIsQueriedInKeyOrder() {
        for (String sku : new String[] {"C", "A", "B"}) {
            client.putItem(put -> put.tableName("Stock")
                    .item(Map.of(
                            "pk", AttributeValue.fromS("gsi#" + sku),
                            "sk", AttributeValue.fromS("x"),
                            "location", AttributeValue.fromS("STORE-1"),
                            "sku", AttributeValue.fromS(sku))));
        }
        var found = client.query(query -> query.tableName("Stock")
                .indexName("byLocation")
                .keyConditionExpression("#l = :l")
                .expressionAttributeNames(Map.of("#l", "location"))
                .expressionAttributeValues(Map.of(":l", AttributeValue.fromS("STORE-1"))));
        assertThat(found.items()).extracting(item -> item.get("sku").s()).containsExactly("A", "B", "C");
    }

    private static void put(String pk, String sk, int onHand) {
        client.putItem(put -> put.tableName("Stock")
                .item(Map.of(
                        "pk", AttributeValue.fromS(pk),
                        "sk", AttributeValue.fromS(sk),
                        "onHand", AttributeValue.fromN(String.valueOf(onHand)))));
    }

    private static String onHand(String pk, String sk) {
        return client.getItem(get -> get.tableName("Stock").key(key(pk, sk)))
                .item()
                .get("onHand")
                .n();
    }

    private static Map<String, AttributeValue> key(String pk, String sk) {
        return Map.of("pk", AttributeValue.fromS(pk), "sk", AttributeValue.fromS(sk));
    }
}
