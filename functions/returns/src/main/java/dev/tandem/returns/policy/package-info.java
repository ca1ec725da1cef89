/**
 * Return policies: rules as data, the law's floor under them, and how a case is judged by them. Plain Java without input or output,
 * but for {@code PolicyTable}.
 */
@NullMarked
package dev.tandem.returns.policy;

import org.jspecify.annotations.NullMarked;
