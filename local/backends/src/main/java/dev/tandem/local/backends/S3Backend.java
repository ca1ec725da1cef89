package dev.tandem.local.backends;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;
import org.gaul.s3proxy.AccessGrant;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.blobstore.BlobStore;
import org.gaul.s3proxy.nio2blob.FilesystemNio2BlobStore;
import org.gaul.s3proxy.nio2blob.TransientNio2BlobStore;
import org.jspecify.annotations.Nullable;

/**
 * S3Proxy inside this process, on an address of its own because an S3 signature covers the host. Signatures are checked,
 * path-style addresses only.
 */
public final class S3Backend implements AutoCloseable {
    private final S3Proxy proxy;
    private final BlobStore store;
    private final URI endpoint;

    private S3Backend(S3Proxy proxy, BlobStore store, URI endpoint) {
        this.proxy = proxy;
        this.store = store;
        this.endpoint = endpoint;
    }

    /**
     * @param port 0 for a free one
     * @param folder one folder per bucket is kept in it, made when missing; null keeps objects in memory
     * @param secrets the secret key of an access key id, empty for one that does not exist
     * @param authorizer asked for every request with a good signature
     * @param listener told of every completed write and removal
     * @throws BackendException when the port is taken or the folder cannot be used
     */
    public static S3Backend start(
            int port,
            @Nullable Path folder,
            Function<String, Optional<String>> secrets,
            Authorizer authorizer,
            ObjectEvent.Listener listener) {
        try {
            BlobStore raw;
            if (folder == null) {
                raw = new TransientNio2BlobStore();
            } else {
                Files.createDirectories(folder);
                raw = new FilesystemNio2BlobStore(folder.toAbsolutePath().toString());
            }
            BlobStore store = new EventingBlobStore(raw, listener);
            S3Proxy proxy = S3Proxy.builder()
                    .blobStore(store)
                    .endpoint(URI.create("http://127.0.0.1:" + port))
                    .awsAuthentication(AuthenticationType.AWS_V4, "unused", "unused")
                    .ignoreUnknownHeaders(true)
                    .stopTimeout(0)
                    .build();
            proxy.setBlobStoreLocator((identity, bucket, key) -> {
                Optional<String> secret = identity == null ? Optional.empty() : secrets.apply(identity);
                return secret.map(
                                value -> new AccessGrant(value, new AuthorizingBlobStore(store, identity, authorizer)))
                        .orElse(null);
            });
            WholeRequests.in(proxy);
            proxy.start();
            return new S3Backend(proxy, store, URI.create("http://127.0.0.1:" + proxy.getPort()));
        } catch (Exception cause) {
            throw new BackendException("S3Proxy did not start: " + cause.getMessage(), cause);
        }
    }

    public URI endpoint() {
        return endpoint;
    }

    /** Makes a bucket, or leaves it as it is when it exists. */
    public void createBucket(String name) {
        if (!store.containerExists(name)) {
            store.createContainer(name);
        }
    }

    @Override
    public void close() {
        try {
            proxy.stop();
            store.close();
        } catch (Exception cause) {
            throw new BackendException("S3Proxy did not stop: " + cause.getMessage(), cause);
        }
    }
}
