/** The layout of dispatch's tables, and nothing else. */
@NullMarked
package dev.tandem.dispatch.store;

import org.jspecify.annotations.NullMarked;
