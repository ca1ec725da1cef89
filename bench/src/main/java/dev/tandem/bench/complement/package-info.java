/** Link prediction of complementary items: data, baselines and the product's graph. */
@NullMarked
package dev.tandem.bench.complement;

import org.jspecify.annotations.NullMarked;
