package dev.tandem.commons.objects;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;

/** A bucket, as the stores of the domains use it. */
public record ObjectBucket(S3Client s3, String name) {
    private static final int KEYS_A_DELETE = 1000;

    /** The whole object; empty when there is none. */
    public Optional<byte[]> read(String key) {
        try {
            return Optional.of(
                    s3.getObjectAsBytes(request -> request.bucket(name).key(key))
                            .asByteArray());
        } catch (NoSuchKeyException e) {
            return Optional.empty();
        }
    }

    /** Replaces the whole object at once. */
    public void write(String key, String contentType, byte[] content) {
        s3.putObject(request -> request.bucket(name).key(key).contentType(contentType), RequestBody.fromBytes(content));
    }

    /**
     * Keys without an object are as good as deleted.
     *
     * @throws IllegalStateException when one is not deleted; others may be
     */
    public void delete(Collection<String> keys) {
        List<String> all = new ArrayList<>(keys);
        for (int from = 0; from < all.size(); from += KEYS_A_DELETE) {
            List<ObjectIdentifier> some = all.subList(from, Math.min(all.size(), from + KEYS_A_DELETE)).stream()
                    .map(key -> ObjectIdentifier.builder().key(key).build())
                    .toList();
            var answer = s3.deleteObjects(request ->
                    request.bucket(name).delete(what -> what.objects(some).quiet(true)));
            if (answer.hasErrors() && !answer.errors().isEmpty()) {
                throw new IllegalStateException(
                        "Not deleted: " + answer.errors().getFirst());
            }
        }
    }
}
