package dev.tandem.returns.policy;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Set;

/**
 * What no policy may undercut. Fourteen days to withdraw from a sale at a distance, counted from delivery, in the European Economic
 * Area (Directive 2011/83/EU, articles 9 and 16) and in the United Kingdom (Consumer Contracts Regulations 2013, regulations 28 to
 * 30); hygiene goods only while sealed. Claims for goods that are not as sold: two years in the EEA (Directive (EU) 2019/771, article
 * 10), six in the United Kingdom (Limitation Act 1980, section 5), where repair or replacement may come first, so that a person
 * decides after the policy's own window.
 */
public final class LawFloor {
    public static final int WITHDRAWAL_DAYS = 14;
    private static final int EEA_GUARANTEE_DAYS = 730;
    private static final int UK_GUARANTEE_DAYS = 6 * 365;

    private static final Set<String> EEA = Set.of(
            "AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU", "IE", "IS", "IT", "LI",
            "LT", "LU", "LV", "MT", "NL", "NO", "PL", "PT", "RO", "SE", "SI", "SK");

    private LawFloor() {}

    /** Whether buyers there may withdraw from a sale at a distance. */
    static boolean hasWithdrawal(String region) {
        return country(region).equals("GB") || EEA.contains(country(region));
    }

    static boolean hasWithdrawal(Facts facts) {
        return facts.soldIn() == SalesChannel.ONLINE && hasWithdrawal(facts.region());
    }

    /** Days from delivery in which the shop answers for the goods; 0 where this page knows no law. */
    static int guaranteeDays(String region) {
        if (country(region).equals("GB")) {
            return UK_GUARANTEE_DAYS;
        }
        return EEA.contains(country(region)) ? EEA_GUARANTEE_DAYS : 0;
    }

    private static String country(String region) {
        int dash = region.indexOf('-');
        return dash < 0 ? region : region.substring(0, dash);
    }

    /**
     * The last moment of a window. The day of delivery does not count, and the last day ends where days end last on earth: a day
     * too many hurts nobody, an hour too few breaks the law.
     */
    static Instant windowEnd(Instant deliveredAt, int days) {
        return deliveredAt
                .atOffset(ZoneOffset.ofHours(14))
                .toLocalDate()
                .plusDays(days + 1L)
                .atStartOfDay(ZoneOffset.ofHours(-12))
                .toInstant()
                .minus(Duration.ofSeconds(1));
    }
}
