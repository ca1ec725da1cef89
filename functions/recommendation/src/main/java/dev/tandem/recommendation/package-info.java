/** What a shopper is likely to want next: behaviour in, items with a reason out. */
@NullMarked
package dev.tandem.recommendation;

import org.jspecify.annotations.NullMarked;
