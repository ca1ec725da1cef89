package dev.tandem.infra;

import static dev.tandem.infra.Grant.index;
import static dev.tandem.infra.Grant.read;
import static dev.tandem.infra.Grant.send;
import static dev.tandem.infra.Grant.table;
import static dev.tandem.infra.Grant.write;

import java.util.List;
import java.util.Optional;

/** Stock: what is where, reservations, partner files, and the nightly proof that ledger and balances agree. */
final class StockDomain {
    private static final String NAME = "stock";

    /** One vCPU comes with 1769 MiB; half of one answers a lookup in milliseconds and starts fast enough with SnapStart. */
    private static final int ONLINE_MEMORY = 1024;

    /** Files are streamed, so memory buys CPU: a whole vCPU, because an import is bound by it. */
    private static final int IMPORT_MEMORY = 1769;

    /** API Gateway gives up after 29 s; nobody at a till waits longer than this. */
    private static final int ONLINE_TIMEOUT = 15;

    /** Just under what the workflow allows a step, so that a step ends by its own timeout and with its own log. */
    private static final int TASK_TIMEOUT = 170;

    /** Long enough for a few hundred thousand rows; a larger file goes on from its checkpoint when it is delivered again. */
    private static final int IMPORT_TIMEOUT = 300;

    /** Until the next export begins. */
    private static final int EXPORT_TIMEOUT = 290;

    /** One message in a call and at least as many calls as the mapping starts, so little more than the timeout is enough. */
    private static final int IMPORT_VISIBILITY = IMPORT_TIMEOUT + 60;

    /** Enough deliveries for a file that takes several calls, few enough that a poison message is out of the way soon. */
    private static final int IMPORT_RECEIVES = 6;

    private static final Trigger ROUTE = new Trigger.Route();
    private static final String RECONCILIATION = "StockReconciliation";

    private StockDomain() {}

    static Domain define() {
        return new Domain(
                NAME,
                tables(),
                queues(),
                List.of(
                        new Domain.DropSpec("PartnerBucket", "partner-drops/stock/", "StockFeedQueue"),
                        new Domain.DropSpec("PartnerBucket", "partner-drops/sales/", "SalesFeedQueue"),
                        new Domain.DropSpec("PartnerBucket", "partner-drops/locations/", "LocationFeedQueue")),
                functions(),
                List.of(new Domain.WorkflowSpec(
                        RECONCILIATION,
                        "workflows/stock-reconciliation.asl.json",
                        List.of("DataBucket", "StockDifferenceQueue"),
                        Optional.of(new Domain.ItemsSpec("DataBucket", "reconciliation/")),
                        // At night in the shops' own time, when counts stand still.
                        Optional.of(new Trigger.Schedule(
                                "StockReconciliationSchedule", "cron(0 2 * * ? *)", Optional.of("Europe/London"))))));
    }

    private static List<Domain.TableSpec> tables() {
        Optional<String> sk = Optional.of("sk");
        Optional<String> none = Optional.empty();
        Optional<String> deleteAt = Optional.of("deleteAt");
        return List.of(
                new Domain.TableSpec(
                        "StockTable", sk, none, List.of(new Domain.IndexSpec("byLocation", "location", "sku", false))),
                new Domain.TableSpec("MovementTable", sk, none, List.of()),
                new Domain.TableSpec("LocationTable", none, none, List.of()),
                new Domain.TableSpec(
                        "ReservationTable",
                        none,
                        deleteAt,
                        List.of(new Domain.IndexSpec("byExpiry", "expiryShard", "expiresAtSort", true))),
                new Domain.TableSpec("IdempotencyTable", none, deleteAt, List.of()),
                new Domain.TableSpec("FeedTable", sk, deleteAt, List.of()));
    }

    private static List<Domain.QueueSpec> queues() {
        return List.of(
                new Domain.QueueSpec("StockFeedQueue", IMPORT_VISIBILITY, IMPORT_RECEIVES, true),
                new Domain.QueueSpec("SalesFeedQueue", IMPORT_VISIBILITY, IMPORT_RECEIVES, true),
                new Domain.QueueSpec("LocationFeedQueue", IMPORT_VISIBILITY, IMPORT_RECEIVES, true),
                // Six times the function's timeout, as AWS advises for batches.
                new Domain.QueueSpec("StockMovementQueue", 180, 5, true),
                new Domain.QueueSpec("StockDifferenceQueue", 60, 5, false));
    }

    private static List<FunctionSpec> functions() {
        Grant readLocations = table("LocationTable", "Scan");
        Grant readStock = table("StockTable", "Query");
        Grant settle = table("StockTable", "UpdateItem", "DeleteItem");
        Grant post = table("MovementTable", "PutItem");
        Grant reservations = table("ReservationTable", "GetItem", "PutItem");
        Grant firstAnswers = table("IdempotencyTable", "GetItem", "PutItem");

        return List.of(
                online("LookupStock", "Stock of one SKU by location, nearest first", readStock, readLocations),
                online("QueryStock", "Stock of up to 100 SKUs in one request", readStock, readLocations),
                online("ListMovements", "The ledger of one SKU at one location", table("MovementTable", "Query")),
                online(
                        "ReserveStock",
                        "Holds stock for a shopper, all lines or none",
                        table("StockTable", "Query", "PutItem", "UpdateItem", "DeleteItem"),
                        post,
                        reservations,
                        firstAnswers,
                        readLocations),
                online(
                        "GetReservation",
                        "One reservation, for its owner and for staff",
                        table("ReservationTable", "GetItem")),
                online("ReleaseReservation", "Lets reserved stock go", settle, post, reservations, firstAnswers),
                online(
                        "ConfirmPickup",
                        "Hands reserved goods over",
                        settle,
                        post,
                        table("ReservationTable", "GetItem", "PutItem", "UpdateItem"),
                        firstAnswers),
                online("ListLocations", "Stores and warehouses", readLocations),
                online(
                        "PutLocation",
                        "Opens or changes a store or warehouse",
                        table("LocationTable", "PutItem"),
                        firstAnswers),
                new FunctionSpec(
                        "ExpireReservations",
                        NAME,
                        "Ends holds whose time is over",
                        ONLINE_MEMORY,
                        60,
                        new Trigger.Schedule("ExpireReservationsSchedule", "rate(1 minute)", Optional.empty()),
                        List.of(index("ReservationTable", "byExpiry", "Query"), reservations, settle, post)),
                new FunctionSpec(
                        "ExportAvailability",
                        NAME,
                        "Writes what can be promised where into one file",
                        IMPORT_MEMORY,
                        EXPORT_TIMEOUT,
                        new Trigger.Schedule("ExportAvailabilitySchedule", "rate(5 minutes)", Optional.empty()),
                        List.of(table("StockTable", "Scan"), readLocations, write("DataBucket", "availability/"))),
                new FunctionSpec(
                        "ApplyStockMovement",
                        NAME,
                        "Posts the movements that other domains decide",
                        ONLINE_MEMORY,
                        30,
                        new Trigger.Queue("StockMovementQueue", 10, 5),
                        List.of(table("StockTable", "GetItem", "UpdateItem"), post, readLocations)),
                partnerFile(
                        "ImportStockFeed",
                        "Applies partners' stock snapshots and deltas",
                        "StockFeedQueue",
                        "stock",
                        List.of(
                                index("StockTable", "byLocation", "Query"),
                                table("StockTable", "BatchGetItem", "UpdateItem"),
                                post,
                                table("FeedTable", "ConditionCheckItem"),
                                readLocations)),
                partnerFile(
                        "ImportSalesFeed",
                        "Posts partners' sales and returns to stock",
                        "SalesFeedQueue",
                        "sales",
                        List.of(
                                table("StockTable", "UpdateItem"),
                                post,
                                table("FeedTable", "BatchGetItem"),
                                readLocations)),
                partnerFile(
                        "ImportLocations",
                        "Opens and changes locations from a partner's file",
                        "LocationFeedQueue",
                        "locations",
                        List.of(table("LocationTable", "Scan", "PutItem"))),
                online(
                        "PresignPartnerDrop",
                        "Signs the upload of one partner file",
                        write("PartnerBucket", "partner-drops/"),
                        table("FeedTable", "PutItem"),
                        firstAnswers),
                online(
                        "GetPartnerDrop",
                        "What became of a partner file",
                        read("PartnerBucket", "reports/"),
                        table("FeedTable", "GetItem")),
                task(
                        "PlanReconciliation",
                        "Lists the locations to reconcile",
                        readLocations,
                        write("DataBucket", "reconciliation/")),
                task(
                        "ReconcileLocation",
                        "Compares ledger and balances of a few locations",
                        index("StockTable", "byLocation", "Query"),
                        table("StockTable", "GetItem"),
                        table("MovementTable", "Query"),
                        write("DataBucket", "reconciliation/")),
                task(
                        "FinishReconciliation",
                        "Writes the reconciliation report and queues differences",
                        read("DataBucket", "reconciliation/"),
                        write("DataBucket", "reconciliation/"),
                        send("StockDifferenceQueue")));
    }

    private static FunctionSpec online(String name, String purpose, Grant... grants) {
        return new FunctionSpec(name, NAME, purpose, ONLINE_MEMORY, ONLINE_TIMEOUT, ROUTE, List.of(grants));
    }

    /** A function that reads one kind of partner file, sets bad rows aside and leaves a report. */
    private static FunctionSpec partnerFile(
            String name, String purpose, String queue, String kind, List<Grant> grants) {
        return new FunctionSpec(
                        name, NAME, purpose, IMPORT_MEMORY, IMPORT_TIMEOUT, new Trigger.Queue(queue, 1, 4), grants)
                .withGrants(List.of(
                        // The file's own record: how far it came, and that it was there before.
                        table("FeedTable", "GetItem", "PutItem", "UpdateItem", "DeleteItem"),
                        read("PartnerBucket", "partner-drops/" + kind + "/"),
                        write(
                                "PartnerBucket",
                                "rejected/partner-drops/" + kind + "/",
                                "reports/partner-drops/" + kind + "/")));
    }

    private static FunctionSpec task(String name, String purpose, Grant... grants) {
        return new FunctionSpec(
                name, NAME, purpose, ONLINE_MEMORY, TASK_TIMEOUT, new Trigger.Task(RECONCILIATION), List.of(grants));
    }
}
