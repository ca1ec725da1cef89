package dev.tandem.commons.dynamodb;

import java.util.List;
import java.util.Set;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.CancellationReason;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;

/** Commits DynamoDB transactions and says in three words how it went. The SDK gives each its own token, so its retries count once. */
public final class Transactions {
    private static final String CONDITION_FAILED = "ConditionalCheckFailed";
    /** Nothing wrong with the request: too many at once. */
    private static final Set<String> CONTENTION = Set.of(
            "TransactionConflict",
            "TransactionConflictException",
            "TransactionInProgressException",
            "ThrottlingError",
            "ThrottlingException",
            "ProvisionedThroughputExceeded",
            "ProvisionedThroughputExceededException",
            "RequestLimitExceeded",
            "InternalServerError");

    private final DynamoDbClient dynamoDb;

    public Transactions(DynamoDbClient dynamoDb) {
        this.dynamoDb = dynamoDb;
    }

    public enum Kind {
        DONE,
        /** A condition did not hold. */
        CONDITION,
        /** Others wrote at the same time, or too much is going on. */
        CONTENTION
    }

    /** The outcome; {@code reasons} has one code for each write of a cancelled transaction. */
    public record Result(Kind kind, List<String> reasons) {
        /** Whether the condition of the write at this position did not hold. */
        public boolean failed(int position) {
            return position < reasons.size() && reasons.get(position).equals(CONDITION_FAILED);
        }
    }

    /** Throws what is neither a condition nor contention: a defect, or a service out of reach. */
    public Result commit(List<TransactWriteItem> writes) {
        try {
            dynamoDb.transactWriteItems(request -> request.transactItems(writes));
            return new Result(Kind.DONE, List.of());
        } catch (TransactionCanceledException e) {
            List<String> reasons = e.cancellationReasons().stream()
                    .map(CancellationReason::code)
                    .map(code -> code == null ? "None" : code)
                    .toList();
            if (reasons.contains(CONDITION_FAILED)) {
                return new Result(Kind.CONDITION, reasons);
            }
            if (reasons.stream().anyMatch(CONTENTION::contains)) {
                return new Result(Kind.CONTENTION, reasons);
            }
            throw e;
        } catch (DynamoDbException e) {
            if (CONTENTION.contains(code(e))) {
                return new Result(Kind.CONTENTION, List.of());
            }
            throw e;
        }
    }

    private static String code(AwsServiceException e) {
        return e.awsErrorDetails() == null
                ? ""
                : String.valueOf(e.awsErrorDetails().errorCode());
    }
}
