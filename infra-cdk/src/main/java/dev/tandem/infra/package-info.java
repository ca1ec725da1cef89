/** What is deployed: the CDK app, and the SAM template that is generated from it. */
@NullMarked
package dev.tandem.infra;

import org.jspecify.annotations.NullMarked;
