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
import dev.tandem.recommendation.catalogue.Assortment;
import dev.tandem.recommendation.catalogue.AssortmentShelf;
import dev.tandem.recommendation.catalogue.Criteria;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

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
    private final Clock clock;

    public RecommendHandler() {
        this(
                new SessionTable(
                        Clients.dynamoDb(), Environment.system().require("SESSION_TABLE"), Clock.systemUTC()),
                new ModelShelf(
                        new DataBucket(Clients.s3(), Environment.system().require("DATA_BUCKET")),
                        Parts.ALL,
                        Clock.systemUTC()),
                new AssortmentShelf(
                        new DataBucket(Clients.s3(), Environment.system().require("DATA_BUCKET")), Clock.systemUTC()),
                Clock.systemUTC());
        Priming.register(() -> {
            sessions.read(List.of(SessionTable.session("PRIMING")));
            shelf.current();
            assortments.current();
        });
    }

    RecommendHandler(SessionTable sessions, ModelShelf shelf, AssortmentShelf assortments, Clock clock) {
        this.sessions = sessions;
        this.shelf = shelf;
        this.assortments = assortments;
        this.clock = clock;
    }

    @Override
    public void handleRequest(InputStream in, OutputStream out, Context context) throws IOException {
        ApiGateway.handle(in, out, context, this::recommend);
    }

    private ApiResponse recommend(ApiRequest request) {
        Recommender.Question question = new Recommender.Question(
                Door.placement(request),
                Door.id(request, "sku").orElse(null),
                request.queryInt("limit", FEW, 1, MOST),
                Door.criteria(request));
        Optional<String> session = Door.id(request, "sessionId").map(SessionTable::session);
        Optional<String> user = Door.id(request, "userId").map(SessionTable::user);
        Assortment assortment = assortments.current();
        if (question.criteria().place() instanceof Criteria.At at && !assortment.mayKnow(at.locationId())) {
            throw new BadRequestException("LOCATION_UNKNOWN", "There is no location " + at.locationId() + ".");
        }
        String id = UUID.randomUUID().toString();
        ModelShelf.Models models = shelf.current();
        List<String> keys = new ArrayList<>();
        session.ifPresent(keys::add);
        user.ifPresent(keys::add);
        Map<String, SessionState> states =
                models.versions().isEmpty() ? Map.of() : sessions.read(keys);
        SessionState seen = state(states, session);
        return answer(new Answer(
                id,
                models.versions(),
                models.of(Parts.INTENT).flatMap(intent -> PurchaseIntent.of(intent, seen)).orElse(null),
                StockFilter.of(question.criteria(), assortment, clock.instant()),
                models.of(Parts.NEXT_ITEM)
                        .map(nextItem -> Recommender.recommend(
                                nextItem, models.of(Parts.GRAPH), seen, state(states, user), question, assortment))
                        .orElse(List.of())));
    }

    private static SessionState state(Map<String, SessionState> states, Optional<String> key) {
        return key.map(states::get).orElse(SessionState.EMPTY);
    }

    private static ApiResponse answer(Answer answer) {
        return ApiResponse.json(200, answer).withHeader("Cache-Control", "no-store");
    }
}
