/**
 * An API Gateway REST API on one machine: routes, authorises and validates from the OpenAPI contract and calls functions
 * with the v1 proxy event. Bad input always ends in a 4xx problem document.
 */
@NullMarked
package dev.tandem.local.gateway;

import org.jspecify.annotations.NullMarked;
