package dev.tandem.returns.lifecycle;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How somebody who holds the goods finds one line of a return. */
public record Grade(String lineId, Condition condition) {

    /** What the eye sees. */
    public enum Condition {
        @JsonProperty("as-new")
        AS_NEW,
        /** Worn once, without its tag, or with a flaw that can be mended. */
        @JsonProperty("flawed")
        FLAWED,
        @JsonProperty("unsaleable")
        UNSALEABLE,
        /** Not what was sold. */
        @JsonProperty("wrong-item")
        WRONG_ITEM
    }

    public Grade {
        if (lineId == null || condition == null) {
            throw new IllegalArgumentException("lineId and condition are needed");
        }
    }
}
