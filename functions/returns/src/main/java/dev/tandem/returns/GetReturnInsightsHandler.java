package dev.tandem.returns;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.tandem.commons.Clients;
import dev.tandem.commons.Environment;
import dev.tandem.commons.Json;
import dev.tandem.commons.Priming;
import dev.tandem.commons.http.ApiGateway;
import dev.tandem.commons.http.ApiRequest;
import dev.tandem.commons.http.ApiResponse;
import dev.tandem.commons.http.NotFoundException;
import dev.tandem.returns.lifecycle.InsightBucket;
import dev.tandem.returns.lifecycle.InsightFiles;
import dev.tandem.returns.lifecycle.InsightRun;
import dev.tandem.returns.lifecycle.ReturnInsights;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Optional;

/** GET /v1/products/{sku}/return-insights: why it comes back, and what a product page may say of it. For everybody. */
public final class GetReturnInsightsHandler implements RequestStreamHandler {
    private final InsightFiles files;

    public GetReturnInsightsHandler() {
        this(new InsightBucket(Clients.s3(), Environment.system().require("DATA_BUCKET")));
    }

    GetReturnInsightsHandler(InsightFiles files) {
        this.files = files;
        Priming.register(() -> files.read("insights/returns/priming"));
    }

    @Override
    public void handleRequest(InputStream in, OutputStream out, Context context) throws IOException {
        ApiGateway.handle(in, out, context, this::get);
    }

    private ApiResponse get(ApiRequest request) {
        String sku = request.pathParameter("sku");
        InsightRun.Shard shard = files.read(InsightRun.shardKey(sku))
                .map(bytes -> Json.read(bytes, InsightRun.Shard.class))
                .orElseThrow(GetReturnInsightsHandler::nothing);
        ReturnInsights insights =
                Optional.ofNullable(shard.skus().get(sku)).orElseThrow(GetReturnInsightsHandler::nothing);
        return ApiResponse.json(200, insights).withHeader("Cache-Control", "public, max-age=3600");
    }

    private static NotFoundException nothing() {
        return new NotFoundException("NO_INSIGHTS", "Nothing of it came back lately, or there is no such product.");
    }
}
