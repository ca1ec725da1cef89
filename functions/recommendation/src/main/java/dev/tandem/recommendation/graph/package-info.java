/** What goes with what: a graph of items, categories, brands, scenes and users. Plain Java without AWS. */
@NullMarked
package dev.tandem.recommendation.graph;

import org.jspecify.annotations.NullMarked;
