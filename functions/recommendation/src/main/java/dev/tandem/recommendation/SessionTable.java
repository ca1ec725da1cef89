package dev.tandem.recommendation;

import dev.tandem.commons.dynamodb.Items;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;

/**
 * Session states. Layout: {@code pk} is {@code SESSION#<session id>} or {@code USER#<user id>} (what a person bought), {@code traces}
 * the state as text, {@code version} counts writes, {@code deleteAt} (epoch second, time to live) is the last write plus the time kept;
 * an item past it counts as gone even while DynamoDB still has it.
 */
final class SessionTable {
    static final Duration SESSION_KEPT = Duration.ofDays(30);
    static final Duration USER_KEPT = Duration.ofDays(180);
    /** Writers of one session meet now and then; many times in a row they do not. */
    private static final int ATTEMPTS = 12;

    private record Stored(SessionState state, long version) {}

    private final DynamoDbClient dynamoDb;
    private final String table;
    private final Clock clock;

    SessionTable(DynamoDbClient dynamoDb, String table, Clock clock) {
        this.dynamoDb = dynamoDb;
        this.table = table;
        this.clock = clock;
    }

    static String session(String sessionId) {
        return "SESSION#" + sessionId;
    }

    static String user(String userId) {
        return "USER#" + userId;
    }

    /** The states of up to 100 keys in one read; a key without a state is left out. A moment old at most. */
    Map<String, SessionState> read(List<String> keys) {
        Map<String, SessionState> states = new HashMap<>();
        if (keys.isEmpty()) {
            return states;
        }
        KeysAndAttributes asked = KeysAndAttributes.builder()
                .keys(keys.stream().distinct().map(SessionTable::key).toList())
                .build();
        var left = Map.of(table, asked);
        for (int attempt = 0; !left.isEmpty() && attempt < 3; attempt++) {
            var request = left;
            var answer = dynamoDb.batchGetItem(r -> r.requestItems(request));
            for (Map<String, AttributeValue> item : answer.responses().getOrDefault(table, List.of())) {
                states.put(Items.text(item, "pk"), stored(item).state());
            }
            left = answer.unprocessedKeys();
        }
        return states;
    }

    /**
     * Merges into the state of a key. Writes only what changes, and only over the version that it was merged with.
     *
     * @throws IllegalStateException when others kept winning; nothing is written then
     */
    void merge(String key, SessionState more, Duration kept) {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            Map<String, AttributeValue> item = dynamoDb.getItem(
                            request -> request.tableName(table).consistentRead(true).key(key(key)))
                    .item();
            Stored before = item.isEmpty() ? new Stored(SessionState.EMPTY, 0) : stored(item);
            SessionState after = before.state().merge(more);
            if (after.equals(before.state()) || put(key, before.version(), after, kept)) {
                return;
            }
            pause(attempt);
        }
        throw new IllegalStateException("Others kept writing this session");
    }

    private boolean put(String key, long version, SessionState state, Duration kept) {
        Map<String, AttributeValue> item = new HashMap<>(key(key));
        item.put("traces", Items.of(state.write()));
        item.put("version", Items.of(version + 1));
        item.put("deleteAt", Items.of(clock.instant().plus(kept).getEpochSecond()));
        try {
            dynamoDb.putItem(request -> {
                request.tableName(table).item(item);
                if (version == 0) {
                    request.conditionExpression("attribute_not_exists(pk)");
                } else {
                    request.conditionExpression("#version = :version")
                            .expressionAttributeNames(Map.of("#version", "version"))
                            .expressionAttributeValues(Map.of(":version", Items.of(version)));
                }
            });
            return true;
        } catch (ConditionalCheckFailedException e) {
            return false;
        }
    }

    private Stored stored(Map<String, AttributeValue> item) {
        boolean gone = Instant.ofEpochSecond(Items.number(item, "deleteAt")).isBefore(clock.instant());
        return new Stored(
                gone ? SessionState.EMPTY : SessionState.read(Items.text(item, "traces")), Items.number(item, "version"));
    }

    private static void pause(int attempt) {
        try {
            Thread.sleep(ThreadLocalRandom.current().nextLong(1, 8L << Math.min(attempt, 5)));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted", e);
        }
    }

    private static Map<String, AttributeValue> key(String key) {
        return Map.of("pk", Items.of(key));
    }
}
