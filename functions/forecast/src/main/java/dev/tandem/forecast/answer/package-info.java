/** Published forecasts as readers see them: looked up, told, drawn. */
@NullMarked
package dev.tandem.forecast.answer;

import org.jspecify.annotations.NullMarked;
