package dev.tandem.stock;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.tandem.commons.Clients;
import dev.tandem.commons.Environment;
import dev.tandem.commons.Ids;
import dev.tandem.commons.drops.BucketSignatures;
import dev.tandem.commons.drops.UploadSignatures;
import dev.tandem.commons.http.ApiGateway;
import dev.tandem.commons.http.ApiRequest;
import dev.tandem.commons.http.ApiResponse;
import dev.tandem.commons.http.ConflictException;
import dev.tandem.commons.http.Partners;
import dev.tandem.commons.http.UnprocessableException;
import dev.tandem.commons.idempotency.IdempotencyTable;
import dev.tandem.commons.idempotency.StoredResponse;
import dev.tandem.stock.feed.PartnerDrop;
import dev.tandem.stock.feed.PartnerDropTable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongFunction;

/** POST /v1/partner-drops: signs the upload of one partner file. */
public final class PresignPartnerDropHandler implements RequestStreamHandler {
    private static final Duration LIFETIME = Duration.ofHours(1);
    /** What the import reads at most, packed or not. */
    private static final long MOST_BYTES = 4L << 30;

    private final PartnerDropTable drops;
    private final IdempotencyTable idempotency;
    private final UploadSignatures signatures;
    private final LongFunction<String> newId;
    private final Clock clock;

    /** The answer: PUT the file to the URL with these headers before the time given. */
    record Upload(String dropId, String method, String url, Map<String, String> headers, Instant expiresAt) {}

    public PresignPartnerDropHandler() {
        this(Environment.system(), new SecureRandom());
    }

    private PresignPartnerDropHandler(Environment environment, SecureRandom random) {
        this(
                new PartnerDropTable(Clients.dynamoDb(), environment.require("FEED_TABLE")),
                new IdempotencyTable(Clients.dynamoDb(), environment.require("IDEMPOTENCY_TABLE"), Clock.systemUTC()),
                new BucketSignatures(Clients.s3Presigner(), environment.require("PARTNER_BUCKET")),
                millis -> Ids.next(millis, random),
                Clock.systemUTC());
    }

    PresignPartnerDropHandler(
            PartnerDropTable drops,
            IdempotencyTable idempotency,
            UploadSignatures signatures,
            LongFunction<String> newId,
            Clock clock) {
        this.drops = drops;
        this.idempotency = idempotency;
        this.signatures = signatures;
        this.newId = newId;
        this.clock = clock;
    }

    @Override
    public void handleRequest(InputStream in, OutputStream out, Context context) throws IOException {
        ApiGateway.handle(in, out, context, this::sign);
    }

    private ApiResponse sign(ApiRequest request) {
        String partner = Partners.of(request);
        String key = request.idempotencyKey();
        PartnerDropRequest wanted = request.bodyAs(PartnerDropRequest.class);
        String scope = "PresignPartnerDrop#" + partner;
        String hash = IdempotencyTable.hash(wanted.toString());
        Optional<StoredResponse> first = idempotency.find(scope, key, hash);
        if (first.isPresent()) {
            return first.get().toResponse();
        }
        if (wanted.sizeBytes() > MOST_BYTES) {
            throw new UnprocessableException(
                    "FILE_TOO_LARGE", "A file may have " + MOST_BYTES + " bytes; divide it into several.");
        }
        Instant now = clock.instant();
        String dropId = newId.apply(now.toEpochMilli());
        PartnerDrop drop = new PartnerDrop(
                dropId,
                partner,
                wanted.kind(),
                wanted.fileName(),
                wanted.kind().prefix() + dropId + "/" + wanted.fileName(),
                now.plus(LIFETIME));
        UploadSignatures.Signed signed = signatures.sign(
                new UploadSignatures.Upload(drop.key(), wanted.contentType(), wanted.sizeBytes()), LIFETIME);
        ApiResponse response = ApiResponse.json(
                        201, new Upload(dropId, "PUT", signed.url(), signed.headers(), drop.uploadBefore()))
                .withHeader("Location", "/v1/partner-drops/" + dropId);
        if (drops.put(drop, idempotency.put(scope, key, hash, StoredResponse.of(response)), now)) {
            return response;
        }
        return idempotency
                .find(scope, key, hash)
                .map(StoredResponse::toResponse)
                .orElseThrow(() -> new ConflictException("REQUEST_IN_PROGRESS", "Send the request again."));
    }
}
