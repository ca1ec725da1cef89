/** Partners' files of sales, prices, promotions and signals. */
@NullMarked
package dev.tandem.forecast.feed;

import org.jspecify.annotations.NullMarked;
