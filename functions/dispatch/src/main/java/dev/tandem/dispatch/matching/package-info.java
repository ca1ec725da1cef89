/**
 * The decision of one tick: from a {@link dev.tandem.dispatch.matching.DispatchSnapshot} of one zone to offers, and for every order that
 * keeps waiting the reasons. Pure functions; no clock, no randomness, no AWS.
 */
@NullMarked
package dev.tandem.dispatch.matching;

import org.jspecify.annotations.NullMarked;
