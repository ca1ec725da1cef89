/** Reads a SAM template into typed resources, every intrinsic function resolved, and evaluates IAM policies. */
@NullMarked
package dev.tandem.local.template;

import org.jspecify.annotations.NullMarked;
