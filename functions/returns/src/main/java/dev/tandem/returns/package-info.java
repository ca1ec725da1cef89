/**
 * Returns. Handlers are the doors; {@code order}, {@code policy}, {@code rma}, {@code coupon} and {@code photo} are the domain in plain Java
 * with their {@code *Table}, {@code *Bucket} and {@code Dynamo*} stores; a test holds these walls.
 */
@NullMarked
package dev.tandem.returns;

import org.jspecify.annotations.NullMarked;
