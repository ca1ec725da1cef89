/** The models of the next item: plain Java on primitive arrays, built once, read by many threads. */
@NullMarked
package dev.tandem.recommendation.model;

import org.jspecify.annotations.NullMarked;
