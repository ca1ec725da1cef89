package dev.tandem.stock;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.tandem.commons.drops.FeedKind;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The file a partner wants to bring.
 *
 * @param sizeBytes as uploaded, packed or not
 */
record PartnerDropRequest(FeedKind kind, String fileName, String contentType, long sizeBytes) {
    private static final Pattern FILE_NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");
    /** Of all domains: the files of another one go the same way in. */
    private static final List<String> KINDS = List.of(
            "stock",
            "sales",
            "locations",
            "products",
            "orders",
            "return-policies",
            "demand-sales",
            "demand-prices",
            "demand-signals",
            "demand-products",
            "demand-stock-outs",
            "demand-closed-days");

    private static final List<String> TYPES =
            List.of("text/csv", "application/x-ndjson", "application/gzip", "application/json");

    PartnerDropRequest {
        if (!FILE_NAME.matcher(fileName).matches()) {
            throw new IllegalArgumentException("fileName takes 1 to 100 letters, digits, '.', '_' and '-'");
        }
        if (!TYPES.contains(contentType)) {
            throw new IllegalArgumentException("contentType must be one of " + TYPES);
        }
        if (sizeBytes < 1) {
            throw new IllegalArgumentException("sizeBytes must be 1 or more");
        }
    }

    @JsonCreator
    static PartnerDropRequest of(
            @JsonProperty("kind") @Nullable String kind,
            @JsonProperty("fileName") @Nullable String fileName,
            @JsonProperty("contentType") @Nullable String contentType,
            @JsonProperty("sizeBytes") @Nullable Long sizeBytes) {
        if (kind == null || fileName == null || contentType == null || sizeBytes == null) {
            throw new IllegalArgumentException("kind, fileName, contentType and sizeBytes are needed");
        }
        if (!KINDS.contains(kind)) {
            throw new IllegalArgumentException("kind must be one of " + KINDS);
        }
        return new PartnerDropRequest(new FeedKind(kind), fileName, contentType, sizeBytes);
    }
}
