/** Weights that learn from clicks and ignores: which blend of the models answers where, and how to judge another policy from the log. */
@NullMarked
package dev.tandem.recommendation.bandit;

import org.jspecify.annotations.NullMarked;
