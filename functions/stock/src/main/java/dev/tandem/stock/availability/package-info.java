/** What the stock domain tells others of its stock: which SKU can be promised where, in one file. Plain Java. */
@NullMarked
package dev.tandem.stock.availability;

import org.jspecify.annotations.NullMarked;
