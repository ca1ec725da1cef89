/** All forecasts of a published version as files for planners. */
@NullMarked
package dev.tandem.forecast.export;

import org.jspecify.annotations.NullMarked;
