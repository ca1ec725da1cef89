package dev.tandem.commons.dynamodb;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndex;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.dynamodb.services.local.main.ServerRunner;
import software.amazon.dynamodb.services.local.server.DynamoDBProxyServer;

/** One DynamoDB Local for all tests of a module. */
public final class DynamoInMemory {
    private static @Nullable DynamoDbClient client;

    private DynamoInMemory() {}

    public static synchronized DynamoDbClient client() {
        DynamoDbClient current = client;
        if (current == null) {
            current = start();
            client = current;
        }
        return current;
    }

    /** Creates a table with the keys {@code pk} and perhaps {@code sk}, unless it is there. */
    public static void create(String name, boolean sorted, @Nullable GlobalSecondaryIndex index) {
        if (client().listTables().tableNames().contains(name)) {
            return;
        }
        List<AttributeDefinition> attributes = new ArrayList<>();
        attributes.add(text("pk"));
        if (sorted) {
            attributes.add(text("sk"));
        }
        if (index != null) {
            index.keySchema().forEach(key -> attributes.add(text(key.attributeName())));
        }
        client().createTable(request -> {
            request.tableName(name)
                    .billingMode(BillingMode.PAY_PER_REQUEST)
                    .attributeDefinitions(attributes)
                    .keySchema(
                            sorted
                                    ? List.of(key("pk", KeyType.HASH), key("sk", KeyType.RANGE))
                                    : List.of(key("pk", KeyType.HASH)));
            if (index != null) {
                request.globalSecondaryIndexes(index);
            }
        });
    }

    public static KeySchemaElement key(String name, KeyType type) {
        return KeySchemaElement.builder().attributeName(name).keyType(type).build();
    }

    private static AttributeDefinition text(String name) {
        return AttributeDefinition.builder()
                .attributeName(name)
                .attributeType(ScalarAttributeType.S)
                .build();
    }

    /** Below the range that systems give to outgoing connections, from which a port can be taken a moment after it was free. */
    private static int freePort() throws IOException {
        for (int attempt = 0; attempt < 100; attempt++) {
            int port = ThreadLocalRandom.current().nextInt(21_000, 31_000);
            try (ServerSocket free = new ServerSocket(port)) {
                return free.getLocalPort();
            } catch (BindException taken) {
                // another one
            }
        }
        throw new IOException("A hundred ports were taken");
    }

    private static DynamoDbClient start() {
        try {
            unpackNativeLibrary();
            int port = freePort();
            DynamoDBProxyServer server = ServerRunner.createServerFromCommandLineArgs(
                    new String[] {"-inMemory", "-disableTelemetry", "-sharedDb", "-port", Integer.toString(port)});
            server.start();
            Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                try {
                    server.stop();
                } catch (Exception e) {
                    // the process ends anyway
                }
            }));
            return DynamoDbClient.builder()
                    .endpointOverride(URI.create("http://127.0.0.1:" + port))
                    .region(Region.EU_CENTRAL_1)
                    .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("local", "local")))
                    .httpClient(UrlConnectionHttpClient.builder()
                            .socketTimeout(Duration.ofSeconds(30))
                            .build())
                    .build();
        } catch (Exception e) {
            throw new IllegalStateException("DynamoDB Local does not start", e);
        }
    }

    /** The jar brings SQLite for each platform; the JVM loads it from a folder only. */
    private static void unpackNativeLibrary() throws IOException {
        String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        boolean mac = system.contains("mac");
        String machine = System.getProperty("os.arch").equals("aarch64") ? "aarch64" : "x86_64";
        String file = mac ? "libsqlite4java.dylib" : "libsqlite4java.so";
        String resource = "/software/amazon/dynamodb/services/local/shared/access/sqlite/native/"
                + (mac ? "Mac/" : "Linux/") + machine + "/" + file;
        Path folder = Files.createTempDirectory("sqlite");
        folder.toFile().deleteOnExit();
        Path library = folder.resolve(file);
        library.toFile().deleteOnExit();
        try (InputStream in = ServerRunner.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new UncheckedIOException(new IOException("No native library at " + resource));
            }
            Files.copy(in, library);
        }
        System.setProperty("sqlite4java.library.path", folder.toString());
    }
}
