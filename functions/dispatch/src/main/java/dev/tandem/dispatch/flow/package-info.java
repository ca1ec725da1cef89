/** What happens: deliveries asked for, shifts, positions, ticks, answers, hand-overs, and the sweep that nothing escapes. */
@NullMarked
package dev.tandem.dispatch.flow;

import org.jspecify.annotations.NullMarked;
