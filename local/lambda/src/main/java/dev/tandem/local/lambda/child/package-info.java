/** What runs inside the child JVM, next to the function. Needs nothing but the JDK and AWS's runtime client. */
@NullMarked
package dev.tandem.local.lambda.child;

import org.jspecify.annotations.NullMarked;
