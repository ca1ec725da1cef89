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
import dev.tandem.returns.order.OrderDesk;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Clock;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** POST /v1/coupons/{code}/redeem: uses a coupon up for an order. */
public final class RedeemCouponHandler implements RequestStreamHandler {
    private final CouponDesk desk;
    private final FirstAnswers answers;
    private final Clock clock;

    public RedeemCouponHandler() {
        this(Environment.system(), Clients.dynamoDb(), Clock.systemUTC());
    }

    RedeemCouponHandler(Environment environment, DynamoDbClient dynamoDb, Clock clock) {
        IdempotencyTable table = Door.answerTable(environment, dynamoDb, clock);
        Coupons coupons = new CouponTable(dynamoDb, environment.require("COUPON_TABLE"), table);
        this.desk = new CouponDesk(coupons, clock);
        this.answers = new FirstAnswers(table);
        this.clock = clock;
        Priming.register(() -> coupons.find("PRIMING"));
    }

    @Override
    public void handleRequest(InputStream in, OutputStream out, Context context) throws IOException {
        ApiGateway.handle(in, out, context, request -> redeem(request, Attempts.ofCall(context)));
    }

    record Wanted(String orderId) {
        Wanted {
            if (!OrderDesk.isOrderId(orderId)) {
                throw new IllegalArgumentException("orderId takes 1 to 64 letters, digits and ._-");
            }
        }
    }

    private ApiResponse redeem(ApiRequest request, Attempts attempts) {
        Caller caller = Door.caller(request);
        return answers.answer(
                request,
                "RedeemCoupon",
                once -> GetCouponHandler.shown(
                        desk.redeem(
                                request.pathParameter("code"),
                                request.bodyAs(Wanted.class).orderId(),
                                caller,
                                after -> once.with(GetCouponHandler.shown(after, clock.instant())),
                                attempts),
                        clock.instant()));
    }
}
