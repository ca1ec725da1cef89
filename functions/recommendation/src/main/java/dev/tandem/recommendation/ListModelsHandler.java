package dev.tandem.recommendation;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.tandem.commons.Clients;
import dev.tandem.commons.Environment;
import dev.tandem.commons.Json;
import dev.tandem.commons.http.ApiGateway;
import dev.tandem.commons.http.ApiRequest;
import dev.tandem.commons.http.ApiResponse;
import dev.tandem.recommendation.bandit.Policy;
import dev.tandem.recommendation.bandit.Segment;
import dev.tandem.recommendation.bandit.Weights;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** GET /v1/recommendations/models: the models in use, what became of the latest builds, and the weights of the blends. */
public final class ListModelsHandler implements RequestStreamHandler {
    private static final int BUILDS = 20;

    /** A part in use as a client sees it: without where its file is. */
    record InUse(
            String part,
            String version,
            Instant builtAt,
            Instant dataFrom,
            Instant dataUntil,
            long sessions,
            long events,
            int items,
            long bytes,
            String leadingFigure,
            @Nullable Figures figures,
            @Nullable Figures comparedWith) {
        static InUse of(Manifest.Part part) {
            return new InUse(
                    part.name(),
                    part.version(),
                    part.builtAt(),
                    part.dataFrom(),
                    part.dataUntil(),
                    part.sessions(),
                    part.events(),
                    part.items(),
                    part.bytes(),
                    part.leadingFigure(),
                    part.figures(),
                    part.comparedWith());
        }
    }

    record Models(
            @Nullable String version,
            @Nullable Instant publishedAt,
            List<InUse> parts,
            List<ModelReport> builds,
            List<SegmentWeights> weights) {}

    private final DataFiles files;
    private final FeedbackCounters counters;
    private final Clock clock;

    public ListModelsHandler() {
        this(
                new DataBucket(Clients.s3(), Environment.system().require("DATA_BUCKET")),
                new BanditTable(Clients.dynamoDb(), Environment.system().require("BANDIT_TABLE")),
                Clock.systemUTC());
    }

    ListModelsHandler(DataFiles files, FeedbackCounters counters, Clock clock) {
        this.files = files;
        this.counters = counters;
        this.clock = clock;
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
        Optional<Manifest> manifest = Manifest.read(files);
        Models models = new Models(
                manifest.map(Manifest::version).orElse(null),
                manifest.map(Manifest::publishedAt).orElse(null),
                manifest.map(Manifest::parts).orElse(List.of()).stream()
                        .map(InUse::of)
                        .toList(),
                builds,
                weights());
        return ApiResponse.json(200, models).withHeader("Cache-Control", "no-store");
    }

    private List<SegmentWeights> weights() {
        LocalDate today = clock.instant().atOffset(ZoneOffset.UTC).toLocalDate();
        return Segment.all().stream()
                .map(segment -> SegmentWeights.of(
                        segment, Weights.of(counters.read(segment, today.minusDays(Policy.DAYS_READ)), today)))
                .toList();
    }
}
