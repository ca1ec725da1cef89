package dev.tandem.recommendation;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.tandem.commons.Clients;
import dev.tandem.commons.Environment;
import dev.tandem.commons.Priming;
import dev.tandem.commons.http.ApiGateway;
import dev.tandem.commons.http.ApiRequest;
import dev.tandem.commons.http.ApiResponse;
import dev.tandem.commons.http.BadRequestException;
import dev.tandem.recommendation.bandit.IntentBand;
import dev.tandem.recommendation.bandit.Segment;
import dev.tandem.recommendation.catalogue.Assortment;
import dev.tandem.recommendation.catalogue.AssortmentShelf;
import dev.tandem.recommendation.catalogue.Criteria;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** GET /v1/recommendations: what to show a shopper next, and why. */
public final class RecommendHandler implements RequestStreamHandler {
    private static final int FEW = 10;
    private static final int MOST = 100;

    /**
     * The answer. {@code models} says which version of each part made it; while none has been published both are empty.
     *
     * @param purchaseIntent null while no model of it has been published, and for a session that has not done anything yet
     * @param availability null when stock was not asked for
     */
    record Answer(
            String recommendationId,
            Map<String, String> models,
            @Nullable PurchaseIntent purchaseIntent,
            @Nullable StockFilter availability,
            List<Recommender.Suggestion> items) {}

    private final SessionTable sessions;
    private final ModelShelf shelf;
    private final AssortmentShelf assortments;
    private final Draws draws;
    private final Clock clock;

    public RecommendHandler() {
        this(
                Clients.dynamoDb(),
                new DataBucket(Clients.s3(), Environment.system().require("DATA_BUCKET")),
                Environment.system());
    }

    private RecommendHandler(DynamoDbClient dynamoDb, DataBucket data, Environment environment) {
        this(
                new SessionTable(dynamoDb, environment.require("SESSION_TABLE"), Clock.systemUTC()),
                new ModelShelf(data, Parts.ALL, Clock.systemUTC()),
                new AssortmentShelf(data, Clock.systemUTC()),
                new Draws(
                        new WeightShelf(
                                new BanditTable(dynamoDb, environment.require("BANDIT_TABLE")), Clock.systemUTC()),
                        new AttributionKeyTable(dynamoDb, environment.require("ATTRIBUTION_KEY_TABLE"))::readOrMake,
                        Clock.systemUTC()),
                Clock.systemUTC());
        Priming.register(() -> {
            sessions.read(List.of(SessionTable.session("PRIMING")));
            shelf.current();
            assortments.current();
            Segment.all().forEach(draws::draw);
        });
    }

    RecommendHandler(SessionTable sessions, ModelShelf shelf, AssortmentShelf assortments, Draws draws, Clock clock) {
        this.sessions = sessions;
        this.shelf = shelf;
        this.assortments = assortments;
        this.draws = draws;
        this.clock = clock;
    }

    @Override
    public void handleRequest(InputStream in, OutputStream out, Context context) throws IOException {
        ApiGateway.handle(in, out, context, this::recommend);
    }

    private ApiResponse recommend(ApiRequest request) {
        Recommender.Placement placement = Door.placement(request);
        Optional<String> sku = Door.id(request, "sku");
        int limit = request.queryInt("limit", FEW, 1, MOST);
        Criteria criteria = Door.criteria(request);
        Optional<String> sessionId = Door.id(request, "sessionId");
        Optional<String> session = sessionId.map(SessionTable::session);
        Optional<String> user = Door.id(request, "userId").map(SessionTable::user);
        Assortment assortment = assortments.current();
        if (criteria.place() instanceof Criteria.At at && !assortment.mayKnow(at.locationId())) {
            throw new BadRequestException("LOCATION_UNKNOWN", "There is no location " + at.locationId() + ".");
        }
        ModelShelf.Models models = shelf.current();
        List<String> keys = new ArrayList<>();
        session.ifPresent(keys::add);
        user.ifPresent(keys::add);
        Map<String, SessionState> states = models.versions().isEmpty() ? Map.of() : sessions.read(keys);
        SessionState seen = state(states, session);
        Optional<PurchaseIntent> intent = models.of(Parts.INTENT).flatMap(model -> PurchaseIntent.of(model, seen));
        Draws.Draw draw = draws.draw(new Segment(
                placement.name().toLowerCase(Locale.ROOT),
                intent.map(one -> IntentBand.valueOf(one.band().toUpperCase(Locale.ROOT)))
                        .orElse(IntentBand.UNKNOWN)));
        Recommender.Question question = new Recommender.Question(
                placement, sku.orElse(null), limit, criteria, draw.drawn().arm().blend());
        List<Recommender.Suggestion> items = models.of(Parts.NEXT_ITEM)
                .map(nextItem -> Recommender.recommend(
                        nextItem, models.of(Parts.GRAPH), seen, state(states, user), question, assortment))
                .orElse(List.of());
        String id = draws.sign(
                draw,
                sessionId.orElse(""),
                items.stream().map(Recommender.Suggestion::sku).toList());
        return answer(new Answer(
                id,
                models.versions(),
                intent.orElse(null),
                StockFilter.of(criteria, assortment, clock.instant()),
                items));
    }

    private static SessionState state(Map<String, SessionState> states, Optional<String> key) {
        return key.map(states::get).orElse(SessionState.EMPTY);
    }

    private static ApiResponse answer(Answer answer) {
        return ApiResponse.json(200, answer).withHeader("Cache-Control", "no-store");
    }
}
