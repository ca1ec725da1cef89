package dev.tandem.local.backends;

import com.almworks.sqlite4java.SQLiteConnection;
import com.almworks.sqlite4java.SQLiteException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.logging.log4j.core.config.Configurator;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.jspecify.annotations.Nullable;
import software.amazon.dynamodb.services.local.server.LocalDynamoDBRequestHandler;
import software.amazon.dynamodb.services.local.server.LocalDynamoDBServerHandler;
import software.amazon.dynamodb.services.local.shared.access.sqlite.SQLiteLibraryLoader;

/**
 * DynamoDB Local inside this process, one database for all access keys and regions.
 *
 * <p>Its own server class listens on every network interface, prints its settings to standard output and can report
 * usage to AWS; therefore only its request handler is used, behind a connector of ours on 127.0.0.1. Telemetry is started
 * by the parts left out.
 */
public final class DynamoDbBackend implements AutoCloseable {
    private static final String DATABASE = "shared-local-instance.db";
    private static final String SQLITE_HEADER = "SQLite format 3\0";
    private static final Logger SQLITE_LOG = Logger.getLogger("com.almworks.sqlite4java");

    private static final int BUSY_MILLIS = 5_000;

    private final Server server;
    private final LocalDynamoDBServerHandler handler;
    private final URI endpoint;
    private final JsonCalls calls;

    private DynamoDbBackend(Server server, LocalDynamoDBServerHandler handler, URI endpoint) {
        this.server = server;
        this.handler = handler;
        this.endpoint = endpoint;
        this.calls = new JsonCalls(endpoint, "DynamoDB_20120810.", "application/x-amz-json-1.0");
    }

    /**
     * Starts on a free port.
     *
     * @param folder where the tables are kept, made when missing; null keeps them in memory
     * @throws BackendException when the folder cannot be used or the native SQLite library cannot be loaded
     */
    public static DynamoDbBackend start(@Nullable Path folder) {
        try {
            SQLITE_LOG.setLevel(Level.WARNING);
            // It logs every refusal of a request, a failed condition included, at WARN with a stack trace.
            Configurator.setLevel("software.amazon.dynamodb.services.local", org.apache.logging.log4j.Level.ERROR);
            SQLiteLibraryLoader.initialize();
            if (folder != null) {
                Files.createDirectories(folder);
                refuseDamagedFile(folder.resolve(DATABASE));
            }
            LocalDynamoDBRequestHandler requests = new LocalDynamoDBRequestHandler(
                    0,
                    folder == null,
                    folder == null ? null : folder.toAbsolutePath().toString(),
                    true,
                    false);
            LocalDynamoDBServerHandler handler = new LocalDynamoDBServerHandler(requests, null);
            QueuedThreadPool threads = new QueuedThreadPool(64, 4);
            threads.setName("dynamodb");
            threads.setDaemon(true);
            Server server = new Server(threads);
            HttpConfiguration configuration = new HttpConfiguration();
            configuration.setSendServerVersion(false);
            ServerConnector connector = new ServerConnector(server, 1, 1, new HttpConnectionFactory(configuration));
            connector.setHost("127.0.0.1");
            connector.setPort(0);
            connector.setIdleTimeout(60_000);
            server.addConnector(connector);
            server.setHandler(handler);
            server.start();
            DynamoDbBackend backend =
                    new DynamoDbBackend(server, handler, URI.create("http://127.0.0.1:" + connector.getLocalPort()));
            backend.mustAnswer();
            if (folder != null) {
                logAhead(folder.resolve(DATABASE));
            }
            return backend;
        } catch (Exception cause) {
            throw new BackendException("DynamoDB Local did not start: " + cause.getMessage(), cause);
        }
    }

    /** Said here in one sentence; further down it would be pages of stack traces. */
    private static void refuseDamagedFile(Path database) throws IOException {
        if (!Files.exists(database) || Files.size(database) == 0) {
            return;
        }
        try (InputStream file = Files.newInputStream(database)) {
            if (!new String(file.readNBytes(SQLITE_HEADER.length()), StandardCharsets.ISO_8859_1)
                    .equals(SQLITE_HEADER)) {
                throw new BackendException("the file is damaged: " + database);
            }
        }
    }

    /**
     * Has SQLite keep a write-ahead log, which the file remembers: a write then waits for the disk once, not four times. A write that was
     * answered still outlives a crash.
     */
    private static void logAhead(Path database) throws SQLiteException {
        SQLiteConnection connection = new SQLiteConnection(database.toFile());
        try {
            connection.open(false);
            connection.setBusyTimeout(BUSY_MILLIS);
            connection.exec("PRAGMA journal_mode=WAL");
        } finally {
            connection.dispose();
        }
    }

    /** Damage further inside a file is noticed only when it is read. */
    private void mustAnswer() {
        try {
            call("ListTables", JsonCalls.JSON.createObjectNode());
        } catch (BackendException damaged) {
            close();
            throw damaged;
        }
    }

    /** Where the DynamoDB protocol is served, for the front door. */
    public URI endpoint() {
        return endpoint;
    }

    /**
     * Calls an operation of the service, for example {@code call("Scan", ...)}, with the request and answer of its JSON
     * protocol.
     *
     * @throws BackendException with the service's error type and message when it refuses
     */
    public JsonNode call(String operation, JsonNode request) {
        return calls.call(operation, request);
    }

    /**
     * Makes the table that a CloudFormation {@code AWS::DynamoDB::Table} describes, or leaves it as it is when it
     * exists with the same keys. Secondary indexes that are new are added to an existing table; time to live is set.
     *
     * @param properties resolved properties with a plain TableName
     * @throws BackendException when a table of that name has other keys
     */
    public void createTable(JsonNode properties) {
        new Tables(calls).create(properties);
    }

    @Override
    public void close() {
        calls.close();
        try {
            server.stop();
            handler.close();
        } catch (Exception cause) {
            throw new BackendException("DynamoDB Local did not stop: " + cause.getMessage(), cause);
        }
    }
}
