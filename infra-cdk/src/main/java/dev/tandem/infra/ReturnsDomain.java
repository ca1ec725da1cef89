package dev.tandem.infra;

import static dev.tandem.infra.Grant.index;
import static dev.tandem.infra.Grant.read;
import static dev.tandem.infra.Grant.table;
import static dev.tandem.infra.Grant.write;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Returns: orders and policies in, returns asked for, checked and decided, coupons in place of money. */
final class ReturnsDomain {
    private static final String NAME = "returns";
    private static final String ORDER_DROPS = "partner-drops/orders/";
    private static final String POLICY_DROPS = "partner-drops/return-policies/";

    /** Where photos are; the bucket forgets them after {@link #PHOTO_DAYS}. */
    static final String PHOTOS = "returns/photos/";

    /** As the uploads' own metadata says: long enough for a return and a quarrel about it, no longer. */
    static final int PHOTO_DAYS = 60;

    /** The shop's photos of what it sells, a folder for each SKU; kept until they are replaced. */
    private static final String PRODUCT_PHOTOS = "product-photos/";

    private static final String PRECHECK = "PrecheckReturn";
    private static final Pattern MODEL = Pattern.compile("[a-z0-9][A-Za-z0-9.:_-]{1,127}");

    private static final int ONLINE_MEMORY = 1024;
    private static final int ONLINE_TIMEOUT = 15;

    /** Up to six photos of up to forty megapixels are decoded and searched, one after the other: two vCPUs. */
    private static final int PRECHECK_MEMORY = 3538;

    /** Just under what the gateway waits. */
    private static final int PRECHECK_TIMEOUT = 28;

    private static final int IMPORT_MEMORY = 1769;
    private static final int IMPORT_TIMEOUT = 300;

    private ReturnsDomain() {}

    static Domain define() {
        return new Domain(
                NAME,
                tables(),
                List.of(
                        // One file in a call, and a file that takes several calls comes back as often.
                        new Domain.QueueSpec("OrderFeedQueue", IMPORT_TIMEOUT + 60, 6, true),
                        new Domain.QueueSpec("ReturnPolicyQueue", 6 * 60, 5, true),
                        // Read by the payment system, the shop's order system, and whoever looks after returns that are
                        // stuck.
                        new Domain.QueueSpec("RefundQueue", 60, 5, false),
                        new Domain.QueueSpec("ExchangeQueue", 60, 5, false),
                        new Domain.QueueSpec("ReturnEscalationQueue", 60, 5, false)),
                List.of(
                        new Domain.DropSpec("PartnerBucket", ORDER_DROPS, "OrderFeedQueue"),
                        new Domain.DropSpec("PartnerBucket", POLICY_DROPS, "ReturnPolicyQueue")),
                Stream.concat(functions().stream(), LifecycleFunctions.define(NAME).stream())
                        .toList(),
                List.of(new Domain.WorkflowSpec(
                        LifecycleFunctions.WORKFLOW,
                        "workflows/return-lifecycle.asl.json",
                        List.of(),
                        Optional.empty(),
                        Optional.empty())));
    }

    /** The domain with a model of Amazon Bedrock that gives a second opinion on photos, and the right to ask it. */
    static Domain withSecondOpinion(Domain returns, String model) {
        if (!MODEL.matcher(model).matches()) {
            throw new IllegalStateException("secondOpinionModel takes the id of a Bedrock model or inference profile");
        }
        return new Domain(
                returns.name(),
                returns.tables(),
                returns.queues(),
                returns.drops(),
                returns.functions().stream()
                        .map(spec -> spec.name().equals(PRECHECK)
                                ? spec.withGrants(List.of(new Grant.OnModel("SecondOpinionModel", model)))
                                : spec)
                        .toList(),
                returns.workflows());
    }

    private static List<Domain.TableSpec> tables() {
        Optional<String> none = Optional.empty();
        return List.of(
                new Domain.TableSpec(
                        "OrderTable",
                        none,
                        none,
                        List.of(new Domain.IndexSpec("byShopper", "shopperId", "orderedAt", false))),
                new Domain.TableSpec(
                        "ReturnTable",
                        none,
                        none,
                        List.of(
                                new Domain.IndexSpec("byShopper", "shopperId", "createdAt", false),
                                new Domain.IndexSpec("byDay", "day", "createdAt", false),
                                new Domain.IndexSpec("byDeadline", "deadlineShard", "deadlineAt", true))),
                new Domain.TableSpec("PolicyTable", none, none, List.of()),
                new Domain.TableSpec("CouponTable", none, none, List.of()),
                new Domain.TableSpec("PhotoIndexTable", none, Optional.of("deleteAt"), List.of()),
                new Domain.TableSpec(
                        "LifecycleTable",
                        none,
                        none,
                        List.of(
                                new Domain.IndexSpec("byDay", "clockDay", "pk", false),
                                new Domain.IndexSpec("byAge", "outbox", "writtenAt", false))),
                new Domain.TableSpec("ReturnFeedTable", Optional.of("sk"), Optional.of("deleteAt"), List.of()));
    }

    private static List<FunctionSpec> functions() {
        Grant answers = table("IdempotencyTable", "GetItem", "PutItem");
        Grant orders = table("OrderTable", "GetItem", "PutItem");
        Grant returns = table("ReturnTable", "GetItem", "PutItem");
        Grant policy = table("PolicyTable", "GetItem");
        Grant pastOrders = index("OrderTable", "byShopper", "Query");
        Grant pastReturns = index("ReturnTable", "byShopper", "Query");
        Grant photosIn = write("DataBucket", PHOTOS);
        Grant coupons = table("CouponTable", "GetItem", "PutItem");
        return List.of(
                online("PutOrder", "A shop tells an order", orders, answers),
                new FunctionSpec(
                        "ImportOrders",
                        NAME,
                        "Takes shops' order files in",
                        IMPORT_MEMORY,
                        IMPORT_TIMEOUT,
                        new Trigger.Queue("OrderFeedQueue", 1, 2),
                        List.of(
                                orders,
                                table("ReturnFeedTable", "GetItem", "PutItem", "UpdateItem", "DeleteItem"),
                                read("PartnerBucket", ORDER_DROPS),
                                write("PartnerBucket", "rejected/" + ORDER_DROPS, "reports/" + ORDER_DROPS))),
                online(
                        "GetReturnable",
                        "What of an order may be returned, and why not",
                        table("OrderTable", "GetItem"),
                        pastOrders,
                        table("ReturnTable", "GetItem"),
                        pastReturns,
                        policy),
                online("StartReturn", "Opens a return and signs its uploads", orders, returns, photosIn, answers),
                online("AddReturnPhotos", "Signs uploads for photos taken again", returns, photosIn, answers),
                online(
                        "GetReturn",
                        "Where a return stands",
                        table("ReturnTable", "GetItem"),
                        table("LifecycleTable", "GetItem")),
                new FunctionSpec(
                        PRECHECK,
                        NAME,
                        "Decides from policy and photos whether a return qualifies",
                        PRECHECK_MEMORY,
                        PRECHECK_TIMEOUT,
                        new Trigger.Route(),
                        List.of(
                                orders,
                                pastOrders,
                                returns,
                                pastReturns,
                                policy,
                                read("DataBucket", PHOTOS),
                                read("PartnerBucket", PRODUCT_PHOTOS),
                                table("PhotoIndexTable", "GetItem", "BatchGetItem", "PutItem", "UpdateItem"),
                                answers)),
                online("DecideReturn", "Staff overrule a decision", orders, returns, answers),
                online("ChooseCompensation", "The shopper chooses what to get", orders, returns, coupons, answers),
                online("GetCoupon", "What a coupon is worth", table("CouponTable", "GetItem")),
                online("RedeemCoupon", "Uses a coupon up", coupons, answers),
                online("RevokeCoupon", "Takes a coupon back", coupons, answers),
                new FunctionSpec(
                        "ImportReturnPolicy",
                        NAME,
                        "Checks and stores dropped policies",
                        ONLINE_MEMORY,
                        60,
                        new Trigger.Queue("ReturnPolicyQueue", 1, 2),
                        List.of(
                                table("PolicyTable", "GetItem", "PutItem"),
                                read("PartnerBucket", POLICY_DROPS),
                                write("PartnerBucket", "reports/" + POLICY_DROPS))),
                online("AddReturnPolicy", "Staff bring a policy", table("PolicyTable", "GetItem", "PutItem"), answers),
                online(
                        "ListReturnPolicies",
                        "All policies and which is in force",
                        table("PolicyTable", "GetItem", "Scan")),
                online(
                        "ActivateReturnPolicy",
                        "Puts a policy in force",
                        table("PolicyTable", "GetItem", "PutItem"),
                        answers),
                online(
                        "DryRunReturnPolicy",
                        "What a policy would have decided differently",
                        policy,
                        index("ReturnTable", "byDay", "Query")));
    }

    private static FunctionSpec online(String name, String purpose, Grant... grants) {
        return new FunctionSpec(
                name, NAME, purpose, ONLINE_MEMORY, ONLINE_TIMEOUT, new Trigger.Route(), List.of(grants));
    }
}
