/**
 * What partner files of stock, sales and locations mean: each kind's rows, and how a window of them is booked. {@code *Table} and
 * {@code Dynamo*} know AWS, the rest is plain Java.
 */
@NullMarked
package dev.tandem.stock.feed;

import org.jspecify.annotations.NullMarked;
