package dev.tandem.stock;

import org.jspecify.annotations.Nullable;

/** Where in the building a SKU lies, in the location's own words. */
public record ShelfPlace(
        @Nullable String floor,
        @Nullable String aisle,
        @Nullable String bay,
        @Nullable String shelf) {}
