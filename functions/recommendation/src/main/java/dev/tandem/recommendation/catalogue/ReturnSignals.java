package dev.tandem.recommendation.catalogue;

import dev.tandem.commons.Json;
import java.util.List;
import java.util.Map;

/**
 * What returns have taught about products, such as {@code runs-small}: told beside an item, so that the shopper orders what fits. Written
 * by the returns domain every night.
 *
 * @param to last day that is counted
 * @param skus by SKU, only those of which there is something to tell
 */
public record ReturnSignals(String to, Map<String, List<String>> skus) {
    /** Where it is published. */
    public static final String KEY = "insights/returns/signals.json";

    public ReturnSignals {
        if (to == null || skus == null) {
            throw new IllegalArgumentException("to and skus are needed");
        }
        skus = Map.copyOf(skus);
    }

    static ReturnSignals read(byte[] json) {
        return Json.read(json, ReturnSignals.class);
    }
}
