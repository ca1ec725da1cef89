package dev.tandem.local.backends;

/**
 * An object was written or removed, told once per completed write however it was made (one PUT, a presigned one, a copy,
 * a multipart upload).
 *
 * @param size bytes; 0 for a removal
 * @param etag without quotation marks; empty for a removal
 */
public record ObjectEvent(String bucket, String key, long size, String etag, Type type) {
    /** Named as in an S3 notification, without the {@code s3:} in front. */
    public enum Type {
        PUT("ObjectCreated:Put"),
        COPY("ObjectCreated:Copy"),
        MULTIPART("ObjectCreated:CompleteMultipartUpload"),
        REMOVED("ObjectRemoved:Delete");

        private final String eventName;

        Type(String eventName) {
            this.eventName = eventName;
        }

        public String eventName() {
            return eventName;
        }
    }

    /** Called on the thread of the request, before its answer is sent; what it throws is logged and the write stands. */
    @FunctionalInterface
    public interface Listener {
        void objectChanged(ObjectEvent event);
    }
}
