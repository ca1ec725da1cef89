/**
 * The Lambda service of the embedded cloud: functions run in AWS's own Java runtime interface client, each in a child JVM
 * that talks to a Runtime API served here.
 */
@NullMarked
package dev.tandem.local.lambda;

import org.jspecify.annotations.NullMarked;
