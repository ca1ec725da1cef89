package dev.tandem.stock.feed;

import dev.tandem.commons.Environment;
import dev.tandem.commons.drops.FeedFileTable;
import dev.tandem.stock.LocationTable;
import dev.tandem.stock.StockLedger;
import dev.tandem.stock.StockTable;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** The tables that imports use, each made when it is asked for: a function has rights and names only for those of its own kind. */
public final class FeedStore {
    private final Environment environment;
    private final DynamoDbClient dynamoDb;

    public FeedStore(Environment environment, DynamoDbClient dynamoDb) {
        this.environment = environment;
        this.dynamoDb = dynamoDb;
    }

    LocationTable locations() {
        return new LocationTable(dynamoDb, environment.require("LOCATION_TABLE"));
    }

    FeedFileTable files() {
        return new FeedFileTable(dynamoDb, environment.require("FEED_TABLE"));
    }

    SaleClaimTable claims() {
        return new SaleClaimTable(dynamoDb, environment.require("FEED_TABLE"));
    }

    WatermarkTable watermarks() {
        return new WatermarkTable(dynamoDb, environment.require("FEED_TABLE"));
    }

    StockTable stock() {
        return new StockTable(dynamoDb, environment.require("STOCK_TABLE"));
    }

    DynamoPoster poster() {
        return new DynamoPoster(
                dynamoDb, new StockLedger(environment.require("STOCK_TABLE"), environment.require("MOVEMENT_TABLE")));
    }
}
