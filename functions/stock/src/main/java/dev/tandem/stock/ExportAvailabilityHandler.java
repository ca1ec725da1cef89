package dev.tandem.stock;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.databind.JsonNode;
import dev.tandem.commons.Clients;
import dev.tandem.commons.Environment;
import dev.tandem.commons.Invocation;
import dev.tandem.stock.availability.AvailabilityExport;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Clock;
import java.util.function.BiConsumer;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/** By schedule: writes what can be promised where into one file, for other domains. */
public final class ExportAvailabilityHandler implements RequestStreamHandler {
    private final AvailabilityExport export;

    public ExportAvailabilityHandler() {
        this(
                new StockTable(Clients.dynamoDb(), Environment.system().require("STOCK_TABLE")),
                new LocationTable(Clients.dynamoDb(), Environment.system().require("LOCATION_TABLE")),
                bucket(Clients.s3(), Environment.system().require("DATA_BUCKET")),
                Clock.systemUTC());
    }

    ExportAvailabilityHandler(StockTable stock, LocationTable locations, BiConsumer<String, byte[]> put, Clock clock) {
        this.export = new AvailabilityExport(stock::forEachAvailable, locations::all, put, clock);
    }

    @Override
    public void handleRequest(InputStream in, OutputStream out, Context context) throws IOException {
        Invocation.handle(in, out, context, JsonNode.class, event -> export.run());
    }

    private static BiConsumer<String, byte[]> bucket(S3Client s3, String bucket) {
        return (key, file) -> s3.putObject(
                request -> request.bucket(bucket).key(key).contentType("application/gzip"),
                RequestBody.fromBytes(file));
    }
}
