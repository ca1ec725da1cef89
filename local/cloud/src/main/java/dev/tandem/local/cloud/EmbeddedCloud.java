package dev.tandem.local.cloud;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tandem.local.backends.FrontDoor;
import dev.tandem.local.backends.ObjectEvent;
import dev.tandem.local.gateway.Gateway;
import dev.tandem.local.lambda.LambdaRestApi;
import dev.tandem.local.lambda.LambdaService;
import dev.tandem.local.stepfunctions.StepFunctionsEngine;
import dev.tandem.local.stepfunctions.VirtualClock;
import dev.tandem.local.template.CloudTemplate;
import dev.tandem.local.template.Deployment;
import dev.tandem.local.template.Resource;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A whole system on one machine: what the template declares and nothing else. Starting returns when the API answers;
 * closing ends every listener and every child process.
 */
public final class EmbeddedCloud implements AutoCloseable {

    private static final Duration TOKEN_LIFE = Duration.ofDays(30);

    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedCloud.class);

    private final Options options;
    private final Shutdown shutdown;
    private final CloudTemplate template;
    private final FrontDoor frontDoor;
    private final Stores stores;
    private final Map<String, String> apiKeys;
    private final LambdaService lambda;
    private final StepFunctionsEngine stepFunctions;
    private final VirtualClock clock;
    private final Scheduler scheduler;
    private final Gateway gateway;
    private final OwnerClients clients;

    /** Starts a cloud, or ends what it had started and throws {@link StartupException} with one line that says why. */
    public static EmbeddedCloud start(Options options) {
        return start(options, new Shutdown());
    }

    /** As {@link #start(Options)}; the shutdown can end also what is still starting. */
    static EmbeddedCloud start(Options options, Shutdown shutdown) {
        try {
            return new EmbeddedCloud(options, shutdown);
        } catch (RuntimeException e) {
            shutdown.close();
            throw Failures.asStartup(e);
        }
    }

    private EmbeddedCloud(Options options, Shutdown shutdown) {
        this.options = options;
        this.shutdown = shutdown;
        LOG.debug("starting");
        Ports.requireFree(options);
        StateFolder state = shutdown.add(StateFolder.open(options.state()));
        frontDoor = shutdown.add(FrontDoor.bind(options.awsPort()));
        URI endpoint = frontDoor.endpoint();
        template = CloudTemplate.load(options.template(), options.parameters(), Deployment.local(endpoint));
        Principals principals = Principals.of(template, state.secret("secretAccessKey"));
        frontDoor.authorizer(principals);

        LOG.debug("template read");
        // An object that is written while the rest still starts waits for its notification, it does not lose it.
        CompletableFuture<ObjectNotifications> notifications = new CompletableFuture<>();
        shutdown.add(() -> notifications.cancel(false));
        stores = Stores.start(
                options,
                state,
                template,
                frontDoor,
                principals,
                shutdown,
                event -> notifications.join().changed(change(event)));
        LOG.debug("stores are up");
        clock = shutdown.add(VirtualClock.system());
        lambda = shutdown.add(Functions.start(options, state, template, principals, stores, clock, frontDoor));
        frontDoor.attachLambda(new LambdaRestApi(lambda));
        stepFunctions = Workflows.start(
                state,
                template,
                principals,
                clock,
                lambda,
                frontDoor,
                stores.s3().endpoint(),
                shutdown);
        notifications.complete(new ObjectNotifications(template.buckets(), receivers()));

        apiKeys = new LinkedHashMap<>();
        for (Resource.ApiKey key : template.apiKeys()) {
            if (key.enabled()) {
                apiKeys.put(key.name(), key.value().orElseGet(() -> state.secret("apiKey." + key.name())));
            }
        }
        scheduler = shutdown.add(new Scheduler(
                clock, template.schedules(), new ScheduleTargets(principals, lambda, stepFunctions, stores.sqs())));
        clients = shutdown.add(new OwnerClients(endpoint, stores.s3().endpoint()));
        gateway = shutdown.add(Api.start(options, template, stores.tokens(), apiKeys, lambda));
        gateway.mount("/_local", new LocalPage(this));
        Functions.connectQueues(template, lambda, clients.sqs(), stores.sqs(), shutdown);
        LOG.debug("API listens");
        options.probe().ifPresent(path -> Api.probe(gateway.port(), path));
        LOG.debug("API answers");
        stepFunctions.resume();
        scheduler.start();
    }

    private static ObjectNotifications.Change change(ObjectEvent event) {
        return new ObjectNotifications.Change(
                event.bucket(),
                event.key(),
                event.size(),
                event.etag(),
                event.type().eventName());
    }

    private ObjectNotifications.Receivers receivers() {
        return new ObjectNotifications.Receivers() {
            @Override
            public void queue(String queueArn, String message) {
                stores.send(queueArn, message);
            }

            @Override
            public void function(String functionName, String event) {
                lambda.invokeAsync(functionName, event.getBytes(StandardCharsets.UTF_8));
            }
        };
    }

    /** {@code http://127.0.0.1:PORT}, where the API and {@code /_local} answer. */
    public URI apiUrl() {
        return URI.create("http://127.0.0.1:" + gateway.port());
    }

    /** For {@code aws --endpoint-url}: DynamoDB, SQS, Lambda and Step Functions. */
    public URI awsEndpoint() {
        return frontDoor.endpoint();
    }

    /** For {@code aws s3 --endpoint-url}. */
    public URI s3Endpoint() {
        return stores.s3().endpoint();
    }

    public CloudTemplate template() {
        return template;
    }

    public Options options() {
        return options;
    }

    public LambdaService lambda() {
        return lambda;
    }

    public StepFunctionsEngine stepFunctions() {
        return stepFunctions;
    }

    public VirtualClock clock() {
        return clock;
    }

    /** Clients of the AWS endpoints in the name of the owner, who may do everything. */
    public OwnerClients clients() {
        return clients;
    }

    /** A signed development token of a subject in groups, good for 30 days. */
    public String token(String subject, List<String> groups) {
        return stores.tokens().issue(subject, groups, TOKEN_LIFE);
    }

    public String shopperToken() {
        return token("shopper-1", List.of());
    }

    public String staffToken() {
        return token("staff-1", List.of("staff", "operations"));
    }

    public String courierToken() {
        return token("courier-1", List.of("couriers"));
    }

    /** The key of the first partner; empty where the template has no API key. */
    public String partnerKey() {
        return apiKeys.values().stream().findFirst().orElse("");
    }

    /** The physical name of a bucket by its logical id. */
    public String bucket(String logicalId) {
        return template.buckets().stream()
                .filter(bucket -> bucket.logicalId().equals(logicalId))
                .map(Resource.Bucket::name)
                .findFirst()
                .orElseThrow(() -> new NoSuchElementException("the template has no bucket " + logicalId));
    }

    /**
     * Starts the target of a schedule now.
     *
     * @throws NoSuchElementException when there is no schedule of that name
     */
    public void fireSchedule(String name) {
        if (!scheduler.fire(name)) {
            throw new NoSuchElementException("the template has no schedule " + name);
        }
    }

    /** What a program needs to use this cloud; also at {@code /_local/connection.json}. */
    public ObjectNode connection() {
        ObjectNode connection = JsonNodeFactory.instance.objectNode();
        connection.put("api", apiUrl().toString());
        connection.put("aws", awsEndpoint().toString());
        connection.put("s3", s3Endpoint().toString());
        connection.put("region", "eu-central-1");
        connection.put("accessKeyId", Principals.OWNER);
        connection.put("secretAccessKey", Principals.OWNER);
        template.buckets().stream()
                .filter(bucket -> bucket.logicalId().equals("PartnerBucket"))
                .forEach(bucket -> connection.put("partnerBucket", bucket.name()));
        connection.put("shopperToken", shopperToken());
        connection.put("staffToken", staffToken());
        connection.put("courierToken", courierToken());
        return connection.put("partnerKey", partnerKey());
    }

    Stores stores() {
        return stores;
    }

    Scheduler scheduler() {
        return scheduler;
    }

    @Override
    public void close() {
        shutdown.close();
    }
}
