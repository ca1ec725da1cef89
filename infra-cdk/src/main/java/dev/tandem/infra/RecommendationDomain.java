package dev.tandem.infra;

import static dev.tandem.infra.Grant.read;
import static dev.tandem.infra.Grant.send;
import static dev.tandem.infra.Grant.start;
import static dev.tandem.infra.Grant.table;
import static dev.tandem.infra.Grant.write;

import java.util.List;
import java.util.Optional;

/** Recommendation: behaviour in, sessions kept up to date, models built from the log and published, items with a reason out. */
final class RecommendationDomain {
    private static final String NAME = "recommendation";
    private static final String MODELS = "models/recommendation/";
    private static final String LOG = "interactions/";
    private static final String CATALOGUE = "catalogue/recommendation/";
    /** Written by the stock domain. */
    private static final String AVAILABILITY = "availability/";

    /** Written by the returns domain. */
    private static final String RETURN_SIGNALS = "insights/returns/signals.json";

    private static final String PRODUCT_DROPS = "partner-drops/products/";
    private static final String EXPOSURES = "exposures/";
    private static final String WORKFLOW = "BuildModels";

    private static final int ONLINE_MEMORY = 1024;

    /** The model is held in memory: some tens of bytes for each interaction of the log; and a whole vCPU answers faster. */
    private static final int RECOMMEND_MEMORY = 1769;

    /** The whole log passes through memory once: about a hundred bytes for each interaction, so some twenty million fit. */
    private static final int BUILD_MEMORY = 4096;

    private static final int ONLINE_TIMEOUT = 15;
    private static final int UPDATE_TIMEOUT = 60;
    private static final int IMPORT_TIMEOUT = 300;
    private static final int EXPORT_TIMEOUT = 300;

    /** As long as a function can run, less what the workflow's own timeout needs to come after it. */
    private static final int BUILD_TIMEOUT = 870;

    private RecommendationDomain() {}

    static Domain define() {
        return new Domain(
                NAME,
                List.of(
                        new Domain.TableSpec("SessionTable", Optional.empty(), Optional.of("deleteAt"), List.of()),
                        new Domain.TableSpec("ProductTable", Optional.empty(), Optional.empty(), List.of()),
                        new Domain.TableSpec("ProductFeedTable", Optional.of("sk"), Optional.of("deleteAt"), List.of()),
                        new Domain.TableSpec("BanditTable", Optional.of("sk"), Optional.of("deleteAt"), List.of()),
                        new Domain.TableSpec("AttributionKeyTable", Optional.empty(), Optional.empty(), List.of())),
                // Six times the function's timeout, as AWS advises for batches.
                List.of(
                        new Domain.QueueSpec("BehaviourQueue", 6 * UPDATE_TIMEOUT, 5, true),
                        new Domain.QueueSpec("FeedbackQueue", 6 * UPDATE_TIMEOUT, 5, true),
                        // One file in a call, and a file that takes several calls comes back as often.
                        new Domain.QueueSpec("ProductFeedQueue", IMPORT_TIMEOUT + 60, 6, true)),
                List.of(new Domain.DropSpec("PartnerBucket", PRODUCT_DROPS, "ProductFeedQueue")),
                functions(),
                List.of(new Domain.WorkflowSpec(
                        WORKFLOW,
                        "workflows/build-models.asl.json",
                        List.of(),
                        Optional.empty(),
                        // After the reconciliation, before the shops' morning.
                        Optional.of(new Trigger.Schedule(
                                "BuildModelsSchedule", "cron(0 3 * * ? *)", Optional.of("Europe/London"))))));
    }

    private static List<FunctionSpec> functions() {
        return List.of(
                online(
                        "IngestBehaviour",
                        "Takes behaviour events in, each judged by itself",
                        send("BehaviourQueue"),
                        send("FeedbackQueue")),
                new FunctionSpec(
                        "UpdateSession",
                        NAME,
                        "Keeps session states and writes the interaction log",
                        ONLINE_MEMORY,
                        UPDATE_TIMEOUT,
                        new Trigger.Queue("BehaviourQueue", 10, 10),
                        List.of(table("SessionTable", "BatchGetItem", "GetItem", "PutItem"), write("DataBucket", LOG))),
                new FunctionSpec(
                        "RecordFeedback",
                        NAME,
                        "Counts what became of answers, each once",
                        ONLINE_MEMORY,
                        UPDATE_TIMEOUT,
                        new Trigger.Queue("FeedbackQueue", 10, 10),
                        List.of(
                                table("BanditTable", "GetItem", "PutItem", "UpdateItem"),
                                table("AttributionKeyTable", "GetItem"),
                                write("DataBucket", EXPOSURES))),
                new FunctionSpec(
                        "Recommend",
                        NAME,
                        "What to show a shopper next, and why",
                        RECOMMEND_MEMORY,
                        ONLINE_TIMEOUT,
                        new Trigger.Route(),
                        List.of(
                                table("SessionTable", "BatchGetItem"),
                                table("BanditTable", "Query"),
                                table("AttributionKeyTable", "GetItem", "PutItem"),
                                read("DataBucket", MODELS, CATALOGUE, AVAILABILITY, RETURN_SIGNALS))),
                online(
                        "EraseBehaviour",
                        "Forgets what is remembered of the person who asks",
                        table("SessionTable", "BatchGetItem", "PutItem")),
                online(
                        "ListModels",
                        "The models in use, the latest builds and the weights",
                        table("BanditTable", "Query"),
                        read("DataBucket", MODELS)),
                online("StartModelBuild", "Has the models built now", start(WORKFLOW)),
                new FunctionSpec(
                        "CompactLog",
                        NAME,
                        "Merges the small files of the interaction log",
                        RECOMMEND_MEMORY,
                        BUILD_TIMEOUT,
                        new Trigger.Task(WORKFLOW),
                        List.of(
                                read("DataBucket", LOG),
                                new Grant.OnBucket(
                                        "DataBucket", List.of(LOG), List.of("PutObject", "DeleteObject"), false))),
                new FunctionSpec(
                        "BuildModel",
                        NAME,
                        "One part of the models learns from the interaction log and is judged",
                        BUILD_MEMORY,
                        BUILD_TIMEOUT,
                        new Trigger.Task(WORKFLOW),
                        List.of(
                                read("DataBucket", LOG, MODELS, CATALOGUE),
                                write("DataBucket", MODELS + "versions/", MODELS + "candidates/"))),
                new FunctionSpec(
                        "PublishModels",
                        NAME,
                        "Publishes the parts of a build that are not worse than those in use",
                        ONLINE_MEMORY,
                        UPDATE_TIMEOUT,
                        new Trigger.Task(WORKFLOW),
                        List.of(
                                read("DataBucket", MODELS),
                                write("DataBucket", MODELS + "manifest.json", MODELS + "builds/"))),
                new FunctionSpec(
                        "ImportProducts",
                        NAME,
                        "Lists partners' products",
                        RECOMMEND_MEMORY,
                        IMPORT_TIMEOUT,
                        new Trigger.Queue("ProductFeedQueue", 1, 2),
                        List.of(
                                table("ProductTable", "BatchGetItem", "UpdateItem"),
                                table("ProductFeedTable", "GetItem", "PutItem", "UpdateItem", "DeleteItem"),
                                read("PartnerBucket", PRODUCT_DROPS),
                                write("PartnerBucket", "rejected/" + PRODUCT_DROPS, "reports/" + PRODUCT_DROPS))),
                new FunctionSpec(
                        "ExportCatalogue",
                        NAME,
                        "Publishes the catalogue when it has changed",
                        RECOMMEND_MEMORY,
                        EXPORT_TIMEOUT,
                        new Trigger.Schedule("ExportCatalogueSchedule", "rate(2 minutes)", Optional.empty()),
                        List.of(
                                table("ProductTable", "Scan", "GetItem", "UpdateItem"),
                                read("DataBucket", CATALOGUE),
                                write("DataBucket", CATALOGUE))));
    }

    private static FunctionSpec online(String name, String purpose, Grant... grants) {
        return new FunctionSpec(
                name, NAME, purpose, ONLINE_MEMORY, ONLINE_TIMEOUT, new Trigger.Route(), List.of(grants));
    }
}
