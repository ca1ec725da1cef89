package dev.tandem.returns.coupon;

import dev.tandem.commons.Json;
import dev.tandem.commons.dynamodb.Items;
import dev.tandem.commons.dynamodb.Transactions;
import dev.tandem.commons.idempotency.FirstAnswer;
import dev.tandem.commons.idempotency.IdempotencyTable;
import dev.tandem.returns.order.OrderTable;
import dev.tandem.returns.order.Orders.Written;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.Put;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;

/**
 * Coupons. Layout: {@code pk} = {@code COUPON#<id>}; {@code document} the coupon as JSON, {@code version} beside it. {@code pk} = {@code
 * KEY} holds the {@code key} that coupons are signed with: 32 random bytes, made once. Only functions that make or check coupons have a
 * right to this table, which is encrypted at rest as all are; a key in KMS would cost a call for each coupon that is looked at.
 */
public final class CouponTable implements Coupons {
    private static final Map<String, AttributeValue> KEY = Map.of("pk", Items.of("KEY"));
    private static final SecureRandom RANDOM = new SecureRandom();

    private final DynamoDbClient dynamoDb;
    private final Transactions transactions;
    private final String table;
    private final IdempotencyTable answers;
    private @Nullable CouponSigner signer;

    public CouponTable(DynamoDbClient dynamoDb, String table, IdempotencyTable answers) {
        this.dynamoDb = dynamoDb;
        this.transactions = new Transactions(dynamoDb);
        this.table = table;
        this.answers = answers;
    }

    @Override
    public Optional<Coupon> find(String couponId) {
        Map<String, AttributeValue> item = get(Map.of("pk", Items.of("COUPON#" + couponId)));
        return item.isEmpty() ? Optional.empty() : Optional.of(Json.read(Items.text(item, "document"), Coupon.class));
    }

    @Override
    public Written put(Coupon before, Coupon after, FirstAnswer answer) {
        TransactWriteItem write = TransactWriteItem.builder()
                .put(Put.builder()
                        .tableName(table)
                        .item(item(after))
                        .conditionExpression("#version = :version")
                        .expressionAttributeNames(Map.of("#version", "version"))
                        .expressionAttributeValues(Map.of(":version", Items.of(before.version())))
                        .build())
                .build();
        return OrderTable.written(
                transactions.commit(List.of(
                        answers.put(answer.scope(), answer.key(), answer.requestHash(), answer.response()), write)),
                true);
    }

    /** The write of a new coupon, to be part of the transaction that it comes of. It fails when the return has its coupon already. */
    public TransactWriteItem issueItem(Coupon coupon) {
        return TransactWriteItem.builder()
                .put(Put.builder()
                        .tableName(table)
                        .item(item(coupon))
                        .conditionExpression("attribute_not_exists(pk)")
                        .build())
                .build();
    }

    private static Map<String, AttributeValue> item(Coupon coupon) {
        return Map.of(
                "pk", Items.of("COUPON#" + coupon.couponId()),
                "document", Items.of(Json.write(coupon)),
                "version", Items.of(coupon.version()));
    }

    @Override
    public synchronized CouponSigner signer() {
        CouponSigner known = signer;
        if (known == null) {
            known = new CouponSigner(key());
            signer = known;
        }
        return known;
    }

    private byte[] key() {
        Map<String, AttributeValue> item = get(KEY);
        if (!item.isEmpty()) {
            return Items.required(item, "key").b().asByteArray();
        }
        byte[] made = new byte[32];
        RANDOM.nextBytes(made);
        try {
            dynamoDb.putItem(request -> request.tableName(table)
                    .item(Map.of("pk", Items.of("KEY"), "key", AttributeValue.fromB(SdkBytes.fromByteArray(made))))
                    .conditionExpression("attribute_not_exists(pk)"));
            return made;
        } catch (ConditionalCheckFailedException e) {
            return Items.required(get(KEY), "key").b().asByteArray();
        }
    }

    private Map<String, AttributeValue> get(Map<String, AttributeValue> key) {
        return dynamoDb.getItem(
                        request -> request.tableName(table).consistentRead(true).key(key))
                .item();
    }
}
