package dev.tandem.recommendation.catalogue;

import dev.tandem.recommendation.DataFiles;
import dev.tandem.recommendation.Product;
import dev.tandem.recommendation.model.ModelFile;
import dev.tandem.recommendation.model.ModelFormatException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The catalogue as one file: what recommendations are named with and filtered by, and what models learn of products. The same listings
 * give the same bytes, whatever their order. Immutable.
 */
public final class Catalogue {
    /** Where it is published: one object that is overwritten whole. */
    public static final String KEY = "catalogue/recommendation/current.bin";

    private static final Logger LOG = LoggerFactory.getLogger(Catalogue.class);
    private static final String KIND = "catalogue";
    private static final int VERSION = 1;
    private static final int NO_DAY = Integer.MIN_VALUE;

    /** By SKU. */
    private final List<Listing> listings;

    private final Map<String, Integer> numbers;

    private Catalogue(List<Listing> listings) {
        this.listings = listings;
        this.numbers = new java.util.HashMap<>(listings.size() * 2);
        for (int i = 0; i < listings.size(); i++) {
            numbers.put(listings.get(i).sku(), i);
        }
    }

    public static Catalogue of(Stream<Listing> listings) {
        return new Catalogue(listings.sorted(Comparator.comparing(Listing::sku)).toList());
    }

    /** The one that is published; none also when it cannot be read, which is logged. */
    public static Optional<Catalogue> published(DataFiles files) {
        try {
            return files.read(KEY).map(Catalogue::read);
        } catch (IllegalArgumentException e) {
            LOG.warn("The published catalogue cannot be read", e);
            return Optional.empty();
        }
    }

    /** All listings by SKU, discontinued ones too. */
    public List<Listing> listings() {
        return listings;
    }

    /** All products by SKU, discontinued ones too: the past is full of them. */
    public List<Product> products() {
        return listings.stream().map(Listing::product).toList();
    }

    public @Nullable Listing find(String sku) {
        Integer number = numbers.get(sku);
        return number == null ? null : listings.get(number);
    }

    public byte[] toBytes() {
        int size = listings.size();
        double[] prices = new double[size];
        double[] updated = new double[size];
        int[] firstSeen = new int[size];
        int[] discontinued = new int[size];
        int[] sceneStarts = new int[size + 1];
        List<String> scenes = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            Listing listing = listings.get(i);
            Product product = listing.product();
            // Whole numbers up to 2^53 are exact.
            prices[i] = product.priceMinor() == null ? -1 : product.priceMinor();
            updated[i] = listing.updatedAt().toEpochMilli();
            firstSeen[i] = product.firstSeen() == null
                    ? NO_DAY
                    : Math.toIntExact(product.firstSeen().toEpochDay());
            discontinued[i] = listing.discontinued() ? 1 : 0;
            scenes.addAll(new TreeSet<>(product.scenes()));
            sceneStarts[i + 1] = scenes.size();
        }
        ModelFile file = new ModelFile(KIND, VERSION)
                .put("skus", listings.stream().map(Listing::sku).toArray(String[]::new))
                .put("names", listings.stream().map(one -> one.product().name()).toArray(String[]::new))
                .put("prices", prices)
                .put("updated", updated)
                .put("firstSeen", firstSeen)
                .put("discontinued", discontinued)
                .put("sceneStarts", sceneStarts);
        coded(file, "scenes", scenes);
        coded(file, "categories", column(product -> product.category()));
        coded(file, "brands", column(product -> product.brand()));
        coded(file, "currencies", column(product -> product.currency()));
        coded(
                file,
                "variantGroups",
                listings.stream().map(one -> text(one.variantGroup())).toList());
        return file.toBytes();
    }

    private List<String> column(java.util.function.Function<Product, @Nullable String> of) {
        return listings.stream().map(one -> text(of.apply(one.product()))).toList();
    }

    private static String text(@Nullable String text) {
        return text == null ? "" : text;
    }

    /** Texts that come often, as numbers of a list of them. Nothing is the empty text. */
    private static void coded(ModelFile file, String name, Collection<String> texts) {
        Map<String, Integer> numbers = new TreeMap<>();
        texts.forEach(text -> numbers.put(text, 0));
        int next = 0;
        for (Map.Entry<String, Integer> entry : numbers.entrySet()) {
            entry.setValue(next++);
        }
        file.put(name, numbers.keySet().toArray(String[]::new));
        file.put(
                name + "Of",
                texts.stream().mapToInt(text -> numbers.getOrDefault(text, 0)).toArray());
    }

    /** Throws {@link IllegalArgumentException} for a file that is damaged, of another kind or of a later version. */
    public static Catalogue read(byte[] bytes) {
        try {
            ModelFile file = ModelFile.of(bytes, KIND, VERSION);
            String[] skus = file.strings("skus");
            int size = skus.length;
            String[] names = sized(file.strings("names"), size);
            double[] prices = file.doubles("prices");
            double[] updated = file.doubles("updated");
            int[] firstSeen = file.ints("firstSeen");
            int[] discontinued = file.ints("discontinued");
            int[] sceneStarts = file.ints("sceneStarts");
            String[] scenes = decoded(file, "scenes");
            String[] categories = sized(decoded(file, "categories"), size);
            String[] brands = sized(decoded(file, "brands"), size);
            String[] currencies = sized(decoded(file, "currencies"), size);
            String[] groups = sized(decoded(file, "variantGroups"), size);
            List<Listing> listings = new ArrayList<>(size);
            for (int i = 0; i < size; i++) {
                listings.add(new Listing(
                        new Product(
                                skus[i],
                                names[i],
                                orNull(categories[i]),
                                orNull(brands[i]),
                                new TreeSet<>(Arrays.asList(scenes).subList(sceneStarts[i], sceneStarts[i + 1])),
                                prices[i] < 0 ? null : (long) prices[i],
                                orNull(currencies[i]),
                                firstSeen[i] == NO_DAY ? null : LocalDate.ofEpochDay(firstSeen[i])),
                        orNull(groups[i]),
                        discontinued[i] != 0,
                        Instant.ofEpochMilli((long) updated[i])));
            }
            return new Catalogue(List.copyOf(listings));
        } catch (ModelFormatException | IndexOutOfBoundsException e) {
            throw new IllegalArgumentException("The catalogue cannot be read: " + e.getMessage(), e);
        }
    }

    private static @Nullable String orNull(String text) {
        return text.isEmpty() ? null : text;
    }

    private static String[] decoded(ModelFile file, String name) throws ModelFormatException {
        String[] texts = file.strings(name);
        return Arrays.stream(file.ints(name + "Of"))
                .mapToObj(code -> texts[code])
                .toArray(String[]::new);
    }

    private static String[] sized(String[] texts, int size) {
        if (texts.length != size) {
            throw new IllegalArgumentException("The sections of the catalogue contradict each other");
        }
        return texts;
    }
}
