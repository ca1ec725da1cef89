/** The embedded cloud: boots a SAM template on one machine and wires the local services to each other. */
@NullMarked
package dev.tandem.local.cloud;

import org.jspecify.annotations.NullMarked;
