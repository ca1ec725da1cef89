package dev.tandem.returns.rma;

import dev.tandem.commons.dynamodb.Items;
import dev.tandem.returns.photo.reuse.EarlierPhotos;
import dev.tandem.returns.photo.reuse.PhotoFingerprint;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;

/**
 * Fingerprints of the photos of returns. Layout: {@code pk} = {@code PHOTO#<return id>/<photo id>} with its {@code bytes}; {@code pk} =
 * {@code KEY#<key>} with up to {@value #SLOTS} ids under attributes {@code s0}, {@code s1}, ...: a photo's slot follows from its id, so
 * putting it in twice changes nothing and a key never grows. Both go after a year ({@code deleteAt}).
 */
public final class PhotoIndexTable implements PhotoJudge.Index {
    private static final int SLOTS = 64;
    private static final int AT_ONCE = 16;
    private static final Duration KEPT = Duration.ofDays(365);

    private final DynamoDbClient dynamoDb;
    private final String table;
    private final Clock clock;

    public PhotoIndexTable(DynamoDbClient dynamoDb, String table, Clock clock) {
        this.dynamoDb = dynamoDb;
        this.table = table;
        this.clock = clock;
    }

    @Override
    public EarlierPhotos without(String returnId) {
        return new EarlierPhotos() {
            @Override
            public Map<String, Double> sharing(Set<String> keys) {
                return find(keys, returnId + "/");
            }

            @Override
            public Optional<PhotoFingerprint> fingerprint(String id) {
                Map<String, AttributeValue> item = dynamoDb.getItem(
                                request -> request.tableName(table).key(Map.of("pk", Items.of("PHOTO#" + id))))
                        .item();
                return item.isEmpty()
                        ? Optional.empty()
                        : Optional.of(PhotoFingerprint.of(
                                Items.required(item, "bytes").b().asByteArray()));
            }
        };
    }

    private Map<String, Double> find(Set<String> keys, String own) {
        Map<String, Double> found = new HashMap<>();
        if (keys.isEmpty()) {
            return found;
        }
        Map<String, KeysAndAttributes> open = Map.of(
                table,
                KeysAndAttributes.builder()
                        .keys(keys.stream()
                                .map(key -> Map.of("pk", Items.of("KEY#" + key)))
                                .toList())
                        .build());
        while (!open.isEmpty()) {
            Map<String, KeysAndAttributes> asked = open;
            var answer = dynamoDb.batchGetItem(request -> request.requestItems(asked));
            for (Map<String, AttributeValue> item : answer.responses().getOrDefault(table, List.of())) {
                List<String> ids = item.entrySet().stream()
                        .filter(slot -> slot.getKey().startsWith("s"))
                        .map(slot -> slot.getValue().s())
                        .toList();
                ids.stream()
                        .filter(id -> !id.startsWith(own))
                        .forEach(id -> found.merge(id, 1.0 / ids.size(), Double::sum));
            }
            open = answer.unprocessedKeys();
        }
        return found;
    }

    // The fingerprint first, so that a key never leads nowhere.
    @Override
    public void put(String returnId, String photoId, PhotoFingerprint fingerprint) {
        String id = returnId + "/" + photoId;
        AttributeValue deleteAt = Items.of(clock.instant().plus(KEPT).getEpochSecond());
        dynamoDb.putItem(request -> request.tableName(table)
                .item(Map.of(
                        "pk", Items.of("PHOTO#" + id),
                        "bytes", AttributeValue.fromB(SdkBytes.fromByteArray(fingerprint.bytes())),
                        "deleteAt", deleteAt)));
        String slot = "s" + Math.floorMod(id.hashCode(), SLOTS);
        List<Callable<Void>> writes = new ArrayList<>();
        for (String key : fingerprint.keys()) {
            writes.add(() -> {
                dynamoDb.updateItem(request -> request.tableName(table)
                        .key(Map.of("pk", Items.of("KEY#" + key)))
                        .updateExpression("SET #slot = :id, deleteAt = :deleteAt")
                        .expressionAttributeNames(Map.of("#slot", slot))
                        .expressionAttributeValues(Map.of(":id", Items.of(id), ":deleteAt", deleteAt)));
                return null;
            });
        }
        all(writes);
    }

    private static void all(List<Callable<Void>> writes) {
        try (ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE)) {
            for (Future<Void> write : threads.invokeAll(writes)) {
                write.get();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }
}
