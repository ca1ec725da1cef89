package dev.tandem.recommendation.catalogue;

import dev.tandem.commons.GreatCircle;
import dev.tandem.recommendation.model.ItemFilter;
import dev.tandem.recommendation.model.ItemIds;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Catalogue and availability put together for filtering. All SKUs that either knows have numbers; each category, currency and location
 * has a row of bits over them, made when the files are loaded. A question is the intersection of a few such rows: some thousand words
 * for a hundred thousand SKUs. Safe for many threads.
 */
public final class Assortment {
    /** An empty one: restricts nothing that it is not asked to. */
    public static final Assortment NONE = new Assortment(Optional.empty(), Optional.empty(), Optional.empty());

    /** Unions of locations that are kept: shoppers of one town ask the same. */
    private static final int KEPT_BITS = 1 << 28;

    private final Optional<Catalogue> catalogue;
    private final Optional<AvailabilitySet> availability;
    private final Optional<ReturnSignals> signals;
    private final Map<String, Integer> numbers = new HashMap<>();
    private final int words;
    private final long[] sold;
    private final Map<String, long[]> byCategory = new HashMap<>();
    private final Map<String, long[]> byCurrency = new HashMap<>();
    private final long[] prices;
    private final String mainCurrency;
    private final long[] stockKnown;
    private final long[][] byLocation;
    private final long[] anywhere;
    private final Map<String, long[]> unions;
    private final Map<ItemIds, int[]> numbering = new LinkedHashMap<>();

    public Assortment(
            Optional<Catalogue> catalogue, Optional<AvailabilitySet> availability, Optional<ReturnSignals> signals) {
        this.catalogue = catalogue;
        this.availability = availability;
        this.signals = signals;
        catalogue.ifPresent(some -> some.listings().forEach(one -> numbers.putIfAbsent(one.sku(), numbers.size())));
        availability.ifPresent(some -> {
            for (String sku : some.skus()) {
                numbers.putIfAbsent(sku, numbers.size());
            }
        });
        words = (numbers.size() + 63) >> 6;
        sold = new long[words];
        Arrays.fill(sold, -1);
        prices = new long[numbers.size()];
        Arrays.fill(prices, -1);
        catalogue.ifPresent(this::takeIn);
        mainCurrency = byCurrency.entrySet().stream()
                .max(Comparator.<Map.Entry<String, long[]>>comparingInt(entry -> count(entry.getValue()))
                        .thenComparing(Map.Entry.comparingByKey()))
                .map(Map.Entry::getKey)
                .orElse("");
        stockKnown = new long[words];
        anywhere = new long[words];
        byLocation = new long[availability.map(some -> some.places().size()).orElse(0)][words];
        availability.ifPresent(this::takeIn);
        int most = Math.max(8, KEPT_BITS / 64 / Math.max(1, words));
        unions = new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, long[]> eldest) {
                return size() > most;
            }
        };
    }

    private void takeIn(Catalogue some) {
        for (Listing listing : some.listings()) {
            int number = numbers.getOrDefault(listing.sku(), 0);
            if (listing.discontinued()) {
                sold[number >> 6] &= ~(1L << number);
            }
            if (listing.product().category() != null) {
                set(byCategory.computeIfAbsent(listing.product().category(), none -> new long[words]), number);
            }
            if (listing.product().priceMinor() != null && listing.product().currency() != null) {
                prices[number] = listing.product().priceMinor();
                set(byCurrency.computeIfAbsent(listing.product().currency(), none -> new long[words]), number);
            }
        }
    }

    private void takeIn(AvailabilitySet some) {
        int[] here = new int[some.skus().length];
        for (int sku = 0; sku < here.length; sku++) {
            here[sku] = numbers.getOrDefault(some.skus()[sku], 0);
            set(stockKnown, here[sku]);
        }
        for (int location = 0; location < byLocation.length; location++) {
            long[] bits = some.bits()[location];
            for (int i = 0; i < bits.length; i++) {
                for (long left = bits[i]; left != 0; left &= left - 1) {
                    set(byLocation[location], here[(i << 6) + Long.numberOfTrailingZeros(left)]);
                }
            }
            or(anywhere, byLocation[location]);
        }
    }

    public Optional<AvailabilitySet> availability() {
        return availability;
    }

    public @Nullable Listing listing(String sku) {
        return catalogue.map(some -> some.find(sku)).orElse(null);
    }

    /** What returns have taught about it, such as {@code runs-small}; mostly nothing. */
    public List<String> returnSignals(String sku) {
        return signals.map(some -> some.skus().getOrDefault(sku, List.of())).orElse(List.of());
    }

    /** The product's name, or the SKU where the catalogue does not know it. */
    public String name(String sku) {
        Listing listing = listing(sku);
        return listing == null ? sku : listing.product().name();
    }

    /** Whether the location is one; true also while no availability is known. */
    public boolean mayKnow(String locationId) {
        return availability
                .map(some -> some.places().stream().anyMatch(place -> place.id().equals(locationId)))
                .orElse(true);
    }

    /**
     * The items that the criteria let through and that are not left out. Stock restricts only where availability is known, category and
     * price only where the catalogue is: an item of which they say nothing passes when nothing was asked of it, and not otherwise.
     */
    public ItemFilter filter(Criteria criteria, Collection<String> leftOut) {
        long[] allowed = sold.clone();
        boolean unknownPasses = true;
        if (availability.isPresent() && criteria.concernsStock()) {
            long[] there = there(availability.get(), criteria.place());
            boolean strict = criteria.place() != null || Boolean.TRUE.equals(criteria.inStock());
            for (int i = 0; i < words; i++) {
                allowed[i] &= strict ? there[i] : there[i] | ~stockKnown[i];
            }
            unknownPasses = !strict;
        }
        if (!criteria.categories().isEmpty()) {
            long[] any = new long[words];
            criteria.categories().forEach(category -> or(any, byCategory.get(category)));
            and(allowed, any);
            unknownPasses = false;
        }
        Criteria.Price price = criteria.price();
        if (price != null) {
            and(allowed, within(price, allowed));
            unknownPasses = false;
        }
        for (String sku : leftOut) {
            Integer number = numbers.get(sku);
            if (number != null) {
                allowed[number >> 6] &= ~(1L << number);
            }
        }
        return new Filter(allowed, unknownPasses, leftOut);
    }

    private long[] within(Criteria.Price price, long[] asked) {
        long[] within = new long[words];
        long[] priced = byCurrency.get(price.currency() == null ? mainCurrency : price.currency());
        for (int i = 0; i < words && priced != null; i++) {
            for (long left = asked[i] & priced[i]; left != 0; left &= left - 1) {
                int number = (i << 6) + Long.numberOfTrailingZeros(left);
                if (prices[number] >= price.least() && prices[number] <= price.most()) {
                    set(within, number);
                }
            }
        }
        return within;
    }

    private long[] there(AvailabilitySet set, Criteria.@Nullable Place place) {
        return switch (place) {
            case null -> anywhere;
            case Criteria.At at -> union(set, one -> set.places().get(one).id().equals(at.locationId()));
            case Criteria.Near near ->
                union(set, one -> {
                    AvailabilitySet.Place store = set.places().get(one);
                    return store.store()
                            && store.pickup()
                            && GreatCircle.meters(near.lat(), near.lon(), store.lat(), store.lon())
                                    <= near.withinMeters();
                });
        };
    }

    private long[] union(AvailabilitySet set, IntPredicate which) {
        int[] locations = IntStream.range(0, set.places().size()).filter(which).toArray();
        String key = Arrays.toString(locations);
        synchronized (unions) {
            return unions.computeIfAbsent(key, none -> {
                long[] union = new long[words];
                for (int location : locations) {
                    or(union, byLocation[location]);
                }
                return union;
            });
        }
    }

    /** The number here of each item of a model, -1 for one that is not known here; remembered, as models are few. */
    private int[] numbers(ItemIds items) {
        synchronized (numbering) {
            if (numbering.size() > 4) {
                numbering.clear();
            }
            return numbering.computeIfAbsent(items, some -> {
                int[] here = new int[some.size()];
                for (int i = 0; i < here.length; i++) {
                    here[i] = numbers.getOrDefault(some.id(i), -1);
                }
                return here;
            });
        }
    }

    private final class Filter implements ItemFilter {
        private final long[] allowed;
        private final boolean unknownPasses;
        private final Collection<String> leftOut;

        Filter(long[] allowed, boolean unknownPasses, Collection<String> leftOut) {
            this.allowed = allowed;
            this.unknownPasses = unknownPasses;
            this.leftOut = leftOut;
        }

        @Override
        public boolean test(String item) {
            return test(numbers.getOrDefault(item, -1), item);
        }

        @Override
        public IntPredicate over(ItemIds items) {
            int[] here = numbers(items);
            return item -> {
                int number = here[item];
                return number >= 0
                        ? (allowed[number >> 6] >>> number & 1) == 1
                        : unknownPasses && !leftOut.contains(items.id(item));
            };
        }

        private boolean test(int number, String item) {
            return number >= 0 ? (allowed[number >> 6] >>> number & 1) == 1 : unknownPasses && !leftOut.contains(item);
        }
    }

    private static void set(long[] bits, int number) {
        bits[number >> 6] |= 1L << number;
    }

    private static void or(long[] into, long @Nullable [] more) {
        for (int i = 0; i < into.length && more != null; i++) {
            into[i] |= more[i];
        }
    }

    private static void and(long[] into, long[] other) {
        for (int i = 0; i < into.length; i++) {
            into[i] &= other[i];
        }
    }

    private static int count(long[] bits) {
        return Arrays.stream(bits)
                .map(Long::bitCount)
                .mapToInt(Math::toIntExact)
                .sum();
    }
}
