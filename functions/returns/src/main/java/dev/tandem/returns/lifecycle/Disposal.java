package dev.tandem.returns.lifecycle;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.tandem.returns.rma.ReturnLine;

/** What is done with the goods of one line. */
public record Disposal(String lineId, String sku, int quantity, Way way) {

    /** Where goods go. */
    public enum Way {
        @JsonProperty("resale")
        RESALE,
        @JsonProperty("refurbish")
        REFURBISH,
        @JsonProperty("recycle")
        RECYCLE,
        /** Not ours: kept aside for whoever it belongs to. */
        @JsonProperty("set-aside")
        SET_ASIDE
    }

    /** @param canRefurbish whether where the goods are can refurbish their category */
    static Disposal of(ReturnLine line, Grade.Condition condition, boolean canRefurbish) {
        Way way = switch (condition) {
            case AS_NEW -> Way.RESALE;
            case FLAWED -> canRefurbish ? Way.REFURBISH : Way.RECYCLE;
            case UNSALEABLE -> Way.RECYCLE;
            case WRONG_ITEM -> Way.SET_ASIDE;
        };
        return new Disposal(line.lineId(), line.sku(), line.quantity(), way);
    }
}
