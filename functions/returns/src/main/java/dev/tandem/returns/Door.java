package dev.tandem.returns;

import dev.tandem.commons.Environment;
import dev.tandem.commons.http.ApiRequest;
import dev.tandem.commons.http.ApiResponse;
import dev.tandem.commons.http.NotFoundException;
import dev.tandem.commons.idempotency.FirstAnswers;
import dev.tandem.commons.idempotency.IdempotencyTable;
import dev.tandem.returns.lifecycle.Lifecycle;
import dev.tandem.returns.lifecycle.LifecycleView;
import dev.tandem.returns.order.Caller;
import dev.tandem.returns.policy.PolicyTable;
import dev.tandem.returns.rma.Return;
import dev.tandem.returns.rma.ReturnView;
import java.time.Clock;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** What the handlers of this module read and answer the same way. */
final class Door {
    static final String STAFF = "staff";
    private static final Pattern RETURN = Pattern.compile("[0-9A-Z]{26}");

    private Door() {}

    static Caller caller(ApiRequest request) {
        return new Caller(request.requireSubject(), request.hasGroup(STAFF));
    }

    static String returnId(ApiRequest request) {
        String id = request.pathParameter("returnId");
        if (!RETURN.matcher(id).matches()) {
            throw new NotFoundException("RETURN_NOT_FOUND", "There is no such return of yours.");
        }
        return id;
    }

    static IdempotencyTable answerTable(Environment environment, DynamoDbClient dynamoDb, Clock clock) {
        return new IdempotencyTable(dynamoDb, environment.require("IDEMPOTENCY_TABLE"), clock);
    }

    static FirstAnswers answers(Environment environment, DynamoDbClient dynamoDb, Clock clock) {
        return new FirstAnswers(answerTable(environment, dynamoDb, clock));
    }

    static PolicyTable policies(Environment environment, DynamoDbClient dynamoDb) {
        return new PolicyTable(dynamoDb, environment.require("POLICY_TABLE"));
    }

    /** The fact is taken; the workflow moves the return on by it a moment later. */
    static ApiResponse accepted(Lifecycle life) {
        return ApiResponse.json(202, LifecycleView.of(life)).withHeader("Cache-Control", "no-store");
    }

    /** Nobody's cache may keep what belongs to one person. */
    static ApiResponse shown(Return rma) {
        return ApiResponse.json(200, ReturnView.of(rma)).withHeader("Cache-Control", "no-store");
    }
}
