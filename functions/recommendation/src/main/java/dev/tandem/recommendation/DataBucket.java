package dev.tandem.recommendation;

import dev.tandem.commons.objects.ObjectBucket;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Object;

/** The data bucket. */
final class DataBucket implements DataFiles {
    private final ObjectBucket bucket;

    DataBucket(S3Client s3, String bucket) {
        this.bucket = new ObjectBucket(s3, bucket);
    }

    @Override
    public Optional<byte[]> read(String key) {
        return bucket.read(key);
    }

    @Override
    public void write(String key, String contentType, byte[] content) {
        bucket.write(key, contentType, content);
    }

    @Override
    public void delete(List<String> keys) {
        bucket.delete(keys);
    }

    @Override
    public List<String> list(String prefix) {
        return bucket
                .s3()
                .listObjectsV2Paginator(request -> request.bucket(bucket.name()).prefix(prefix))
                .contents()
                .stream()
                .map(S3Object::key)
                .toList();
    }

    @Override
    public Optional<String> tag(String key) {
        try {
            return Optional.of(bucket.s3()
                    .headObject(request -> request.bucket(bucket.name()).key(key))
                    .eTag());
        } catch (NoSuchKeyException e) {
            return Optional.empty();
        }
    }
}
