/** How likely a session is to end in a purchase: classifiers on behaviour, in plain Java on primitive arrays. */
@NullMarked
package dev.tandem.recommendation.intent;

import org.jspecify.annotations.NullMarked;
