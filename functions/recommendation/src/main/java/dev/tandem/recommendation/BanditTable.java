package dev.tandem.recommendation;

import dev.tandem.commons.dynamodb.Items;
import dev.tandem.recommendation.bandit.Arm;
import dev.tandem.recommendation.bandit.Counts;
import dev.tandem.recommendation.bandit.Outcome;
import dev.tandem.recommendation.bandit.RecommendationId;
import dev.tandem.recommendation.bandit.Segment;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;

/**
 * What became of answers, and the counts of it. Layout:
 *
 * <ul>
 *   <li>{@code ANSWER#<recommendationId>} / {@code OUTCOME}: {@code outcome}, the highest so far. There is one from the first feedback on.
 *   <li>{@code SEGMENT#<placement>#<band>} / {@code <day of the answer>#<shard>}: for each arm {@code <arm>.exposures}, {@code .clicks},
 *       {@code .carts} and {@code .purchases}. Shards, because transactions that meet at one item cancel each other.
 * </ul>
 *
 * {@code deleteAt} (epoch second, time to live) is so late on both that nothing that it may delete is asked for any more.
 */
final class BanditTable implements FeedbackCounters {
    private static final int SHARDS = 4;
    private static final Duration ANSWER_KEPT = Duration.ofDays(40);
    private static final Duration BUCKET_KEPT = Duration.ofDays(75);
    private static final int ATTEMPTS = 16;

    private final DynamoDbClient dynamoDb;
    private final String table;

    BanditTable(DynamoDbClient dynamoDb, String table) {
        this.dynamoDb = dynamoDb;
        this.table = table;
    }

    /**
     * Moves an answer up to an outcome and counts what is new about it, both or neither. Nothing happens when the answer is there or
     * higher already, so this may be called again.
     *
     * @return whether anything was new
     * @throws IllegalStateException when others kept winning; nothing is written then
     */
    boolean raise(String text, RecommendationId id, Outcome outcome) {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            Optional<Outcome> before = outcome(text);
            List<Outcome> gained = Outcome.gained(before, outcome);
            if (gained.isEmpty()) {
                return false;
            }
            if (write(text, id, before, outcome, gained)) {
                return true;
            }
            Contention.pause(attempt);
        }
        throw new IllegalStateException("Others kept writing this answer or its counts");
    }

    private Optional<Outcome> outcome(String text) {
        Map<String, AttributeValue> item = dynamoDb.getItem(
                        request -> request.tableName(table).consistentRead(true).key(answer(text)))
                .item();
        return Items.optionalText(item, "outcome").map(Outcome::valueOf);
    }

    private boolean write(
            String text, RecommendationId id, Optional<Outcome> before, Outcome after, List<Outcome> gained) {
        Map<String, AttributeValue> answer = new HashMap<>(answer(text));
        answer.put("outcome", Items.of(after.name()));
        answer.put("deleteAt", Items.of(id.issuedAt().plus(ANSWER_KEPT).getEpochSecond()));
        TransactWriteItem mark = TransactWriteItem.builder()
                .put(put -> {
                    put.tableName(table).item(answer);
                    if (before.isEmpty()) {
                        put.conditionExpression("attribute_not_exists(pk)");
                    } else {
                        put.conditionExpression("outcome = :before")
                                .expressionAttributeValues(
                                        Map.of(":before", Items.of(before.get().name())));
                    }
                })
                .build();
        try {
            dynamoDb.transactWriteItems(request -> request.transactItems(mark, count(text, id, gained)));
            return true;
        } catch (TransactionCanceledException e) {
            if (e.cancellationReasons().stream()
                    .map(reason -> String.valueOf(reason.code()))
                    .allMatch(code -> List.of("None", "ConditionalCheckFailed", "TransactionConflict")
                            .contains(code))) {
                return false;
            }
            throw e;
        }
    }

    private TransactWriteItem count(String text, RecommendationId id, List<Outcome> gained) {
        LocalDate day = id.issuedAt().atOffset(ZoneOffset.UTC).toLocalDate();
        Map<String, String> names = new HashMap<>();
        List<String> additions = new ArrayList<>();
        for (Outcome one : gained) {
            String name = "#" + one.name();
            names.put(name, attribute(id.arm(), one));
            additions.add(name + " :one");
        }
        return TransactWriteItem.builder()
                .update(update -> update.tableName(table)
                        .key(Map.of(
                                "pk", Items.of(segment(id.segment())),
                                "sk", Items.of(day + "#" + Math.floorMod(text.hashCode(), SHARDS))))
                        .updateExpression("ADD " + String.join(", ", additions) + " SET deleteAt = :deleteAt")
                        .expressionAttributeNames(names)
                        .expressionAttributeValues(Map.of(
                                ":one",
                                Items.of(1),
                                ":deleteAt",
                                Items.of(day.atStartOfDay(ZoneOffset.UTC)
                                        .plus(BUCKET_KEPT)
                                        .toEpochSecond()))))
                .build();
    }

    /** A moment old at most. */
    @Override
    public List<Counts.Bucket> read(Segment segment, LocalDate since) {
        List<Counts.Bucket> buckets = new ArrayList<>();
        for (Map<String, AttributeValue> item : dynamoDb.queryPaginator(request -> request.tableName(table)
                        .keyConditionExpression("pk = :pk AND sk >= :since")
                        .expressionAttributeValues(
                                Map.of(":pk", Items.of(segment(segment)), ":since", Items.of(since.toString()))))
                .items()) {
            LocalDate day = LocalDate.parse(
                    Items.text(item, "sk").substring(0, since.toString().length()));
            for (Arm arm : Arm.ALL) {
                if (item.containsKey(attribute(arm, Outcome.IGNORED))) {
                    buckets.add(new Counts.Bucket(day, arm, counts(item, arm)));
                }
            }
        }
        return buckets;
    }

    private static Counts counts(Map<String, AttributeValue> item, Arm arm) {
        return new Counts(
                number(item, arm, Outcome.IGNORED),
                number(item, arm, Outcome.CLICKED),
                number(item, arm, Outcome.ADDED_TO_CART),
                number(item, arm, Outcome.PURCHASED));
    }

    private static long number(Map<String, AttributeValue> item, Arm arm, Outcome outcome) {
        String name = attribute(arm, outcome);
        return item.containsKey(name) ? Items.number(item, name) : 0;
    }

    private static String attribute(Arm arm, Outcome outcome) {
        return arm.wire() + "."
                + switch (outcome) {
                    case IGNORED -> "exposures";
                    case CLICKED -> "clicks";
                    case ADDED_TO_CART -> "carts";
                    case PURCHASED -> "purchases";
                };
    }

    private static Map<String, AttributeValue> answer(String text) {
        return Map.of("pk", Items.of("ANSWER#" + text), "sk", Items.of("OUTCOME"));
    }

    private static String segment(Segment segment) {
        return "SEGMENT#" + segment.placement() + "#" + segment.band().wire();
    }
}
