package dev.tandem.stock;

import java.time.LocalDate;

/** Pieces on their way to a location and the day they are expected. */
public record Inbound(long quantity, LocalDate expectedOn) {}
