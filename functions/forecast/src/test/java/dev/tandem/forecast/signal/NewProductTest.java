package dev.tandem.forecast.signal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class NewProductTest {
    /** Red ones sell ten times as much as blue ones; talk doubles for each standard deviation; the first weeks are the best. */
    private static Launch launch(String colour, double social, int periods, Random random) {
        double[] units = new double[periods];
        Arrays.setAll(
                units,
                age -> Math.rint((colour.equals("red") ? 200 : 20)
                        * Math.exp(0.7 * social + Math.max(0, 1 - 0.25 * age) + 0.3 * random.nextGaussian())));
        return new Launch(Map.of("colour", colour, "kind", "mug"), 5, social, units);
    }

    private static List<Launch> category(int count, Random random) {
        List<Launch> launches = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            launches.add(launch(i % 2 == 0 ? "red" : "blue", random.nextGaussian(), 12, random));
        }
        return launches;
    }

    private static double median(SignalForecast forecast) {
        return forecast.forecast().quantile(0.5, 0);
    }

    @Test
    void onDayOneItSellsLikeThoseAlike() {
        NewProduct newProduct = new NewProduct(category(30, new Random(1)));
        Launch red = new Launch(Map.of("colour", "red", "kind", "mug"), 5, Double.NaN, new double[0]);
        Launch blue = new Launch(Map.of("colour", "blue", "kind", "mug"), 5, Double.NaN, new double[0]);
        assertThat(median(newProduct.forecast(red, 4))).isGreaterThan(2 * median(newProduct.forecast(blue, 4)));
    }

    @Test
    void talkMovesItMoreThanPriceBeforeAnythingIsKnown() {
        Random random = new Random(2);
        List<Launch> few = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            few.add(new Launch(Map.of("kind", "mug"), 4 + i, i, new double[] {50, 50, 50}));
        }
        NewProduct newProduct = new NewProduct(few);
        SignalForecast forecast =
                newProduct.forecast(new Launch(Map.of("kind", "mug"), 8, 4 + random.nextDouble(), new double[0]), 1);
        assertThat(effect(forecast, "social")).isPositive();
        assertThat(effect(forecast, "price")).isNegative();
        assertThat(effect(forecast, "social")).isGreaterThan(-effect(forecast, "price"));
    }

    @Test
    void whatItSellsSoonOutweighsThePrior() {
        NewProduct newProduct = new NewProduct(category(30, new Random(3)));
        double[] sold = new double[8];
        Arrays.fill(sold, 2000);
        double before = median(
                newProduct.forecast(new Launch(Map.of("colour", "blue", "kind", "mug"), 5, 0, new double[0]), 1));
        double after = median(newProduct.forecast(new Launch(Map.of("colour", "blue", "kind", "mug"), 5, 0, sold), 1));
        assertThat(before).isLessThan(200);
        assertThat(after).isBetween(700.0, 2500.0);
    }

    @Test
    void rangesHoldWhatTheyPromise() {
        int within80 = 0;
        int cases = 0;
        for (int seed = 0; seed < 100; seed++) {
            Random random = new Random(seed);
            NewProduct newProduct = new NewProduct(category(40, random));
            Launch truth = launch("red", random.nextGaussian(), 1, random);
            SignalForecast forecast =
                    newProduct.forecast(new Launch(truth.attributes(), 5, truth.social(), new double[0]), 1);
            within80 += truth.units()[0] >= forecast.forecast().quantile(0.1, 0)
                            && truth.units()[0] <= forecast.forecast().quantile(0.9, 0)
                    ? 1
                    : 0;
            cases++;
        }
        // Wide rather than narrow: little is known of a new product.
        assertThat((double) within80 / cases).isBetween(0.75, 1.0);
    }

    @Test
    void driversSumUpAndAnEmptyCategoryStillForecasts() {
        for (List<Launch> known : List.of(List.<Launch>of(), category(20, new Random(4)))) {
            SignalForecast forecast = new NewProduct(known)
                    .forecast(new Launch(Map.of("colour", "red"), Double.NaN, 1, new double[] {3, Double.NaN}), 3);
            for (int step = 0; step < 3; step++) {
                int at = step;
                assertThat(forecast.drivers().stream()
                                .mapToDouble(driver -> driver.units()[at])
                                .sum())
                        .isCloseTo(forecast.forecast().quantile(0.5, step), within(1e-6));
            }
        }
    }

    private static double effect(SignalForecast forecast, String name) {
        return forecast.drivers().stream()
                .filter(driver -> driver.name().equals(name))
                .findFirst()
                .orElseThrow()
                .logEffects()[0];
    }
}
