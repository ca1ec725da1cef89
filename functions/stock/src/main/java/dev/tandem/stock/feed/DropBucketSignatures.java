package dev.tandem.stock.feed;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;
import software.amazon.awssdk.services.s3.presigner.model.PresignedPutObjectRequest;

/** Presigned PUTs of the partner bucket: length and type are signed, so nothing else can be uploaded with them. */
public final class DropBucketSignatures implements DropSignatures {
    private final S3Presigner presigner;
    private final String bucket;

    public DropBucketSignatures(S3Presigner presigner, String bucket) {
        this.presigner = presigner;
        this.bucket = bucket;
    }

    @Override
    public Signed sign(String key, String contentType, long sizeBytes, Duration lifetime) {
        PresignedPutObjectRequest signed = presigner.presignPutObject(request -> request.signatureDuration(lifetime)
                .putObjectRequest(put ->
                        put.bucket(bucket).key(key).contentType(contentType).contentLength(sizeBytes)));
        Map<String, String> headers = new TreeMap<>();
        signed.signedHeaders().forEach((name, values) -> {
            if (!name.equalsIgnoreCase("host")) {
                headers.put(name, String.join(",", values));
            }
        });
        return new Signed(signed.url().toString(), headers);
    }
}
