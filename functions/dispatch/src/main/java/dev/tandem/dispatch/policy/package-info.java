/** What a zone is dispatched by: versions of weights, speeds and times, and what has been learnt of its streets. */
@NullMarked
package dev.tandem.dispatch.policy;

import org.jspecify.annotations.NullMarked;
