/** Meal-delivery days replayed minute by minute under several policies, and a checker that trusts none of them. */
@NullMarked
package dev.tandem.bench.dispatch;

import org.jspecify.annotations.NullMarked;
