/** Photos for the benches: folders of them, and hang tags rendered into scenes. */
@NullMarked
package dev.tandem.bench.photo;

import org.jspecify.annotations.NullMarked;
