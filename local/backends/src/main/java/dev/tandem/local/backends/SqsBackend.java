package dev.tandem.local.backends;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.actor.Props;
import org.apache.pekko.http.scaladsl.Http;
import org.apache.pekko.pattern.Patterns;
import org.elasticmq.NodeAddress;
import org.elasticmq.StrictSQSLimits$;
import org.elasticmq.actor.QueueManagerActor;
import org.elasticmq.actor.queue.QueueEvent;
import org.elasticmq.persistence.CreateQueueMetadata;
import org.elasticmq.persistence.sql.SqlQueuePersistenceActor;
import org.elasticmq.persistence.sql.SqlQueuePersistenceConfig;
import org.elasticmq.rest.sqs.SQSRestServer;
import org.elasticmq.rest.sqs.SQSRestServerBuilder;
import org.elasticmq.rest.sqs.TheSQSRestServerBuilder;
import org.elasticmq.util.NowProvider;
import org.jspecify.annotations.Nullable;
import scala.Option;
import scala.collection.immutable.List;
import scala.collection.immutable.List$;
import scala.concurrent.duration.FiniteDuration;
import scala.jdk.javaapi.FutureConverters;
import scala.util.Either;
import scalikejdbc.ConnectionPool;

/**
 * ElasticMQ inside this process; with a folder, queues and messages are kept in an H2 database there.
 *
 * <p>Put together by hand from its parts, because its own server opens the door before the kept queues are back: a queue
 * made in that moment would collide with the restored one and end the server.
 */
public final class SqsBackend implements AutoCloseable {
    private static final Duration START_LIMIT = Duration.ofSeconds(30);
    /** ElasticMQ holds its connection pool in a static field, so one process can keep one set of queues. */
    private static final AtomicBoolean DATABASE_TAKEN = new AtomicBoolean();

    private static final Config QUIET = ConfigFactory.parseMap(Map.of(
            "pekko.loglevel", "WARNING",
            "pekko.daemonic", "on",
            "pekko.jvm-shutdown-hooks", "off",
            "pekko.coordinated-shutdown.run-by-jvm-shutdown-hook", "off",
            "pekko.http.server.idle-timeout", "75 s",
            "pekko.http.server.request-timeout", "30 s"));

    private final ActorSystem actors;
    private final Http.ServerBinding binding;
    private final boolean durable;
    private final URI endpoint;
    private final URI publicEndpoint;
    private final JsonCalls calls;

    private SqsBackend(ActorSystem actors, Http.ServerBinding binding, boolean durable, URI publicEndpoint) {
        this.actors = actors;
        this.binding = binding;
        this.durable = durable;
        this.endpoint = URI.create("http://127.0.0.1:" + binding.localAddress().getPort());
        this.publicEndpoint = publicEndpoint;
        this.calls = new JsonCalls(endpoint, "AmazonSQS.", "application/x-amz-json-1.0");
    }

    /**
     * Starts on a free port and returns when all kept queues and messages are back.
     *
     * @param folder where queues and messages are kept, made when missing; null keeps them in memory
     * @param publicEndpoint the front door's address, with which every queue URL begins
     * @throws BackendException when the folder cannot be used, or a second backend with a folder is started in this process
     */
    public static SqsBackend start(@Nullable Path folder, URI publicEndpoint) {
        if (folder != null && !DATABASE_TAKEN.compareAndSet(false, true)) {
            throw new BackendException(
                    "One process can keep the queues of one state folder only; close the other first");
        }
        ClassLoader loader = SqsBackend.class.getClassLoader();
        ActorSystem actors = ActorSystem.create("elasticmq", QUIET.withFallback(ConfigFactory.load(loader)), loader);
        try {
            Option<ActorRef> keeper = Option.empty();
            if (folder != null) {
                Files.createDirectories(folder);
                keeper = Option.apply(actors.actorOf(keeper(databaseUri(folder)), "keeper"));
            }
            ActorRef manager = actors.actorOf(
                    Props.create(QueueManagerActor.class, new NowProvider(), StrictSQSLimits$.MODULE$, keeper),
                    "queues");
            if (keeper.isDefined()) {
                restore(keeper.get(), manager);
            }
            TheSQSRestServerBuilder builder = SQSRestServerBuilder.withActorSystem(actors)
                    .withQueueManagerActor(manager)
                    .withInterface("127.0.0.1")
                    .withPort(0)
                    .withServerAddress(new NodeAddress("http", publicEndpoint.getHost(), publicEndpoint.getPort(), ""))
                    .withAWSRegion(Aws.REGION)
                    .withAWSAccountId(Aws.ACCOUNT);
            SQSRestServer server =
                    (keeper.isDefined() ? builder.withQueueEventListener(keeper.get()) : builder).start();
            return new SqsBackend(actors, server.waitUntilStarted(), folder != null, publicEndpoint);
        } catch (Exception cause) {
            stop(actors, folder != null);
            throw new BackendException("ElasticMQ did not start: " + cause.getMessage(), cause);
        }
    }

    /** Every commit reaches the file at once, so that a killed process loses no message it has accepted. */
    private static String databaseUri(Path folder) {
        String path = folder.resolve("queues").toAbsolutePath().toString();
        if (path.contains(";")) {
            throw new BackendException("A state folder's path must not contain a semicolon: " + path);
        }
        return "jdbc:h2:file:" + path + ";WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE;DB_CLOSE_DELAY=0";
    }

    private static Props keeper(String uri) throws ClassNotFoundException, SQLException {
        SqlQueuePersistenceConfig settings = new SqlQueuePersistenceConfig(true, "org.h2.Driver", uri, "", "", false);
        // The pool made by ElasticMQ itself is never replaced once made; this one points to the folder of this start.
        Class.forName("org.h2.Driver");
        ConnectionPool.singleton(
                uri,
                "",
                "",
                ConnectionPool.singleton$default$4(),
                ConnectionPool.singleton$default$5(uri, "", "", ConnectionPool.singleton$default$4()));
        // A damaged file must end the start here; inside an actor it would only be a restore that never answers.
        ConnectionPool.get(ConnectionPool.get$default$1()).borrow().close();
        List<CreateQueueMetadata> none = List$.MODULE$.empty();
        return Props.create(SqlQueuePersistenceActor.class, settings, none);
    }

    private static void restore(ActorRef keeper, ActorRef manager) throws Exception {
        Object outcome = Patterns.ask(keeper, new QueueEvent.Restore(manager), START_LIMIT)
                .toCompletableFuture()
                .get(START_LIMIT.toSeconds(), TimeUnit.SECONDS);
        if (outcome instanceof Either<?, ?> either && either.isLeft()) {
            throw new BackendException(
                    "Kept queues could not be restored: " + either.left().toOption());
        }
    }

    /** Where the SQS protocols are served, for the front door. */
    public URI endpoint() {
        return endpoint;
    }

    /** The URL that the queue has for every client; the same for each start with the same public endpoint. */
    public URI queueUrl(String queueName) {
        return publicEndpoint.resolve("/" + Aws.ACCOUNT + "/" + queueName);
    }

    /** Calls an operation of the service, for example {@code call("SendMessage", ...)}, in its JSON protocol. */
    public JsonNode call(String operation, JsonNode request) {
        return calls.call(operation, request);
    }

    /**
     * Makes the queue that a CloudFormation {@code AWS::SQS::Queue} describes, or gives an existing one these attributes.
     * A dead-letter queue must be made before the queue that names it.
     *
     * @param properties resolved properties; attributes that ElasticMQ does not know (encryption, policies) are left out
     * @return the queue's URL
     */
    public URI createQueue(String queueName, JsonNode properties) {
        new Queues(calls).create(queueName, properties);
        return queueUrl(queueName);
    }

    /** How many messages wait, are in flight and are delayed. */
    public record Depth(long visible, long inFlight, long delayed) {}

    public Depth depth(String queueName) {
        ObjectNode request = JsonCalls.JSON.createObjectNode();
        request.put("QueueUrl", queueUrl(queueName).toString());
        request.putArray("AttributeNames").add("All");
        JsonNode attributes = call("GetQueueAttributes", request).path("Attributes");
        return new Depth(
                attributes.path("ApproximateNumberOfMessages").asLong(),
                attributes.path("ApproximateNumberOfMessagesNotVisible").asLong(),
                attributes.path("ApproximateNumberOfMessagesDelayed").asLong());
    }

    @Override
    public void close() {
        calls.close();
        FutureConverters.asJava(binding.terminate(FiniteDuration.apply(200, TimeUnit.MILLISECONDS)));
        stop(actors, durable);
    }

    private static void stop(ActorSystem actors, boolean durable) {
        try {
            FutureConverters.asJava(actors.terminate()).toCompletableFuture().get(20, TimeUnit.SECONDS);
        } catch (Exception cause) {
            throw new BackendException("ElasticMQ did not stop: " + cause.getMessage(), cause);
        } finally {
            if (durable) {
                ConnectionPool.closeAll();
                DATABASE_TAKEN.set(false);
            }
        }
    }
}
