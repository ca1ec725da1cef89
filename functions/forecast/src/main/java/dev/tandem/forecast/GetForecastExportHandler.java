package dev.tandem.forecast;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.tandem.commons.Clients;
import dev.tandem.commons.Environment;
import dev.tandem.commons.http.ApiGateway;
import dev.tandem.commons.http.ApiRequest;
import dev.tandem.commons.http.ApiResponse;
import dev.tandem.commons.http.NotFoundException;
import dev.tandem.forecast.export.Export;
import dev.tandem.forecast.export.ExportBook;
import dev.tandem.forecast.export.ExportView;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Clock;
import java.util.function.Function;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/** GET /v1/forecast-exports/{exportId}: how far an export is, and links to its files; {@code latest} for the one that was begun last. */
public final class GetForecastExportHandler implements RequestStreamHandler {
    private static final String LATEST = "latest";

    private final ExportBook exports;
    private final Function<String, String> signer;
    private final Clock clock;

    public GetForecastExportHandler() {
        this(
                Door.exports(Environment.system()),
                signer(Clients.s3Presigner(), Environment.system().require("DATA_BUCKET")),
                Clock.systemUTC());
    }

    GetForecastExportHandler(ExportBook exports, Function<String, String> signer, Clock clock) {
        this.exports = exports;
        this.signer = signer;
        this.clock = clock;
    }

    @Override
    public void handleRequest(InputStream in, OutputStream out, Context context) throws IOException {
        ApiGateway.handle(in, out, context, this::get);
    }

    private ApiResponse get(ApiRequest request) {
        request.requireGroup(Door.STAFF);
        String asked = request.pathParameter("exportId");
        String id = asked.equals(LATEST) ? exports.latest().orElse(asked) : asked;
        Export export = exports.find(id)
                .orElseThrow(() -> new NotFoundException(
                        "EXPORT_NOT_FOUND", "There is no such export; they are kept for a month."));
        return ApiResponse.json(200, ExportView.of(export, exports.parts(id), signer, clock.instant()))
                .withHeader("Cache-Control", "no-store");
    }

    private static Function<String, String> signer(S3Presigner presigner, String bucket) {
        return key -> presigner
                .presignGetObject(request -> request.signatureDuration(ExportView.LINKS)
                        .getObjectRequest(get -> get.bucket(bucket).key(key)))
                .url()
                .toString();
    }
}
