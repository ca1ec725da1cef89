package dev.tandem.infra;

import static dev.tandem.infra.Grant.read;
import static dev.tandem.infra.Grant.send;
import static dev.tandem.infra.Grant.start;
import static dev.tandem.infra.Grant.table;
import static dev.tandem.infra.Grant.write;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Forecasts: sales and signals in, histories kept by group, forecasts refreshed side by side and published at once. */
final class ForecastDomain {
    static final String DATA = "forecast/";
    private static final String NAME = "forecast";
    static final String CHANGES = DATA + "changes/";
    static final String RUNS = DATA + "runs/";
    private static final String MANIFESTS = DATA + "manifests/";
    private static final String GROUPS = DATA + "groups/";
    private static final String POOLS = DATA + "pools/";
    private static final String AGGREGATES = DATA + "aggregates/";
    /** Written for planners, who have a month to fetch them. */
    static final String EXPORTS = "exports/forecasts/";

    static final int EXPORT_DAYS = 30;
    private static final String SALES_DROPS = "partner-drops/demand-sales/";
    private static final List<String> FACT_DROPS = List.of(
            "partner-drops/demand-prices/",
            "partner-drops/demand-signals/",
            "partner-drops/demand-products/",
            "partner-drops/demand-stock-outs/",
            "partner-drops/demand-closed-days/");
    private static final String WORKFLOW = "ForecastRefresh";
    private static final String EXPORT_WORKFLOW = "ForecastExport";

    private static final int ONLINE_MEMORY = 1024;

    /** A whole vCPU: imports and models are bound by it. */
    private static final int WORK_MEMORY = 1769;

    private static final int ONLINE_TIMEOUT = 15;
    private static final int IMPORT_TIMEOUT = 300;
    private static final int TASK_TIMEOUT = 170;

    private ForecastDomain() {}

    static Domain define() {
        return new Domain(
                NAME,
                List.of(new Domain.TableSpec("ForecastTable", Optional.of("sk"), Optional.of("deleteAt"), List.of())),
                List.of(
                        // One file in a call, and a file that takes several calls comes back as often.
                        new Domain.QueueSpec("DemandSalesQueue", IMPORT_TIMEOUT + 60, 6, true),
                        new Domain.QueueSpec("DemandSignalQueue", IMPORT_TIMEOUT + 60, 6, true),
                        // Read by planning: which groups of series have new forecasts.
                        new Domain.QueueSpec("ForecastChangeQueue", 60, 5, false)),
                drops(),
                functions(),
                List.of(
                        new Domain.WorkflowSpec(
                                WORKFLOW,
                                "workflows/forecast-refresh.asl.json",
                                List.of(),
                                Optional.of(new Domain.ItemsSpec("DataBucket", RUNS)),
                                Optional.of(new Trigger.Schedule(
                                        "ForecastRefreshSchedule", "rate(15 minutes)", Optional.empty()))),
                        new Domain.WorkflowSpec(
                                EXPORT_WORKFLOW,
                                "workflows/forecast-export.asl.json",
                                List.of(),
                                Optional.of(new Domain.ItemsSpec("DataBucket", EXPORTS)),
                                Optional.of(new Trigger.Schedule(
                                        "ForecastExportSchedule", "cron(0 4 * * ? *)", Optional.of("UTC"))))));
    }

    private static List<Domain.DropSpec> drops() {
        List<Domain.DropSpec> drops = new ArrayList<>();
        drops.add(new Domain.DropSpec("PartnerBucket", SALES_DROPS, "DemandSalesQueue"));
        FACT_DROPS.forEach(prefix -> drops.add(new Domain.DropSpec("PartnerBucket", prefix, "DemandSignalQueue")));
        return drops;
    }

    /** What becomes of partners' files is written beside them. */
    private static Grant accounts(List<String> drops) {
        List<String> prefixes = new ArrayList<>();
        for (String drop : drops) {
            prefixes.add("rejected/" + drop);
            prefixes.add("reports/" + drop);
        }
        return write("PartnerBucket", prefixes.toArray(String[]::new));
    }

    private static List<FunctionSpec> functions() {
        return List.of(
                new FunctionSpec(
                        "ImportSales",
                        NAME,
                        "Takes partners' sales into the demand histories",
                        WORK_MEMORY,
                        IMPORT_TIMEOUT,
                        new Trigger.Queue("DemandSalesQueue", 1, 4),
                        List.of(
                                table("ForecastTable", "GetItem", "PutItem", "UpdateItem", "DeleteItem"),
                                read("PartnerBucket", SALES_DROPS),
                                accounts(List.of(SALES_DROPS)),
                                write("DataBucket", CHANGES))),
                new FunctionSpec(
                        "ImportSignals",
                        NAME,
                        "Takes prices, signals, products, stock-outs and closed days into the demand histories",
                        WORK_MEMORY,
                        IMPORT_TIMEOUT,
                        new Trigger.Queue("DemandSignalQueue", 1, 4),
                        List.of(
                                table("ForecastTable", "GetItem", "PutItem", "UpdateItem", "DeleteItem"),
                                read("PartnerBucket", FACT_DROPS.toArray(String[]::new)),
                                accounts(FACT_DROPS),
                                write("DataBucket", CHANGES))),
                task(
                        "PlanRefresh",
                        "Decides which groups of series are to be refreshed",
                        ONLINE_MEMORY,
                        table("ForecastTable", "GetItem", "PutItem", "UpdateItem", "DeleteItem", "Query"),
                        read("DataBucket", DATA),
                        write("DataBucket", RUNS, GROUPS)),
                task(
                        "LearnDemandPool",
                        "Learns once a day what the series of the shop teach each other",
                        WORK_MEMORY,
                        table("ForecastTable", "GetItem", "UpdateItem"),
                        read("DataBucket", DATA),
                        write("DataBucket", RUNS, POOLS)),
                task(
                        "RefreshForecast",
                        "Merges what is new into a few groups' histories and forecasts their series",
                        WORK_MEMORY,
                        table("ForecastTable", "GetItem", "PutItem", "UpdateItem", "Query"),
                        read("DataBucket", DATA),
                        write("DataBucket", GROUPS)),
                task(
                        "ReconcileForecasts",
                        "Makes forecasts of series, categories, regions and the total add up",
                        WORK_MEMORY,
                        table("ForecastTable", "GetItem", "PutItem", "UpdateItem", "Query"),
                        read("DataBucket", RUNS, MANIFESTS, GROUPS, AGGREGATES),
                        write("DataBucket", AGGREGATES)),
                task(
                        "PublishForecast",
                        "Makes what a refresh has made the version that readers see",
                        ONLINE_MEMORY,
                        table("ForecastTable", "GetItem", "PutItem", "UpdateItem", "DeleteItem", "Query"),
                        read("DataBucket", DATA),
                        new Grant.OnBucket(
                                "DataBucket",
                                List.of(RUNS, MANIFESTS, GROUPS, POOLS, AGGREGATES),
                                List.of("PutObject", "DeleteObject"),
                                false),
                        send("ForecastChangeQueue")),
                new FunctionSpec(
                        "GetForecast",
                        NAME,
                        "The forecast of one SKU, as numbers and as a picture",
                        WORK_MEMORY,
                        ONLINE_TIMEOUT,
                        new Trigger.Route(),
                        List.of(
                                table("ForecastTable", "GetItem", "PutItem"),
                                read("DataBucket", MANIFESTS, GROUPS, AGGREGATES, POOLS))),
                new FunctionSpec(
                        "GetForecastAggregate",
                        NAME,
                        "The forecast of a category, a region or the total",
                        ONLINE_MEMORY,
                        ONLINE_TIMEOUT,
                        new Trigger.Route(),
                        List.of(
                                table("ForecastTable", "GetItem", "PutItem"),
                                read("DataBucket", MANIFESTS, AGGREGATES))),
                online(
                        "StartForecastRefresh",
                        "Has forecasts refreshed now",
                        table("ForecastTable", "PutItem"),
                        start(WORKFLOW)),
                online("GetForecastRefresh", "How far a refresh is", table("ForecastTable", "GetItem", "Query")),
                online(
                        "StartForecastExport",
                        "Has all forecasts written as files for planners",
                        table("ForecastTable", "GetItem", "PutItem"),
                        start(EXPORT_WORKFLOW)),
                online(
                        "GetForecastExport",
                        "How far an export is, and links to its files",
                        table("ForecastTable", "GetItem", "Query"),
                        read("DataBucket", EXPORTS)),
                exportTask(
                        "PlanForecastExport",
                        "Picks the version to export and cuts it into parts",
                        table("ForecastTable", "GetItem", "PutItem"),
                        read("DataBucket", MANIFESTS, EXPORTS),
                        write("DataBucket", EXPORTS)),
                exportTask(
                        "WriteForecastExport",
                        "Writes the forecasts of some groups of series as CSV",
                        table("ForecastTable", "PutItem", "Query"),
                        read("DataBucket", MANIFESTS, GROUPS, AGGREGATES, EXPORTS),
                        write("DataBucket", EXPORTS)),
                exportTask(
                        "FinishForecastExport",
                        "Writes what is in an export, or gives it up",
                        table("ForecastTable", "GetItem", "PutItem", "DeleteItem", "Query"),
                        read("DataBucket", MANIFESTS, AGGREGATES, EXPORTS),
                        write("DataBucket", EXPORTS)));
    }

    private static FunctionSpec online(String name, String purpose, Grant... grants) {
        return new FunctionSpec(
                name, NAME, purpose, ONLINE_MEMORY, ONLINE_TIMEOUT, new Trigger.Route(), List.of(grants));
    }

    private static FunctionSpec task(String name, String purpose, int memory, Grant... grants) {
        return new FunctionSpec(name, NAME, purpose, memory, TASK_TIMEOUT, new Trigger.Task(WORKFLOW), List.of(grants));
    }

    private static FunctionSpec exportTask(String name, String purpose, Grant... grants) {
        return new FunctionSpec(
                name, NAME, purpose, WORK_MEMORY, TASK_TIMEOUT, new Trigger.Task(EXPORT_WORKFLOW), List.of(grants));
    }
}
