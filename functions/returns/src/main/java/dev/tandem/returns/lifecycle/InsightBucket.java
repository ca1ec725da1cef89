package dev.tandem.returns.lifecycle;

import dev.tandem.commons.objects.ObjectBucket;
import java.util.Optional;
import software.amazon.awssdk.services.s3.S3Client;

/** Insights in S3. */
public final class InsightBucket implements InsightFiles {
    private final ObjectBucket bucket;

    public InsightBucket(S3Client s3, String bucket) {
        this.bucket = new ObjectBucket(s3, bucket);
    }

    @Override
    public Optional<byte[]> read(String key) {
        return bucket.read(key);
    }

    @Override
    public void write(String key, byte[] json) {
        bucket.write(key, "application/json", json);
    }
}
