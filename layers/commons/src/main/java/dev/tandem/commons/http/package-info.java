/** The HTTP edge: API Gateway proxy events in, JSON or problem documents out. */
@NullMarked
package dev.tandem.commons.http;

import org.jspecify.annotations.NullMarked;
