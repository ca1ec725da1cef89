package dev.tandem.recommendation;

import dev.tandem.commons.dynamodb.Items;
import dev.tandem.recommendation.SessionChanges.Change;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;

/**
 * Session states. Layout: {@code pk} is {@code SESSION#<session id>} or {@code USER#<user id>} (what a person bought), {@code traces}
 * the state as text, {@code withdrawnUntil} (millisecond of the epoch, may be absent) the moment up to which nothing may be kept,
 * {@code version} counts writes, {@code deleteAt} (epoch second, time to live) is the last write plus the time kept; an item past it
 * counts as gone even while DynamoDB still has it. {@code LOGKEY#<month>} has in {@code secret} the key of the interaction log's ids.
 */
final class SessionTable implements Pseudonyms.Keys {
    static final Duration SESSION_KEPT = Duration.ofDays(30);
    static final Duration USER_KEPT = Duration.ofDays(180);
    /** A month, and another one for what comes late. */
    static final Duration LOG_KEY_KEPT = Duration.ofDays(62);

    private static final Logger LOG = LoggerFactory.getLogger(SessionTable.class);
    /** Writers of one session meet now and then; many times in a row they do not. */
    private static final int ATTEMPTS = 12;

    private static final int AT_ONCE = 16;
    private static final int KEYS_A_READ = 100;

    private record Stored(SessionState state, long withdrawnUntil, long version, boolean present) {
        static final Stored NONE = new Stored(SessionState.EMPTY, Change.NEVER, 0, false);
    }

    private final DynamoDbClient dynamoDb;
    private final String table;
    private final Clock clock;

    SessionTable(DynamoDbClient dynamoDb, String table, Clock clock) {
        this.dynamoDb = dynamoDb;
        this.table = table;
        this.clock = clock;
    }

    static String session(String sessionId) {
        return StateKeys.session(sessionId);
    }

    static String user(String userId) {
        return StateKeys.user(userId);
    }

    /** The states of up to 100 keys in one read; a key without a state is left out. A moment old at most. */
    Map<String, SessionState> read(List<String> keys) {
        Map<String, SessionState> states = new HashMap<>();
        stored(keys, false).forEach((key, stored) -> states.put(key, stored.state()));
        return states;
    }

    /**
     * Brings states up to date, many at once. Writes only what changes, and only over the version that it was read with, so the order of
     * writers does not matter.
     *
     * @return the keys whose state could not be written
     */
    Set<String> apply(Collection<Change> changes) {
        Map<String, Stored> before = new ConcurrentHashMap<>();
        List<String> keys = changes.stream().map(Change::key).toList();
        List<List<String>> reads = new ArrayList<>();
        for (int from = 0; from < keys.size(); from += KEYS_A_READ) {
            reads.add(keys.subList(from, Math.min(keys.size(), from + KEYS_A_READ)));
        }
        Parallel.each(reads, AT_ONCE, some -> before.putAll(stored(some, true)));
        Set<String> failed = ConcurrentHashMap.newKeySet();
        Parallel.each(changes, AT_ONCE, change -> {
            try {
                apply(change, before.getOrDefault(change.key(), Stored.NONE));
            } catch (RuntimeException e) {
                LOG.warn("A session state could not be written", e);
                failed.add(change.key());
            }
        });
        return failed;
    }

    private void apply(Change change, Stored read) {
        Stored before = read;
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            Stored after = after(before, change);
            if (after == null || put(change.key(), after)) {
                return;
            }
            Contention.pause(attempt);
            before = stored(List.of(change.key()), true).getOrDefault(change.key(), Stored.NONE);
        }
        throw new IllegalStateException("Others kept writing this session");
    }

    /** What is to be written; null for nothing. Of a session that never agreed to anything, its withdrawal is not kept either. */
    private static @Nullable Stored after(Stored before, Change change) {
        boolean known = before.present() || !change.more().equals(SessionState.EMPTY);
        long until = Math.max(before.withdrawnUntil(), change.withdrawnUntil());
        SessionState state = before.state().merge(change.more()).after(until);
        boolean same = state.equals(before.state()) && until == before.withdrawnUntil();
        return !known || same ? null : new Stored(state, until, before.version(), true);
    }

    private boolean put(String key, Stored stored) {
        Map<String, AttributeValue> item = new HashMap<>(key(key));
        item.put("traces", Items.of(stored.state().write()));
        if (stored.withdrawnUntil() != Change.NEVER) {
            item.put("withdrawnUntil", Items.of(stored.withdrawnUntil()));
        }
        item.put("version", Items.of(stored.version() + 1));
        item.put(
                "deleteAt",
                Items.of(deleteAt(
                        StateKeys.isUser(key) && !stored.state().equals(SessionState.EMPTY)
                                ? USER_KEPT
                                : SESSION_KEPT)));
        try {
            dynamoDb.putItem(request -> {
                request.tableName(table).item(item);
                if (stored.version() == 0) {
                    request.conditionExpression("attribute_not_exists(pk)");
                } else {
                    request.conditionExpression("#version = :version")
                            .expressionAttributeNames(Map.of("#version", "version"))
                            .expressionAttributeValues(Map.of(":version", Items.of(stored.version())));
                }
            });
            return true;
        } catch (ConditionalCheckFailedException e) {
            return false;
        }
    }

    private Map<String, Stored> stored(List<String> keys, boolean consistent) {
        Map<String, Stored> found = new HashMap<>();
        if (keys.isEmpty()) {
            return found;
        }
        KeysAndAttributes asked = KeysAndAttributes.builder()
                .consistentRead(consistent)
                .keys(keys.stream().distinct().map(SessionTable::key).toList())
                .build();
        var left = Map.of(table, asked);
        for (int attempt = 0; !left.isEmpty(); attempt++) {
            if (attempt == ATTEMPTS) {
                throw new IllegalStateException("DynamoDB kept leaving keys unread");
            }
            if (attempt > 0) {
                Contention.pause(attempt);
            }
            var request = left;
            var answer = dynamoDb.batchGetItem(r -> r.requestItems(request));
            for (Map<String, AttributeValue> item : answer.responses().getOrDefault(table, List.of())) {
                found.put(Items.text(item, "pk"), stored(item));
            }
            left = answer.unprocessedKeys();
        }
        return found;
    }

    private Stored stored(Map<String, AttributeValue> item) {
        long version = Items.number(item, "version");
        if (Instant.ofEpochSecond(Items.number(item, "deleteAt")).isBefore(clock.instant())) {
            return new Stored(SessionState.EMPTY, Change.NEVER, version, false);
        }
        AttributeValue until = item.get("withdrawnUntil");
        return new Stored(
                SessionState.read(Items.text(item, "traces")),
                until == null ? Change.NEVER : Long.parseLong(until.n()),
                version,
                true);
    }

    @Override
    public byte[] of(YearMonth month) {
        Map<String, AttributeValue> item = new HashMap<>(key("LOGKEY#" + month));
        byte[] secret = new byte[32];
        new SecureRandom().nextBytes(secret);
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            Map<String, AttributeValue> found = dynamoDb.getItem(request ->
                            request.tableName(table).consistentRead(true).key(key("LOGKEY#" + month)))
                    .item();
            if (!found.isEmpty()
                    && Instant.ofEpochSecond(Items.number(found, "deleteAt")).isAfter(clock.instant())) {
                return Base64.getDecoder().decode(Items.text(found, "secret"));
            }
            item.put("secret", Items.of(Base64.getEncoder().encodeToString(secret)));
            item.put("deleteAt", Items.of(deleteAt(LOG_KEY_KEPT)));
            try {
                dynamoDb.putItem(request -> request.tableName(table)
                        .item(item)
                        .conditionExpression("attribute_not_exists(pk) OR deleteAt < :now")
                        .expressionAttributeValues(Map.of(":now", Items.of(deleteAt(Duration.ZERO)))));
                return secret;
            } catch (ConditionalCheckFailedException e) {
                Contention.pause(attempt);
            }
        }
        throw new IllegalStateException("The log's key for " + month + " could not be had");
    }

    private long deleteAt(Duration kept) {
        return clock.instant().plus(kept).getEpochSecond();
    }

    private static Map<String, AttributeValue> key(String key) {
        return Map.of("pk", Items.of(key));
    }
}
