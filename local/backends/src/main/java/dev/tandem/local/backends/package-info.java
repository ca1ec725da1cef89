/**
 * The stores of the embedded cloud: DynamoDB Local, ElasticMQ and S3Proxy inside this process, and the one address
 * ({@link dev.tandem.local.backends.FrontDoor}) at which every AWS protocol except S3 is spoken.
 */
@NullMarked
package dev.tandem.local.backends;

import org.jspecify.annotations.NullMarked;
