package dev.tandem.recommendation.bandit;

import java.util.Locale;

/** How likely the session is to end in a purchase, coarsely; unknown while there is no score. */
public enum IntentBand {
    UNKNOWN,
    LOW,
    MIDDLE,
    HIGH;

    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }
}
