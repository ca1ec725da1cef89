package dev.tandem.recommendation;

import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.S3Object;

/** The data bucket. */
final class DataBucket implements DataFiles {
    private static final int KEYS_A_DELETE = 1000;

    private final S3Client s3;
    private final String bucket;

    DataBucket(S3Client s3, String bucket) {
        this.s3 = s3;
        this.bucket = bucket;
    }

    @Override
    public Optional<byte[]> read(String key) {
        try {
            return Optional.of(s3.getObjectAsBytes(request -> request.bucket(bucket).key(key))
                    .asByteArray());
        } catch (NoSuchKeyException e) {
            return Optional.empty();
        }
    }

    @Override
    public void write(String key, String contentType, byte[] content) {
        s3.putObject(
                request -> request.bucket(bucket).key(key).contentType(contentType), RequestBody.fromBytes(content));
    }

    @Override
    public void delete(List<String> keys) {
        for (int from = 0; from < keys.size(); from += KEYS_A_DELETE) {
            List<ObjectIdentifier> some = keys.subList(from, Math.min(keys.size(), from + KEYS_A_DELETE)).stream()
                    .map(key -> ObjectIdentifier.builder().key(key).build())
                    .toList();
            var answer = s3.deleteObjects(
                    request -> request.bucket(bucket).delete(what -> what.objects(some).quiet(true)));
            if (answer.hasErrors() && !answer.errors().isEmpty()) {
                throw new IllegalStateException("Not deleted: " + answer.errors().getFirst());
            }
        }
    }

    @Override
    public List<String> list(String prefix) {
        return s3.listObjectsV2Paginator(request -> request.bucket(bucket).prefix(prefix)).contents().stream()
                .map(S3Object::key)
                .toList();
    }

    @Override
    public Optional<String> tag(String key) {
        try {
            return Optional.of(
                    s3.headObject(request -> request.bucket(bucket).key(key)).eTag());
        } catch (NoSuchKeyException e) {
            return Optional.empty();
        }
    }
}
