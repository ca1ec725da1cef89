package dev.tandem.demo;

import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * A year and a half of demand for a part of the demo shop, up to yesterday: a week's course, a year's course, some products that fade, some
 * that are new, promotions that work, and weather that matters in the garden. The same at every start but for the dates.
 */
final class DemoDemand {
    private static final int DAYS = 540;
    private static final int SKUS = 40;
    private static final int NEW_FROM = 36;
    private static final int DAYS_OF_NEW = 20;
    private static final double[] WEEKDAYS = {0.8, 0.8, 0.9, 1.0, 1.3, 1.7, 0.5};

    private final LocalDate today;
    private final List<String> skus = DemoShop.skus().subList(0, SKUS);
    private final List<DemoLocations.Place> places = DemoLocations.ALL.subList(0, 3);

    DemoDemand(LocalDate today) {
        this.today = today;
    }

    /** Day totals by location. */
    byte[] sales() {
        Random random = new Random(DemoShop.SEED);
        StringBuilder csv = new StringBuilder("sku,location,date,quantity,category,region\n");
        for (int i = 0; i < skus.size(); i++) {
            String category = skus.get(i).substring(0, skus.get(i).indexOf('-')).toLowerCase(Locale.ROOT);
            for (DemoLocations.Place place : places) {
                double level = (0.4 + 6.0 / (1 + i % 9)) * (place.store() ? 1 : 2.5);
                int first = i >= NEW_FROM ? DAYS_OF_NEW : DAYS;
                for (int back = first; back >= 1; back--) {
                    LocalDate day = today.minusDays(back);
                    double rate = level * rate(i, day, back, category);
                    int sold = poisson(random, rate);
                    if (sold > 0) {
                        csv.append(skus.get(i))
                                .append(',')
                                .append(place.id())
                                .append(',')
                                .append(day);
                        csv.append(',')
                                .append(sold)
                                .append(',')
                                .append(category)
                                .append(",rhein-main\n");
                    }
                }
            }
        }
        return csv.toString().getBytes(StandardCharsets.UTF_8);
    }

    private double rate(int product, LocalDate day, int back, String category) {
        double rate = WEEKDAYS[day.getDayOfWeek().getValue() - 1];
        rate *= 1 + 0.25 * Math.cos(2 * Math.PI * (day.getDayOfYear() - 350) / 365.0);
        if (promoted(product, day)) {
            rate *= 1.8;
        }
        if (category.equals("garden")) {
            rate *= Math.exp(0.04 * (temperature(day) - 10));
        }
        // Every tenth product fades over its last hundred days.
        return product % 10 == 7 ? rate * Math.min(1, back / 100.0) : rate;
    }

    private static boolean promoted(int product, LocalDate day) {
        return Math.floorMod(day.toEpochDay() / 7 + product * 5L, 13) == 0;
    }

    /** A plain year with colder and warmer weeks. */
    private static double temperature(LocalDate day) {
        double year = 11 - 9 * Math.cos(2 * Math.PI * (day.getDayOfYear() - 20) / 365.0);
        return Math.round(10 * (year + 3 * Math.sin(day.toEpochDay() / 5.3))) / 10.0;
    }

    /** Prices, and promotions by week, those of the coming month too. */
    byte[] prices() {
        StringBuilder csv = new StringBuilder("sku,date,priceMinor,promotion,until\n");
        for (int i = 0; i < skus.size(); i++) {
            int price = 490 + 350 * (i % 11);
            csv.append(skus.get(i))
                    .append(',')
                    .append(today.minusDays(DAYS))
                    .append(',')
                    .append(price)
                    .append(",,\n");
            for (int back = DAYS; back > -28; back--) {
                LocalDate day = today.minusDays(back);
                if (promoted(i, day) && !promoted(i, day.minusDays(1))) {
                    csv.append(skus.get(i))
                            .append(',')
                            .append(day)
                            .append(",,1,")
                            .append(day.plusDays(6))
                            .append('\n');
                }
            }
        }
        return csv.toString().getBytes(StandardCharsets.UTF_8);
    }

    byte[] signals() {
        StringBuilder csv = new StringBuilder("signal,key,date,value\n");
        for (int back = DAYS; back >= 1; back--) {
            LocalDate day = today.minusDays(back);
            csv.append("weather,rhein-main,")
                    .append(day)
                    .append(',')
                    .append(temperature(day))
                    .append('\n');
        }
        return csv.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** Knuth's method; rates here are small. */
    private static int poisson(Random random, double rate) {
        double limit = Math.exp(-rate);
        int count = 0;
        for (double product = random.nextDouble(); product > limit; product *= random.nextDouble()) {
            count++;
        }
        return count;
    }
}
