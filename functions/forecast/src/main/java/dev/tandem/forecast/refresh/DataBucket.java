package dev.tandem.forecast.refresh;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;

/** The data bucket. */
public final class DataBucket implements DataFiles {
    private static final int KEYS_A_DELETE = 1000;

    private final S3Client s3;
    private final String bucket;

    public DataBucket(S3Client s3, String bucket) {
        this.s3 = s3;
        this.bucket = bucket;
    }

    public String name() {
        return bucket;
    }

    @Override
    public Optional<byte[]> read(String key) {
        try {
            return Optional.of(
                    s3.getObjectAsBytes(request -> request.bucket(bucket).key(key))
                            .asByteArray());
        } catch (NoSuchKeyException e) {
            return Optional.empty();
        }
    }

    @Override
    public byte[] read(String key, int from, int to) {
        return s3.getObjectAsBytes(request -> request.bucket(bucket).key(key).range("bytes=" + from + "-" + (to - 1)))
                .asByteArray();
    }

    @Override
    public void write(String key, String contentType, byte[] content) {
        s3.putObject(
                request -> request.bucket(bucket).key(key).contentType(contentType), RequestBody.fromBytes(content));
    }

    @Override
    public void delete(Collection<String> keys) {
        List<String> all = new ArrayList<>(keys);
        for (int from = 0; from < all.size(); from += KEYS_A_DELETE) {
            List<ObjectIdentifier> some = all.subList(from, Math.min(all.size(), from + KEYS_A_DELETE)).stream()
                    .map(key -> ObjectIdentifier.builder().key(key).build())
                    .toList();
            var answer = s3.deleteObjects(request ->
                    request.bucket(bucket).delete(what -> what.objects(some).quiet(true)));
            if (answer.hasErrors() && !answer.errors().isEmpty()) {
                throw new IllegalStateException(
                        "Not deleted: " + answer.errors().getFirst());
            }
        }
    }
}
