/**
 * Omnichannel stock. Handlers are the doors, {@code *Table}, {@code StockLedger} and {@code Dynamo*} classes know the DynamoDB
 * layout, everything else is the domain in plain Java; a test holds these walls.
 */
@NullMarked
package dev.tandem.stock;

import org.jspecify.annotations.NullMarked;
