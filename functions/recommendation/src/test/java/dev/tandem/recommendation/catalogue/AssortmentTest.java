package dev.tandem.recommendation.catalogue;

import static dev.tandem.recommendation.catalogue.Shops.NOW;
import static dev.tandem.recommendation.catalogue.Shops.availability;
import static dev.tandem.recommendation.catalogue.Shops.discontinued;
import static dev.tandem.recommendation.catalogue.Shops.listing;
import static dev.tandem.recommendation.catalogue.Shops.store;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tandem.commons.TestClock;
import dev.tandem.recommendation.MemoryFiles;
import dev.tandem.recommendation.model.ItemFilter;
import dev.tandem.recommendation.model.ItemIds;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AssortmentTest {
    private static final List<String> CATEGORIES = Arrays.asList("Prams", "Toys", "Wear", null);
    private static final List<String> CURRENCIES = List.of("EUR", "EUR", "GBP");

    private final Map<String, Listing> listings = new HashMap<>();
    private final Set<String> known = new HashSet<>();
    private final Map<String, Set<String>> there = new HashMap<>();
    /** Frankfurt, Offenbach 5.4 km to its east, Mainz 32 km to its west, and a warehouse in Frankfurt that hands nothing over. */
    private final List<AvailabilitySet.Place> places = List.of(
            store("FRA", 50.1147, 8.6850),
            store("OFF", 50.1056, 8.7610),
            store("MAI", 49.9996, 8.2757),
            new AvailabilitySet.Place("WH", 50.1147, 8.6850, false, false, true));

    private Assortment assortment() {
        return new Assortment(
                Optional.of(Catalogue.of(listings.values().stream())),
                Optional.of(AvailabilitySet.read(availability(NOW, known, places, there))),
                Optional.empty());
    }

    private void stock(String place, String... skus) {
        known.addAll(List.of(skus));
        there.computeIfAbsent(place, none -> new HashSet<>()).addAll(List.of(skus));
    }

    private static Criteria near(double lat, double lon, int meters) {
        return new Criteria(new Criteria.Near(lat, lon, meters), null, Set.of(), null);
    }

    private List<String> allowed(Criteria criteria, String... asked) {
        ItemFilter filter = assortment().filter(criteria, List.of());
        return Stream.of(asked).filter(filter::test).toList();
    }

    @Test
    void nearIsWhatStoresInTheRadiusHandOver() {
        stock("FRA", "A");
        stock("OFF", "B");
        stock("MAI", "C");
        stock("WH", "D");
        known.add("GONE");

        assertThat(allowed(near(50.1147, 8.6850, 1_000), "A", "B", "C", "D", "GONE", "NEVER"))
                .containsExactly("A");
        assertThat(allowed(near(50.1147, 8.6850, 6_000), "A", "B", "C", "D")).containsExactly("A", "B");
        assertThat(allowed(near(50.1147, 8.6850, 40_000), "A", "B", "C", "D")).containsExactly("A", "B", "C");
        assertThat(allowed(near(0, 0, 40_000), "A", "B", "C", "D", "NEVER")).isEmpty();
        assertThat(allowed(new Criteria(new Criteria.At("WH"), null, Set.of(), null), "A", "D"))
                .containsExactly("D");
    }

    @Test
    void whatStockHasNeverHeardOfIsLeftOutOnlyWhenStockIsAskedFor() {
        stock("FRA", "A");
        known.add("GONE");

        assertThat(allowed(Criteria.ANY, "A", "GONE", "NEVER")).containsExactly("A", "NEVER");
        assertThat(allowed(new Criteria(null, true, Set.of(), null), "A", "GONE", "NEVER"))
                .containsExactly("A");
        assertThat(allowed(new Criteria(null, false, Set.of(), null), "A", "GONE", "NEVER"))
                .containsExactly("A", "GONE", "NEVER");
    }

    @Test
    void withoutFilesNothingIsLeftOutThatWasNotAskedFor() {
        ItemFilter any = Assortment.NONE.filter(near(1, 1, 500), Set.of("BOUGHT"));
        assertThat(any.test("A")).isTrue();
        assertThat(any.test("BOUGHT")).isFalse();
        assertThat(Assortment.NONE
                        .filter(new Criteria(null, null, Set.of("Toys"), null), Set.of())
                        .test("A"))
                .as("nobody knows its category")
                .isFalse();
        assertThat(Assortment.NONE.mayKnow("FRA")).isTrue();
        assertThat(Assortment.NONE.name("A")).isEqualTo("A");
    }

    @Test
    void aPriceIsComparedInItsCurrencyOnly() {
        for (Listing one : List.of(
                listing("EUR1", null, 1_000L, "EUR"),
                listing("EUR2", null, 2_000L, "EUR"),
                listing("GBP1", null, 1_000L, "GBP"),
                listing("FREE", null, null, null))) {
            listings.put(one.sku(), one);
        }
        assertThat(allowed(price(500, 1_000, null), "EUR1", "EUR2", "GBP1", "FREE", "NEVER"))
                .containsExactly("EUR1");
        assertThat(allowed(price(500, 1_000, "GBP"), "EUR1", "EUR2", "GBP1")).containsExactly("GBP1");
        assertThat(allowed(price(0, Long.MAX_VALUE, "USD"), "EUR1", "EUR2", "GBP1"))
                .isEmpty();
    }

    private static Criteria price(long least, long most, @Nullable String currency) {
        return new Criteria(null, null, Set.of(), new Criteria.Price(least, most, currency));
    }

    /** Each rule said plainly, against the bits, for random shops and questions. */
    @Test
    void agreesWithThePlainRule() {
        Random random = new Random(11);
        for (int round = 0; round < 60; round++) {
            listings.clear();
            known.clear();
            there.clear();
            List<String> all = new ArrayList<>();
            for (int i = 0; i < 140; i++) {
                String sku = "S" + i;
                all.add(sku);
                if (random.nextInt(4) > 0) {
                    Listing one = listing(
                            sku,
                            CATEGORIES.get(random.nextInt(4)),
                            random.nextInt(5) == 0 ? null : (long) random.nextInt(100),
                            CURRENCIES.get(random.nextInt(3)));
                    listings.put(sku, random.nextInt(10) == 0 ? discontinued(one) : one);
                }
                if (random.nextInt(4) > 0) {
                    known.add(sku);
                    places.forEach(place -> {
                        if (random.nextInt(4) == 0) {
                            stock(place.id(), sku);
                        }
                    });
                }
            }
            Assortment assortment = assortment();
            ItemIds model = ItemIds.of(all);
            for (int question = 0; question < 20; question++) {
                Criteria criteria = criteria(random);
                Set<String> leftOut = Set.of("S" + random.nextInt(139), "S139");
                ItemFilter filter = assortment.filter(criteria, leftOut);
                IntPredicate byNumber = filter.over(model);
                for (String sku : all) {
                    boolean expected = !leftOut.contains(sku) && plainly(criteria, sku);
                    assertThat(filter.test(sku)).as("%s %s", sku, criteria).isEqualTo(expected);
                    assertThat(byNumber.test(model.indexOf(sku))).isEqualTo(expected);
                }
            }
        }
    }

    private Criteria criteria(Random random) {
        Criteria.Place place = switch (random.nextInt(4)) {
            case 0 ->
                new Criteria.Near(50.11, 8.70, List.of(1_000, 7_000, 60_000).get(random.nextInt(3)));
            case 1 -> new Criteria.At(places.get(random.nextInt(4)).id());
            default -> null;
        };
        Boolean inStock =
                place != null ? null : Arrays.asList(true, false, null).get(random.nextInt(3));
        Set<String> categories =
                random.nextBoolean() ? Set.of() : Set.of("Toys", random.nextBoolean() ? "Wear" : "Rare");
        Criteria.Price price = random.nextBoolean()
                ? null
                : new Criteria.Price(random.nextInt(50), 50 + random.nextInt(50), random.nextBoolean() ? "EUR" : "GBP");
        return new Criteria(place, inStock, categories, price);
    }

    private boolean plainly(Criteria criteria, String sku) {
        @Nullable Listing listing = listings.get(sku);
        boolean right = listing == null || !listing.discontinued();
        if (!criteria.categories().isEmpty()) {
            right &= listing != null
                    && listing.product().category() != null
                    && criteria.categories().contains(listing.product().category());
        }
        Criteria.Price price = criteria.price();
        if (price != null) {
            right &= listing != null
                    && listing.product().priceMinor() != null
                    && String.valueOf(price.currency()).equals(listing.product().currency())
                    && listing.product().priceMinor() >= price.least()
                    && listing.product().priceMinor() <= price.most();
        }
        if (!criteria.concernsStock()) {
            return right;
        }
        boolean stocked = places.stream()
                .filter(place -> switch (criteria.place()) {
                    case null -> true;
                    case Criteria.At at -> at.locationId().equals(place.id());
                    case Criteria.Near near ->
                        place.pickup()
                                && (place.id().equals("FRA")
                                        ? near.withinMeters() >= 7_000
                                        : near.withinMeters() >= (place.id().equals("OFF") ? 7_000 : 60_000));
                })
                .anyMatch(place -> there.getOrDefault(place.id(), Set.of()).contains(sku));
        boolean unheard = !known.contains(sku) && criteria.place() == null && criteria.inStock() == null;
        return right && (stocked || unheard);
    }

    @Test
    void everyDamagedAvailabilityFileIsRefused() throws IOException {
        stock("FRA", "A", "B", "C");
        byte[] file = availability(NOW, known, places, there);
        byte[] plain = new GZIPInputStream(new ByteArrayInputStream(file)).readAllBytes();
        assertThat(AvailabilitySet.read(file).skus()).containsExactly("A", "B", "C");
        for (int i = 0; i < plain.length; i++) {
            byte[] damaged = plain.clone();
            damaged[i] ^= 0x10;
            assertThatThrownBy(() -> AvailabilitySet.read(pack(damaged)))
                    .as("byte %s", i)
                    .isInstanceOf(IllegalArgumentException.class);
            byte[] cut = Arrays.copyOf(plain, i);
            assertThatThrownBy(() -> AvailabilitySet.read(pack(cut))).isInstanceOf(IllegalArgumentException.class);
        }
        for (int length = 0; length < file.length; length++) {
            byte[] cut = Arrays.copyOf(file, length);
            assertThatThrownBy(() -> AvailabilitySet.read(cut)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    private static byte[] pack(byte[] plain) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write(plain);
        }
        return packed.toByteArray();
    }

    @Test
    void theShelfTakesWhatIsNewAndKeepsWhatItHasWhenAFileIsBad() {
        MemoryFiles files = new MemoryFiles();
        TestClock clock = new TestClock(NOW);
        AssortmentShelf shelf = new AssortmentShelf(files, clock);
        assertThat(shelf.current().availability()).isEmpty();

        stock("FRA", "A");
        files.write(AvailabilitySet.KEY, "", availability(NOW, known, places, there));
        files.write(
                Catalogue.KEY,
                "",
                Catalogue.of(Stream.of(listing("A", "Toys", 1L, "EUR"))).toBytes());
        assertThat(shelf.current().availability()).as("within the minute").isEmpty();
        clock.advance(AssortmentShelf.EVERY);
        Assortment first = shelf.current();
        assertThat(first.availability().orElseThrow().asOf()).isEqualTo(NOW);
        assertThat(first.name("A")).isEqualTo("Name of A");

        files.write(AvailabilitySet.KEY, "", new byte[] {1, 2, 3});
        files.write(Catalogue.KEY, "", new byte[0]);
        clock.advance(AssortmentShelf.EVERY);
        assertThat(shelf.current()).isSameAs(first);

        files.write(AvailabilitySet.KEY, "", availability(NOW.plus(Duration.ofMinutes(5)), known, places, there));
        clock.advance(AssortmentShelf.EVERY);
        assertThat(shelf.current().availability().orElseThrow().asOf()).isAfter(NOW);
        assertThat(shelf.current().name("A")).isEqualTo("Name of A");
    }
}
