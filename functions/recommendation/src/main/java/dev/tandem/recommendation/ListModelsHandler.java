package dev.tandem.recommendation;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.tandem.commons.Clients;
import dev.tandem.commons.Environment;
import dev.tandem.commons.Json;
import dev.tandem.commons.http.ApiGateway;
import dev.tandem.commons.http.ApiRequest;
import dev.tandem.commons.http.ApiResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** GET /v1/recommendations/models: the model in use, and what became of the latest builds. */
public final class ListModelsHandler implements RequestStreamHandler {
    private static final int BUILDS = 20;

    /** The model in use as a client sees it: without where its file is. */
    record InUse(
            String version,
            Instant builtAt,
            Instant dataFrom,
            Instant dataUntil,
            long sessions,
            long interactions,
            int items,
            @Nullable Figures figures) {
        static InUse of(Manifest manifest) {
            return new InUse(
                    manifest.version(),
                    manifest.builtAt(),
                    manifest.dataFrom(),
                    manifest.dataUntil(),
                    manifest.sessions(),
                    manifest.interactions(),
                    manifest.items(),
                    manifest.figures());
        }
    }

    record Models(@Nullable InUse inUse, List<ModelReport> builds) {}

    private final DataFiles files;

    public ListModelsHandler() {
        this(new DataBucket(Clients.s3(), Environment.system().require("DATA_BUCKET")));
    }

    ListModelsHandler(DataFiles files) {
        this.files = files;
    }

    @Override
    public void handleRequest(InputStream in, OutputStream out, Context context) throws IOException {
        ApiGateway.handle(in, out, context, this::list);
    }

    private ApiResponse list(ApiRequest request) {
        List<String> keys = files.list(ModelReport.PREFIX);
        List<ModelReport> builds = keys.reversed().stream()
                .limit(BUILDS)
                .flatMap(key -> files.read(key).stream())
                .map(json -> Json.read(json, ModelReport.class))
                .toList();
        Optional<InUse> inUse = ModelBuild.manifest(files).map(InUse::of);
        return ApiResponse.json(200, new Models(inUse.orElse(null), builds)).withHeader("Cache-Control", "no-store");
    }
}
