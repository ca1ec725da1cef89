package dev.tandem.commons.idempotency;

/** The caller's key, and what a repeat with it is to be answered: to be stored with the effect. */
public record FirstAnswer(String scope, String key, String requestHash, StoredResponse response) {}
