package dev.tandem.recommendation;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.tandem.commons.Clients;
import dev.tandem.commons.Environment;
import dev.tandem.commons.http.ApiGateway;
import dev.tandem.commons.http.ApiRequest;
import dev.tandem.commons.http.ApiResponse;
import dev.tandem.commons.http.ServiceUnavailableException;
import dev.tandem.recommendation.SessionChanges.Change;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

/**
 * DELETE /v1/behaviour/me: forgets what is remembered of the person who asks, and of the session named. A repeat finds nothing more to
 * do, so it takes no idempotency key.
 */
public final class EraseBehaviourHandler implements RequestStreamHandler {
    private final SessionTable sessions;
    private final Clock clock;

    public EraseBehaviourHandler() {
        this(
                new SessionTable(Clients.dynamoDb(), Environment.system().require("SESSION_TABLE"), Clock.systemUTC()),
                Clock.systemUTC());
    }

    EraseBehaviourHandler(SessionTable sessions, Clock clock) {
        this.sessions = sessions;
        this.clock = clock;
    }

    @Override
    public void handleRequest(InputStream in, OutputStream out, Context context) throws IOException {
        ApiGateway.handle(in, out, context, this::erase);
    }

    private ApiResponse erase(ApiRequest request) {
        long now = clock.millis();
        List<Change> changes = new ArrayList<>();
        changes.add(new Change(StateKeys.user(request.requireSubject()), SessionState.EMPTY, now));
        Door.id(request, "sessionId")
                .ifPresent(id -> changes.add(new Change(StateKeys.session(id), SessionState.EMPTY, now)));
        if (!sessions.apply(changes).isEmpty()) {
            throw new ServiceUnavailableException("ERASE_FAILED", "Not everything could be erased. Please try again.");
        }
        return ApiResponse.json(200, new Erased(true));
    }

    /** The answer. */
    record Erased(boolean erased) {}
}
