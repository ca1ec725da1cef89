package dev.tandem.forecast.refresh;

import dev.tandem.commons.objects.ObjectBucket;
import java.util.Collection;
import java.util.Optional;
import software.amazon.awssdk.services.s3.S3Client;

/** The data bucket. */
public final class DataBucket implements DataFiles {
    private final ObjectBucket bucket;

    public DataBucket(S3Client s3, String bucket) {
        this.bucket = new ObjectBucket(s3, bucket);
    }

    public String name() {
        return bucket.name();
    }

    @Override
    public Optional<byte[]> read(String key) {
        return bucket.read(key);
    }

    @Override
    public byte[] read(String key, int from, int to) {
        return bucket.s3()
                .getObjectAsBytes(request -> request.bucket(name()).key(key).range("bytes=" + from + "-" + (to - 1)))
                .asByteArray();
    }

    @Override
    public void write(String key, String contentType, byte[] content) {
        bucket.write(key, contentType, content);
    }

    @Override
    public void delete(Collection<String> keys) {
        bucket.delete(keys);
    }
}
