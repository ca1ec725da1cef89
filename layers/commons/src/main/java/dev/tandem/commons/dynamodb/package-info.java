/** Reading and writing DynamoDB items without a mapper framework. */
@NullMarked
package dev.tandem.commons.dynamodb;

import org.jspecify.annotations.NullMarked;
