package dev.tandem.dispatch.flow;

import org.jspecify.annotations.Nullable;

/** From one version to the next; without one before for what is new, without one after for what goes. */
public record Step<T>(@Nullable T before, @Nullable T after) {}
