package dev.tandem.recommendation;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.databind.JsonNode;
import dev.tandem.commons.Clients;
import dev.tandem.commons.Environment;
import dev.tandem.commons.Invocation;
import dev.tandem.commons.Priming;
import dev.tandem.recommendation.catalogue.CatalogueExport;
import dev.tandem.recommendation.catalogue.Listings;
import dev.tandem.recommendation.catalogue.ProductTable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Clock;

/** By schedule: publishes the catalogue when products have changed. */
public final class ExportCatalogueHandler implements RequestStreamHandler {
    private final CatalogueExport export;

    public ExportCatalogueHandler() {
        this(
                new ProductTable(Clients.dynamoDb(), Environment.system().require("PRODUCT_TABLE"), Clock.systemUTC()),
                new DataBucket(Clients.s3(), Environment.system().require("DATA_BUCKET")));
    }

    private ExportCatalogueHandler(Listings listings, DataFiles files) {
        this.export = new CatalogueExport(listings, files);
        Priming.register(listings::changes);
    }

    @Override
    public void handleRequest(InputStream in, OutputStream out, Context context) throws IOException {
        Invocation.handle(in, out, context, JsonNode.class, event -> export.run());
    }
}
