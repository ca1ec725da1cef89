package dev.tandem.local.backends;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.function.Supplier;
import org.gaul.s3proxy.blobstore.BlobStore;
import org.gaul.s3proxy.blobstore.ForwardingBlobStore;
import org.gaul.s3proxy.blobstore.domain.MultipartUpload;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.services.s3.model.*;

/**
 * The object store as the holder of one access key sees it.
 *
 * <p>The checks sit on the calls that S3Proxy makes once per request with the whole request in hand. Calls it also makes on
 * its own account (does the key exist already, which parts are there) pass, or a function that may only write could not
 * write conditionally.
 */
final class AuthorizingBlobStore extends ForwardingBlobStore {
    private final String accessKeyId;
    private final Authorizer authorizer;

    AuthorizingBlobStore(BlobStore delegate, String accessKeyId, Authorizer authorizer) {
        super(delegate);
        this.accessKeyId = accessKeyId;
        this.authorizer = authorizer;
    }

    @Override
    public ListBucketsResponse list() {
        require("s3:ListAllMyBuckets", "*");
        return super.list();
    }

    @Override
    public ListBucketsResponse list(ListBucketsRequest request) {
        require("s3:ListAllMyBuckets", "*");
        return delegate().list(request);
    }

    @Override
    public ListObjectsV2Response list(ListObjectsV2Request request) {
        require("s3:ListBucket", Aws.bucketArn(request.bucket()));
        return super.list(request);
    }

    @Override
    public HeadBucketResponse headBucket(HeadBucketRequest request) {
        require("s3:ListBucket", Aws.bucketArn(request.bucket()));
        return super.headBucket(request);
    }

    @Override
    public CreateBucketResponse createContainer(CreateBucketRequest request) {
        require("s3:CreateBucket", Aws.bucketArn(request.bucket()));
        return super.createContainer(request);
    }

    @Override
    public void deleteBucket(String container) {
        require("s3:DeleteBucket", Aws.bucketArn(container));
        super.deleteBucket(container);
    }

    @Override
    public GetBucketAclResponse getContainerAcl(GetBucketAclRequest request) {
        require("s3:GetBucketAcl", Aws.bucketArn(request.bucket()));
        return super.getContainerAcl(request);
    }

    @Override
    public void setContainerAccess(String container, BucketCannedACL access) {
        require("s3:PutBucketAcl", Aws.bucketArn(container));
        super.setContainerAccess(container, access);
    }

    @Override
    public PutObjectResponse putBlob(PutObjectRequest request, InputStream payload) {
        return answeringAfter(payload, () -> {
            require("s3:PutObject", request.bucket(), request.key());
            return super.putBlob(request, payload);
        });
    }

    @Override
    public CopyObjectResponse copyBlob(CopyObjectRequest request) {
        require("s3:GetObject", request.sourceBucket(), request.sourceKey());
        require("s3:PutObject", request.destinationBucket(), request.destinationKey());
        return super.copyBlob(request);
    }

    @Override
    public HeadObjectResponse blobMetadata(HeadObjectRequest request) {
        require("s3:GetObject", request.bucket(), request.key());
        try {
            return super.blobMetadata(request);
        } catch (NoSuchKeyException missing) {
            throw missingFor(request.bucket(), missing);
        }
    }

    @Override
    public @Nullable HeadObjectResponse blobMetadataIfPresent(HeadObjectRequest request) {
        return delegate().blobMetadataIfPresent(request);
    }

    @Override
    public @Nullable HeadObjectResponse blobMetadataIfPresent(String container, String name) {
        return delegate().blobMetadataIfPresent(container, name);
    }

    @Override
    public ResponseInputStream<GetObjectResponse> getBlob(GetObjectRequest request) {
        require("s3:GetObject", request.bucket(), request.key());
        try {
            return super.getBlob(request);
        } catch (NoSuchKeyException missing) {
            throw missingFor(request.bucket(), missing);
        }
    }

    @Override
    public DeleteObjectResponse removeBlob(DeleteObjectRequest request) {
        require("s3:DeleteObject", request.bucket(), request.key());
        return super.removeBlob(request);
    }

    @Override
    public GetObjectAclResponse getBlobAcl(GetObjectAclRequest request) {
        require("s3:GetObjectAcl", request.bucket(), request.key());
        return super.getBlobAcl(request);
    }

    @Override
    public void setBlobAccess(String container, String name, ObjectCannedACL access) {
        require("s3:PutObjectAcl", container, name);
        super.setBlobAccess(container, name, access);
    }

    @Override
    public MultipartUpload initiateMultipartUpload(CreateMultipartUploadRequest request) {
        require("s3:PutObject", request.bucket(), request.key());
        return super.initiateMultipartUpload(request);
    }

    @Override
    public UploadPartResponse uploadMultipartPart(MultipartUpload upload, UploadPartRequest request, InputStream part) {
        return answeringAfter(part, () -> {
            require("s3:PutObject", upload.containerName(), upload.blobName());
            return super.uploadMultipartPart(upload, request, part);
        });
    }

    @Override
    public CompleteMultipartUploadResponse completeMultipartUpload(
            MultipartUpload upload, CompleteMultipartUploadRequest request) {
        require("s3:PutObject", upload.containerName(), upload.blobName());
        return super.completeMultipartUpload(upload, request);
    }

    @Override
    public void abortMultipartUpload(MultipartUpload upload) {
        require("s3:AbortMultipartUpload", upload.containerName(), upload.blobName());
        super.abortMultipartUpload(upload);
    }

    @Override
    public List<software.amazon.awssdk.services.s3.model.MultipartUpload> listMultipartUploads(String container) {
        require("s3:ListBucketMultipartUploads", Aws.bucketArn(container));
        return super.listMultipartUploads(container);
    }

    /**
     * A refusal goes out after the whole body has come in: the server under S3Proxy closes a connection with an unread body, and a client that is
     * still sending would see that instead of the answer.
     */
    private static <T> T answeringAfter(InputStream body, Supplier<T> write) {
        try {
            return write.get();
        } catch (RuntimeException refusal) {
            try {
                body.transferTo(OutputStream.nullOutputStream());
            } catch (IOException gone) {
                refusal.addSuppressed(gone);
            }
            throw refusal;
        }
    }

    /** As on AWS: who may not list a bucket does not learn that a key is missing. */
    private AwsServiceException missingFor(String bucket, NoSuchKeyException missing) {
        Authorizer.Decision decision = authorizer.check(accessKeyId, "s3:ListBucket", Aws.bucketArn(bucket));
        return decision.allowed() ? missing : accessDenied(decision, "s3:ListBucket", Aws.bucketArn(bucket));
    }

    private void require(String action, String bucket, String key) {
        if (!key.startsWith(EventingBlobStore.UPLOAD_STUB)) {
            require(action, Aws.objectArn(bucket, key));
        }
    }

    private void require(String action, String arn) {
        Authorizer.Decision decision = authorizer.check(accessKeyId, action, arn);
        if (!decision.allowed()) {
            throw accessDenied(decision, action, arn);
        }
    }

    private static AwsServiceException accessDenied(Authorizer.Decision decision, String action, String arn) {
        return S3Exception.builder()
                .statusCode(403)
                .awsErrorDetails(AwsErrorDetails.builder()
                        .errorCode("AccessDenied")
                        .errorMessage(decision.refusal(action, arn))
                        .build())
                .build();
    }
}
