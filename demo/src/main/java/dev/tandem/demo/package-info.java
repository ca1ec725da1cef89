/** The seeded demo shop and the loaders of real data. Everything goes in through the public doors: S3 drops and the HTTP API. */
@NullMarked
package dev.tandem.demo;

import org.jspecify.annotations.NullMarked;
