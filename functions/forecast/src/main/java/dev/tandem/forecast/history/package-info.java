/** What was sold, at what price, and what else was known: kept by group of SKUs in compact files, each row once. */
@NullMarked
package dev.tandem.forecast.history;

import org.jspecify.annotations.NullMarked;
