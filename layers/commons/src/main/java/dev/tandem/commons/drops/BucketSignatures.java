package dev.tandem.commons.drops;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;
import software.amazon.awssdk.services.s3.presigner.model.PresignedPutObjectRequest;

/** Presigned PUTs of a bucket: length and type are signed, so nothing else can be uploaded with them. */
public final class BucketSignatures implements UploadSignatures {
    private final S3Presigner presigner;
    private final String bucket;

    public BucketSignatures(S3Presigner presigner, String bucket) {
        this.presigner = presigner;
        this.bucket = bucket;
    }

    @Override
    public Signed sign(Upload upload, Duration lifetime) {
        PresignedPutObjectRequest signed = presigner.presignPutObject(request -> request.signatureDuration(lifetime)
                .putObjectRequest(put -> put.bucket(bucket)
                        .key(upload.key())
                        .contentType(upload.contentType())
                        .contentLength(upload.sizeBytes())
                        .contentMD5(upload.md5())
                        .metadata(upload.metadata())));
        Map<String, String> headers = new TreeMap<>();
        signed.signedHeaders().forEach((name, values) -> {
            if (!name.equalsIgnoreCase("host")) {
                headers.put(name, String.join(",", values));
            }
        });
        return new Signed(signed.url().toString(), headers);
    }
}
