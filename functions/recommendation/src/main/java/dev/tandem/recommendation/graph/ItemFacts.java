package dev.tandem.recommendation.graph;

import dev.tandem.recommendation.model.Lists;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * What the catalogue says of the items, as numbers. The words of an item are those of its name, its brand, its categories and its
 * scenes, weighted by rarity and scaled to length 1, so that the product of two items is their cosine.
 */
final class ItemFacts {
    /** A word of more items than this says too little to look all of them up. */
    private static final int COMMON = 1_500;

    final Lists words;
    final int wordCount;
    /** Per item its own category, brand, and log of the price; -1 or NaN where not known. */
    final int[] category;

    final int[] brand;
    final float[] logPrice;
    final Lists scenes;
    final List<String> categoryNames;
    final List<String> brandNames;
    /** In their natural order, so that a scene's number is its rank. */
    final List<String> sceneNames;

    private ItemFacts(
            Lists words,
            int wordCount,
            int[] category,
            int[] brand,
            float[] logPrice,
            Lists scenes,
            List<String> categoryNames,
            List<String> brandNames,
            List<String> sceneNames) {
        this.words = words;
        this.wordCount = wordCount;
        this.category = category;
        this.brand = brand;
        this.logPrice = logPrice;
        this.scenes = scenes;
        this.categoryNames = categoryNames;
        this.brandNames = brandNames;
        this.sceneNames = sceneNames;
    }

    /** Names as numbers, in the order in which they come. */
    private static final class Numbers {
        private final Map<String, Integer> numbers = new HashMap<>();
        private final List<String> names = new ArrayList<>();

        int of(String name) {
            Integer known = numbers.putIfAbsent(name, names.size());
            if (known == null) {
                names.add(name);
                return names.size() - 1;
            }
            return known;
        }
    }

    static ItemFacts of(List<GraphItem> items) {
        int size = items.size();
        Numbers vocabulary = new Numbers();
        Numbers categories = new Numbers();
        Numbers brands = new Numbers();
        Numbers scenes = new Numbers();
        items.stream().flatMap(item -> item.scenes().stream()).sorted().forEach(scenes::of);
        int[][] words = new int[size][];
        int[] category = new int[size];
        int[] brand = new int[size];
        float[] logPrice = new float[size];
        Lists.Builder sceneLists = new Lists.Builder(size, false);
        for (int i = 0; i < size; i++) {
            GraphItem item = items.get(i);
            words[i] = words(item).stream().mapToInt(vocabulary::of).toArray();
            category[i] = item.categories().isEmpty()
                    ? -1
                    : categories.of(item.categories().getLast());
            brand[i] = item.brand() == null ? -1 : brands.of(item.brand());
            logPrice[i] = item.price() > 0 ? (float) Math.log(item.price()) : Float.NaN;
            item.scenes().stream().mapToInt(scenes::of).distinct().sorted().forEach(sceneLists::add);
            sceneLists.end();
        }
        return new ItemFacts(
                weighted(words, vocabulary.names.size()),
                vocabulary.names.size(),
                category,
                brand,
                logPrice,
                sceneLists.build(),
                categories.names,
                brands.names,
                scenes.names);
    }

    /** Words of a name in small letters, without plural s; a kind before those that are no words of the name. */
    private static Set<String> words(GraphItem item) {
        Set<String> words = new LinkedHashSet<>();
        if (item.name() != null) {
            for (String word : item.name().toLowerCase(Locale.ROOT).split("[^\\p{L}\\p{N}]+")) {
                if (word.length() > 1) {
                    words.add(word.length() > 3 && word.endsWith("s") ? word.substring(0, word.length() - 1) : word);
                }
            }
        }
        item.categories().forEach(category -> words.add("category:" + category));
        item.scenes().forEach(scene -> words.add("scene:" + scene));
        if (item.brand() != null) {
            words.add("brand:" + item.brand());
        }
        return words;
    }

    private static Lists weighted(int[][] words, int vocabulary) {
        int[] items = new int[vocabulary];
        for (int[] ofItem : words) {
            for (int word : ofItem) {
                items[word]++;
            }
        }
        Lists.Builder lists = new Lists.Builder(words.length, true);
        for (int[] ofItem : words) {
            double squares = 0;
            for (int word : ofItem) {
                squares += Math.pow(rarity(words.length, items[word]), 2);
            }
            Arrays.sort(ofItem);
            for (int word : ofItem) {
                lists.add(word, rarity(words.length, items[word]) / Math.sqrt(squares));
            }
            lists.end();
        }
        return lists.build();
    }

    private static double rarity(int all, int having) {
        return Math.log(1 + (double) all / having);
    }

    /** The cosine of the words of two items, 0 to 1. */
    double alike(int item, int other) {
        int a = words.starts()[item];
        int b = words.starts()[other];
        double sum = 0;
        while (a < words.starts()[item + 1] && b < words.starts()[other + 1]) {
            int difference = words.values()[a] - words.values()[b];
            if (difference == 0) {
                sum += words.weights()[a++] * words.weights()[b++];
            } else if (difference < 0) {
                a++;
            } else {
                b++;
            }
        }
        return sum;
    }

    /** A scene that both items are used in, or -1. */
    int sharedScene(int item, int other) {
        for (int a = scenes.starts()[item]; a < scenes.starts()[item + 1]; a++) {
            for (int b = scenes.starts()[other]; b < scenes.starts()[other + 1]; b++) {
                if (scenes.values()[a] == scenes.values()[b]) {
                    return scenes.values()[a];
                }
            }
        }
        return -1;
    }

    /**
     * Links every item with the items most like it in words among those that have links, with their cosine as weight. An item that
     * nobody has bought yet is reached through these.
     */
    Links likenesses(Links links, int most) {
        int size = category.length;
        Lists having = having(links);
        Links.Builder alike = new Links.Builder(size);
        float[] sums = new float[size];
        int[] touched = new int[size];
        for (int item = 0; item < size; item++) {
            int count = 0;
            for (int at = words.starts()[item]; at < words.starts()[item + 1]; at++) {
                int word = words.values()[at];
                float weight = words.weights()[at];
                for (int in = having.starts()[word]; in < having.starts()[word + 1]; in++) {
                    int other = having.values()[in];
                    if (sums[other] == 0) {
                        touched[count++] = other;
                    }
                    sums[other] += weight * having.weights()[in];
                }
            }
            int[] order = Order.descending(count, i -> sums[touched[i]]);
            for (int rank = 0, kept = 0; rank < count && kept < most; rank++) {
                int other = touched[order[rank]];
                if (other != item) {
                    alike.add(item, other, sums[other]);
                    kept++;
                }
            }
            for (int i = 0; i < count; i++) {
                sums[touched[i]] = 0;
            }
        }
        return alike.build();
    }

    /** For every word that is not too common the items with links that have it. */
    private Lists having(Links links) {
        int size = category.length;
        int[] counts = new int[wordCount];
        for (int item = 0; item < size; item++) {
            for (int at = words.starts()[item]; links.degree(item) > 0 && at < words.starts()[item + 1]; at++) {
                counts[words.values()[at]]++;
            }
        }
        int[] starts = new int[wordCount + 1];
        for (int word = 0; word < wordCount; word++) {
            starts[word + 1] = starts[word] + (counts[word] > COMMON ? 0 : counts[word]);
        }
        int[] next = Arrays.copyOf(starts, wordCount);
        int[] values = new int[starts[wordCount]];
        float[] weights = new float[values.length];
        for (int item = 0; item < size; item++) {
            for (int at = words.starts()[item]; links.degree(item) > 0 && at < words.starts()[item + 1]; at++) {
                int word = words.values()[at];
                if (counts[word] <= COMMON) {
                    values[next[word]] = item;
                    weights[next[word]++] = words.weights()[at];
                }
            }
        }
        return new Lists(starts, values, weights);
    }
}
