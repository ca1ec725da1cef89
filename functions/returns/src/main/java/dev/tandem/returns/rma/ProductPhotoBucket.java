package dev.tandem.returns.rma;

import dev.tandem.returns.photo.PhotoDecoder;
import dev.tandem.returns.photo.PhotoType;
import java.io.IOException;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * The shop's photos of its products, as partners put them there: {@code product-photos/<sku>/<any name>.jpg}, {@code .png} or
 * {@code .webp}. The first {@value #MOST} by name are used. They only ever support a return, so that a failure to read them is no failure
 * of the check.
 */
public final class ProductPhotoBucket implements PhotoJudge.Catalogue {
    private static final Logger LOG = LoggerFactory.getLogger(ProductPhotoBucket.class);
    private static final String PREFIX = "product-photos/";
    private static final int MOST = 3;
    private static final int LISTED = 50;

    private final S3Client s3;
    private final String bucket;

    public ProductPhotoBucket(S3Client s3, String bucket) {
        this.s3 = s3;
        this.bucket = bucket;
    }

    @Override
    public Map<String, byte[]> photos(String sku) {
        Map<String, byte[]> photos = new LinkedHashMap<>();
        try {
            List<String> keys = s3
                    .listObjectsV2(request ->
                            request.bucket(bucket).prefix(PREFIX + sku + "/").maxKeys(LISTED))
                    .contents()
                    .stream()
                    .filter(object -> object.size() <= PhotoDecoder.MOST_BYTES
                            && PhotoType.ofFileName(object.key()).isPresent())
                    .map(S3Object::key)
                    .sorted(Comparator.naturalOrder())
                    .limit(MOST)
                    .toList();
            for (String key : keys) {
                photos.put(key, read(key));
            }
        } catch (SdkException | IOException e) {
            LOG.warn("No catalogue photos of {}: {}", sku, e.toString());
        }
        return photos;
    }

    private byte[] read(String key) throws IOException {
        try (ResponseInputStream<GetObjectResponse> in =
                s3.getObject(request -> request.bucket(bucket).key(key))) {
            return in.readNBytes(PhotoDecoder.MOST_BYTES);
        }
    }
}
