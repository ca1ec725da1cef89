/** Boosted trees on histograms. Plain Java without AWS. */
@NullMarked
package dev.tandem.recommendation.trees;

import org.jspecify.annotations.NullMarked;
