package dev.tandem.returns.rma;

import java.time.LocalDate;
import java.util.stream.Stream;

/** Returns by the day on which they were asked for. */
public interface PastReturns {
    /** Of one day in UTC, oldest first. */
    Stream<Return> ofDay(LocalDate day);
}
