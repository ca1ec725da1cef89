package dev.tandem.returns.policy;

/**
 * An amount.
 *
 * @param minor in the currency's smallest unit, such as cents
 * @param currency ISO 4217
 */
public record Money(long minor, String currency) {

    public Money plus(Money other) {
        if (!currency.equals(other.currency)) {
            throw new IllegalArgumentException("No sum of " + currency + " and " + other.currency);
        }
        return new Money(Math.addExact(minor, other.minor), currency);
    }

    public Money times(int pieces) {
        return new Money(Math.multiplyExact(minor, pieces), currency);
    }

    /** Less another amount, and never below nothing. */
    public Money less(Money other) {
        return new Money(Math.max(0, plus(new Money(-other.minor, other.currency)).minor), currency);
    }

    /** So many hundredths of it, rounded down. */
    public Money percent(int percent) {
        return new Money(Math.multiplyExact(minor, percent) / 100, currency);
    }

    /** For people: {@code 12.50 EUR}. */
    public String words() {
        int digits = Math.max(0, java.util.Currency.getInstance(currency).getDefaultFractionDigits());
        return java.math.BigDecimal.valueOf(minor, digits).toPlainString() + " " + currency;
    }
}
