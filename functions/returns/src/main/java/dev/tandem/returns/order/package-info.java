/** Orders as returns need them: what was sold to whom, when it was delivered, and what of it is on its way back. */
@NullMarked
package dev.tandem.returns.order;

import org.jspecify.annotations.NullMarked;
