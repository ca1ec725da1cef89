package dev.tandem.returns;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.tandem.commons.Clients;
import dev.tandem.commons.Environment;
import dev.tandem.commons.Priming;
import dev.tandem.commons.http.ApiGateway;
import dev.tandem.commons.http.ApiRequest;
import dev.tandem.commons.http.ApiResponse;
import dev.tandem.commons.idempotency.IdempotencyTable;
import dev.tandem.returns.coupon.Coupon;
import dev.tandem.returns.coupon.CouponDesk;
import dev.tandem.returns.coupon.CouponTable;
import dev.tandem.returns.coupon.Coupons;
import dev.tandem.returns.policy.Money;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Clock;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** GET /v1/coupons/{code}: what a coupon is worth, for whom it was issued to and for staff. */
public final class GetCouponHandler implements RequestStreamHandler {
    private final CouponDesk desk;
    private final Clock clock;

    public GetCouponHandler() {
        this(Environment.system(), Clients.dynamoDb(), Clock.systemUTC());
    }

    GetCouponHandler(Environment environment, DynamoDbClient dynamoDb, Clock clock) {
        Coupons coupons = new CouponTable(
                dynamoDb, environment.require("COUPON_TABLE"), new IdempotencyTable(dynamoDb, "none", clock));
        this.desk = new CouponDesk(coupons, clock);
        this.clock = clock;
        Priming.register(() -> coupons.find("PRIMING"));
    }

    @Override
    public void handleRequest(InputStream in, OutputStream out, Context context) throws IOException {
        ApiGateway.handle(in, out, context, this::get);
    }

    private ApiResponse get(ApiRequest request) {
        return shown(desk.find(request.pathParameter("code"), Door.caller(request)), clock.instant());
    }

    /** A coupon as the API shows it. An unused one past its time is EXPIRED. */
    static ApiResponse shown(Coupon coupon, Instant now) {
        return ApiResponse.json(
                        200,
                        new View(
                                coupon.code(),
                                coupon.isExpired(now)
                                        ? "EXPIRED"
                                        : coupon.state().name(),
                                coupon.value(),
                                coupon.issuedAt(),
                                coupon.expiresAt(),
                                coupon.endedAt(),
                                coupon.usedFor(),
                                coupon.revokedBecause()))
                .withHeader("Cache-Control", "no-store");
    }

    record View(
            String code,
            String state,
            Money value,
            Instant issuedAt,
            Instant expiresAt,
            @Nullable Instant endedAt,
            @Nullable String orderId,
            @Nullable String reason) {}
}
