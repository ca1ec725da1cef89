package dev.tandem.commons.drops;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** The partner bucket. */
public final class DropBucket implements DropStore {
    private final S3Client s3;
    private final String bucket;

    public DropBucket(S3Client s3, String bucket) {
        this.s3 = s3;
        this.bucket = bucket;
    }

    @Override
    public Content open(Drop drop, @Nullable String etag) {
        try {
            ResponseInputStream<GetObjectResponse> body = s3.getObject(request -> request.bucket(bucket)
                    .key(drop.key())
                    .versionId(drop.versionId())
                    .ifMatch(etag));
            return new Content(body, body.response().eTag(), body.response().contentLength());
        } catch (NoSuchKeyException e) {
            throw new MissingException(drop.key());
        } catch (S3Exception e) {
            throw e.statusCode() == 412 ? new ReplacedException(drop.key()) : e;
        }
    }

    @Override
    public void put(String key, String contentType, byte[] content) {
        s3.putObject(
                request -> request.bucket(bucket).key(key).contentType(contentType), RequestBody.fromBytes(content));
    }

    @Override
    public void put(String key, String contentType, Path content) {
        s3.putObject(
                request -> request.bucket(bucket).key(key).contentType(contentType), RequestBody.fromFile(content));
    }
}
