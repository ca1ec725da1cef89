/**
 * What is sold and where it is in stock: the product feed, the catalogue file made of it, the availability file of the stock domain, and
 * the filter that both give. {@code ProductTable} knows AWS, the rest is plain Java.
 */
@NullMarked
package dev.tandem.recommendation.catalogue;

import org.jspecify.annotations.NullMarked;
