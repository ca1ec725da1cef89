package dev.tandem.dispatch;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.tandem.commons.Clients;
import dev.tandem.commons.Environment;
import dev.tandem.commons.drops.DropBucket;
import dev.tandem.commons.drops.DropStore;
import dev.tandem.commons.drops.FeedFileTable;
import dev.tandem.commons.drops.FeedImporter;
import dev.tandem.commons.drops.FeedImports;
import dev.tandem.commons.feed.FeedLimits;
import dev.tandem.commons.queue.DeadLetters;
import dev.tandem.dispatch.weather.WeatherApplier;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Clock;
import java.util.Set;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** Partners' weather files. */
public final class ImportWeatherHandler implements RequestStreamHandler {
    private final FeedImports imports;
    private final DeadLetters deadLetters;

    public ImportWeatherHandler() {
        this(
                Environment.system(),
                Clients.dynamoDb(),
                new DropBucket(Clients.s3(), Environment.system().require("PARTNER_BUCKET")),
                DeadLetters.queue(Clients.sqs(), Environment.system().require("DEAD_LETTER_QUEUE_URL")),
                Clock.systemUTC());
    }

    ImportWeatherHandler(
            Environment environment, DynamoDbClient dynamoDb, DropStore drops, DeadLetters deadLetters, Clock clock) {
        this.imports = new FeedImports(
                WeatherApplier.KIND,
                new FeedImporter(
                        new WeatherApplier(Door.weather(environment, dynamoDb, clock)),
                        drops,
                        // Its keys begin with FILE#, which no zone's do.
                        new FeedFileTable(dynamoDb, environment.require("DISPATCH_ZONE_TABLE")),
                        none -> Set.of(),
                        FeedLimits.DEFAULT,
                        clock));
        this.deadLetters = deadLetters;
    }

    @Override
    public void handleRequest(InputStream in, OutputStream out, Context context) throws IOException {
        imports.handle(in, out, context, deadLetters);
    }
}
