package dev.tandem.local.backends;

import java.io.InputStream;
import org.gaul.s3proxy.blobstore.BlobStore;
import org.gaul.s3proxy.blobstore.ForwardingBlobStore;
import org.gaul.s3proxy.blobstore.domain.MultipartUpload;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadResponse;
import software.amazon.awssdk.services.s3.model.CopyObjectRequest;
import software.amazon.awssdk.services.s3.model.CopyObjectResponse;
import software.amazon.awssdk.services.s3.model.DeleteObjectRequest;
import software.amazon.awssdk.services.s3.model.DeleteObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;

/** Tells a listener of every completed write and removal. */
final class EventingBlobStore extends ForwardingBlobStore {
    private static final Logger LOG = LoggerFactory.getLogger(EventingBlobStore.class);
    /** S3Proxy keeps the metadata of a running multipart upload in objects of this name with some stores. */
    static final String UPLOAD_STUB = ".s3proxy-mpu-stub-";

    private final ObjectEvent.Listener listener;

    EventingBlobStore(BlobStore delegate, ObjectEvent.Listener listener) {
        super(delegate);
        this.listener = listener;
    }

    @Override
    public PutObjectResponse putBlob(PutObjectRequest request, InputStream payload) {
        PutObjectResponse response = super.putBlob(request, payload);
        written(request.bucket(), request.key(), ObjectEvent.Type.PUT);
        return response;
    }

    @Override
    public CopyObjectResponse copyBlob(CopyObjectRequest request) {
        CopyObjectResponse response = super.copyBlob(request);
        written(request.destinationBucket(), request.destinationKey(), ObjectEvent.Type.COPY);
        return response;
    }

    @Override
    public CompleteMultipartUploadResponse completeMultipartUpload(
            MultipartUpload upload, CompleteMultipartUploadRequest request) {
        CompleteMultipartUploadResponse response = super.completeMultipartUpload(upload, request);
        written(upload.containerName(), upload.blobName(), ObjectEvent.Type.MULTIPART);
        return response;
    }

    @Override
    public DeleteObjectResponse removeBlob(DeleteObjectRequest request) {
        boolean existed = delegate().blobExists(request.bucket(), request.key());
        DeleteObjectResponse response = super.removeBlob(request);
        if (existed) {
            tell(new ObjectEvent(request.bucket(), request.key(), 0, "", ObjectEvent.Type.REMOVED));
        }
        return response;
    }

    private void written(String bucket, String key, ObjectEvent.Type type) {
        HeadObjectResponse head = delegate().blobMetadataIfPresent(bucket, key);
        if (head == null) {
            return; // removed again by someone else in this moment, who has told of it
        }
        String etag = head.eTag() == null ? "" : head.eTag().replace("\"", "");
        long size = head.contentLength() == null ? 0 : head.contentLength();
        tell(new ObjectEvent(bucket, key, size, etag, type));
    }

    private void tell(ObjectEvent event) {
        if (event.key().startsWith(UPLOAD_STUB)) {
            return;
        }
        try {
            listener.objectChanged(event);
        } catch (RuntimeException cause) {
            LOG.error("Notification of {} for {}/{} failed", event.type(), event.bucket(), event.key(), cause);
        }
    }
}
