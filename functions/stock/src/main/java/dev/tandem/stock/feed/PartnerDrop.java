package dev.tandem.stock.feed;

import dev.tandem.commons.drops.FeedKind;
import java.time.Instant;

/**
 * An upload that a partner was given.
 *
 * @param partner a hash that tells partners apart; the key itself is not kept
 * @param uploadBefore when the signed URL ends
 */
public record PartnerDrop(
        String dropId, String partner, FeedKind kind, String fileName, String key, Instant uploadBefore) {}
