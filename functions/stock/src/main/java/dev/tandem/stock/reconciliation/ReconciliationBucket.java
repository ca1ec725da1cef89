package dev.tandem.stock.reconciliation;

import dev.tandem.commons.objects.ObjectBucket;
import java.util.Optional;
import software.amazon.awssdk.services.s3.S3Client;

/** The data bucket. */
public final class ReconciliationBucket implements ReconciliationFiles {
    private final ObjectBucket bucket;

    public ReconciliationBucket(S3Client s3, String bucket) {
        this.bucket = new ObjectBucket(s3, bucket);
    }

    @Override
    public String bucket() {
        return bucket.name();
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
