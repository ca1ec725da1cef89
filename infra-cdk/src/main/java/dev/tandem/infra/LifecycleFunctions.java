package dev.tandem.infra;

import static dev.tandem.infra.Grant.index;
import static dev.tandem.infra.Grant.read;
import static dev.tandem.infra.Grant.send;
import static dev.tandem.infra.Grant.startAndAnswer;
import static dev.tandem.infra.Grant.table;
import static dev.tandem.infra.Grant.write;

import java.util.List;
import java.util.Optional;

/** The functions that take a return from its approval to goods on sale and money paid, and that learn from why it came. */
final class LifecycleFunctions {
    static final String WORKFLOW = "ReturnLifecycle";
    private static final String INSIGHTS = "insights/returns/";
    private static final int ONLINE_MEMORY = 1024;
    private static final int ONLINE_TIMEOUT = 15;

    /** Half of what the workflow allows, so that a step ends by its own timeout and with its own log. */
    private static final int TASK_TIMEOUT = 30;

    private static final int NIGHT_TIMEOUT = 300;

    private LifecycleFunctions() {}

    static List<FunctionSpec> define(String domain) {
        Grant answers = table("IdempotencyTable", "GetItem", "PutItem");
        Grant readReturn = table("ReturnTable", "GetItem");
        Grant returns = table("ReturnTable", "GetItem", "PutItem");
        Grant lives = table("LifecycleTable", "GetItem", "PutItem", "DeleteItem");
        Grant livesAndLoad = table("LifecycleTable", "GetItem", "PutItem", "UpdateItem", "DeleteItem");
        Grant orders = table("OrderTable", "GetItem", "PutItem");
        Grant escalate = send("ReturnEscalationQueue");
        Trigger route = new Trigger.Route();
        Trigger task = new Trigger.Task(WORKFLOW);
        return List.of(
                function(
                        domain,
                        "ArrangeCollection",
                        "Offers times for a courier to call",
                        ONLINE_TIMEOUT,
                        route,
                        List.of(returns, lives, answers, startAndAnswer(WORKFLOW))),
                function(
                        domain,
                        "ChooseSlot",
                        "The shopper takes one of the times",
                        ONLINE_TIMEOUT,
                        route,
                        List.of(readReturn, lives, answers, startAndAnswer(WORKFLOW))),
                function(
                        domain,
                        "ScanReturn",
                        "Parcels collected and received, goods handed in",
                        ONLINE_TIMEOUT,
                        route,
                        List.of(returns, lives, answers, startAndAnswer(WORKFLOW))),
                function(
                        domain,
                        "GradeReturn",
                        "How the goods of a return were found",
                        ONLINE_TIMEOUT,
                        route,
                        List.of(readReturn, lives, answers, startAndAnswer(WORKFLOW))),
                function(
                        domain,
                        "PutSortingCentre",
                        "Opens or changes a sorting centre",
                        ONLINE_TIMEOUT,
                        route,
                        List.of(table("LifecycleTable", "GetItem", "PutItem"), answers)),
                function(
                        domain,
                        "GetReturnMetrics",
                        "How the promises of returns are kept",
                        ONLINE_TIMEOUT,
                        route,
                        List.of(table("LifecycleTable", "GetItem"), index("LifecycleTable", "byDay", "Query"))),
                function(
                        domain,
                        "AwaitReturnStep",
                        "Remembers what a return waits for",
                        TASK_TIMEOUT,
                        task,
                        List.of(readReturn, lives)),
                function(
                        domain,
                        "MoveReturn",
                        "A return comes a stage further, waits in vain, or fails",
                        TASK_TIMEOUT,
                        task,
                        List.of(returns, livesAndLoad, orders, escalate)),
                function(
                        domain,
                        "SettleReturn",
                        "Books goods and pays, both once",
                        TASK_TIMEOUT,
                        task,
                        List.of(
                                returns,
                                lives,
                                orders,
                                table("CouponTable", "GetItem", "PutItem"),
                                escalate,
                                send("StockMovementQueue"),
                                send("RefundQueue"),
                                send("ExchangeQueue"))),
                function(
                        domain,
                        "RelayReturnMessages",
                        "Sends what a process that died has left behind",
                        60,
                        new Trigger.Schedule("RelayReturnMessagesSchedule", "rate(1 minute)", Optional.empty()),
                        List.of(
                                table("LifecycleTable", "GetItem", "DeleteItem"),
                                index("LifecycleTable", "byAge", "Query"),
                                startAndAnswer(WORKFLOW),
                                escalate,
                                send("StockMovementQueue"),
                                send("RefundQueue"),
                                send("ExchangeQueue"))),
                function(
                        domain,
                        "ExpireReturns",
                        "Ends returns that nobody goes on with",
                        NIGHT_TIMEOUT,
                        new Trigger.Schedule("ExpireReturnsSchedule", "rate(1 hour)", Optional.empty()),
                        List.of(
                                returns,
                                index("ReturnTable", "byDeadline", "Query"),
                                orders,
                                table("LifecycleTable", "GetItem"),
                                escalate)),
                function(
                        domain,
                        "WriteReturnInsights",
                        "Why things come back, by SKU and decision",
                        NIGHT_TIMEOUT,
                        new Trigger.Schedule(
                                "WriteReturnInsightsSchedule", "cron(0 4 * * ? *)", Optional.of("Europe/London")),
                        List.of(
                                index("ReturnTable", "byDay", "Query"),
                                read("DataBucket", INSIGHTS),
                                write("DataBucket", INSIGHTS))),
                function(
                        domain,
                        "GetReturnInsights",
                        "Why a product comes back",
                        ONLINE_TIMEOUT,
                        route,
                        List.of(read("DataBucket", INSIGHTS))));
    }

    private static FunctionSpec function(
            String domain, String name, String purpose, int timeout, Trigger trigger, List<Grant> grants) {
        return new FunctionSpec(name, domain, purpose, ONLINE_MEMORY, timeout, trigger, grants);
    }
}
