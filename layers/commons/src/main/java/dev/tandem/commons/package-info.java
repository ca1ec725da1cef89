/** What every function shares: environment, JSON, clients, the edges (HTTP, queue, workflow), idempotency, logging. Knows no domain. */
@NullMarked
package dev.tandem.commons;

import org.jspecify.annotations.NullMarked;
