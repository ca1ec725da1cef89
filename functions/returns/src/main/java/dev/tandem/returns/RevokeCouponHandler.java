package dev.tandem.returns;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.tandem.commons.Attempts;
import dev.tandem.commons.Clients;
import dev.tandem.commons.Environment;
import dev.tandem.commons.Priming;
import dev.tandem.commons.http.ApiGateway;
import dev.tandem.commons.http.ApiRequest;
import dev.tandem.commons.http.ApiResponse;
import dev.tandem.commons.idempotency.FirstAnswers;
import dev.tandem.commons.idempotency.IdempotencyTable;
import dev.tandem.returns.coupon.CouponDesk;
import dev.tandem.returns.coupon.CouponTable;
import dev.tandem.returns.coupon.Coupons;
import dev.tandem.returns.order.Caller;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Clock;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** POST /v1/coupons/{code}/revoke: staff take a coupon back that was not used yet. */
public final class RevokeCouponHandler implements RequestStreamHandler {
    private final CouponDesk desk;
    private final FirstAnswers answers;
    private final Clock clock;

    public RevokeCouponHandler() {
        this(Environment.system(), Clients.dynamoDb(), Clock.systemUTC());
    }

    RevokeCouponHandler(Environment environment, DynamoDbClient dynamoDb, Clock clock) {
        IdempotencyTable table = Door.answerTable(environment, dynamoDb, clock);
        Coupons coupons = new CouponTable(dynamoDb, environment.require("COUPON_TABLE"), table);
        this.desk = new CouponDesk(coupons, clock);
        this.answers = new FirstAnswers(table);
        this.clock = clock;
        Priming.register(() -> coupons.find("PRIMING"));
    }

    @Override
    public void handleRequest(InputStream in, OutputStream out, Context context) throws IOException {
        ApiGateway.handle(in, out, context, request -> revoke(request, Attempts.ofCall(context)));
    }

    record Wanted(String reason) {
        Wanted {
            if (reason == null || reason.isBlank() || reason.length() > 500) {
                throw new IllegalArgumentException("reason takes 1 to 500 characters");
            }
        }
    }

    private ApiResponse revoke(ApiRequest request, Attempts attempts) {
        request.requireGroup(Door.STAFF);
        Caller caller = Door.caller(request);
        return answers.answer(
                request,
                "RevokeCoupon",
                once -> GetCouponHandler.shown(
                        desk.revoke(
                                request.pathParameter("code"),
                                request.bodyAs(Wanted.class).reason(),
                                caller,
                                after -> once.with(GetCouponHandler.shown(after, clock.instant())),
                                attempts),
                        clock.instant()));
    }
}
