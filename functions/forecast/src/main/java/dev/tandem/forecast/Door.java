package dev.tandem.forecast;

import dev.tandem.commons.Clients;
import dev.tandem.commons.Environment;
import dev.tandem.forecast.export.ExportTable;
import dev.tandem.forecast.refresh.DataBucket;
import dev.tandem.forecast.refresh.RunTable;

/** What the handlers of this module build the same way. */
final class Door {
    static final String STAFF = "staff";

    private Door() {}

    static RunTable book(Environment environment) {
        return new RunTable(Clients.dynamoDb(), environment.require("FORECAST_TABLE"));
    }

    static ExportTable exports(Environment environment) {
        return new ExportTable(Clients.dynamoDb(), environment.require("FORECAST_TABLE"));
    }

    static DataBucket files(Environment environment) {
        return new DataBucket(Clients.s3(), environment.require("DATA_BUCKET"));
    }
}
