package dev.tandem.stock;

/** Pieces that an active reservation holds at one location. */
public record Hold(String sku, String location, String reservationId, long quantity, long expiresAtEpochSecond) {}
