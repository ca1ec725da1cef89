package dev.tandem.commons.idempotency;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tandem.commons.Json;
import dev.tandem.commons.http.ApiRequest;
import dev.tandem.commons.http.ApiResponse;
import dev.tandem.commons.http.ConflictException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Function;

/**
 * One effect and one answer for each key of a caller. An answer with an effect is stored in the transaction of that effect; a 409 is
 * stored by itself, so that a repeat hears the same; other refusals are judged anew.
 */
public final class FirstAnswers {
    private final IdempotencyTable table;

    public FirstAnswers(IdempotencyTable table) {
        this.table = table;
    }

    /** One request and its key. */
    public final class Once {
        private final String scope;
        private final String key;
        private final String hash;

        private Once(String scope, String key, String hash) {
            this.scope = scope;
            this.key = key;
            this.hash = hash;
        }

        /** To be stored with the effect. */
        public FirstAnswer with(ApiResponse response) {
            return new FirstAnswer(scope, key, hash, StoredResponse.of(response));
        }

        /** Stores the answer of a request that changed nothing. */
        public ApiResponse alone(ApiResponse response) {
            StoredResponse mine = StoredResponse.of(response);
            StoredResponse stands = table.putAlone(scope, key, hash, mine);
            return stands.equals(mine) ? response : replay(stands);
        }
    }

    /** Answers a repeat with the first answer, else does the work. Throws 400 without a key, 409 for a key of another request. */
    public ApiResponse answer(ApiRequest request, String operation, Function<Once, ApiResponse> work) {
        return answer(request, operation, request.requireSubject(), work);
    }

    /** The same for a caller who is not told by a token. */
    public ApiResponse answer(ApiRequest request, String operation, String caller, Function<Once, ApiResponse> work) {
        String hash = IdempotencyTable.hash(
                request.method(), request.path(), new String(request.body(), StandardCharsets.UTF_8));
        Once once = new Once(operation + "#" + caller, request.idempotencyKey(), hash);
        Optional<StoredResponse> first = table.find(once.scope, once.key, once.hash);
        if (first.isPresent()) {
            return replay(first.get());
        }
        try {
            return work.apply(once);
        } catch (RepeatedException e) {
            return table.find(once.scope, once.key, once.hash)
                    .map(FirstAnswers::replay)
                    .orElseThrow(() -> new IllegalStateException("An answer was there and is gone", e));
        } catch (ConflictException e) {
            ObjectNode refusal = Json.object().put("code", e.code()).put("detail", e.getMessage());
            refusal.set("members", Json.mapper().valueToTree(e.members()));
            StoredResponse mine = new StoredResponse(e.status(), "application/json", Json.write(refusal));
            StoredResponse stands = table.putAlone(once.scope, once.key, once.hash, mine);
            if (stands.equals(mine)) {
                throw e;
            }
            return replay(stands);
        }
    }

    /** A refusal is thrown again, so that its document is written where all are. */
    private static ApiResponse replay(StoredResponse stored) {
        if (stored.status() != 409) {
            return stored.toResponse();
        }
        JsonNode refusal = Json.tree(stored.body());
        ConflictException again = new ConflictException(
                refusal.path("code").asText(), refusal.path("detail").asText());
        refusal.path("members").properties().forEach(member -> again.with(member.getKey(), member.getValue()));
        again.withHeader("Idempotency-Replayed", "true");
        throw again;
    }
}
