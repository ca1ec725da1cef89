package dev.tandem.bench.complement;

import dev.tandem.bench.complement.ComplementData.Pair;
import dev.tandem.recommendation.graph.Links;
import dev.tandem.recommendation.model.Lists;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32;

/**
 * Which links are hidden. The rule is of the ids alone: the CRC-32 of the smaller id, a line break and the greater id (as strings), modulo
 * 100, is below 20 for a hidden pair. With {@code COLD_ITEMS} an item whose CRC-32 of "cold", a line break and the id, modulo 10, is 0 has all
 * its links hidden, and no others are. With {@code VALIDATION}, for choosing constants, the pairs below 20 are left out and those below
 * 30 are hidden.
 *
 * @param known the links that are not hidden
 * @param hidden per item the items whose links to it are hidden
 */
public record Split(Links known, Lists hidden) {
    public enum Rule {
        RANDOM_LINKS,
        COLD_ITEMS,
        VALIDATION
    }

    public static Split of(ComplementData data, Rule rule) {
        int size = data.items().size();
        Links.Builder known = new Links.Builder(size);
        List<Pair> hidden = new ArrayList<>();
        for (Pair pair : data.pairs()) {
            String a = data.ids().id(pair.first());
            String b = data.ids().id(pair.second());
            long draw = a.compareTo(b) < 0 ? hash(a, b) % 100 : hash(b, a) % 100;
            boolean hide = switch (rule) {
                case RANDOM_LINKS -> draw < 20;
                case COLD_ITEMS -> hash("cold", a) % 10 == 0 || hash("cold", b) % 10 == 0;
                case VALIDATION -> draw < 30;
            };
            if (!hide) {
                known.add(pair.first(), pair.second(), Math.log1p(pair.weight()) / Math.log(2));
            } else if (rule != Rule.VALIDATION || draw >= 20) {
                hidden.add(pair);
            }
        }
        return new Split(known.build(), lists(size, hidden));
    }

    /** The CRC-32 of two texts with a line break between them. */
    public static long hash(String a, String b) {
        CRC32 sum = new CRC32();
        sum.update((a + "\n" + b).getBytes(StandardCharsets.UTF_8));
        return sum.getValue();
    }

    /** Per item the others of its pairs. */
    private static Lists lists(int size, List<Pair> pairs) {
        long[] both = new long[pairs.size() * 2];
        int at = 0;
        for (Pair pair : pairs) {
            both[at++] = ((long) pair.first() << 32) | pair.second();
            both[at++] = ((long) pair.second() << 32) | pair.first();
        }
        Arrays.sort(both);
        Lists.Builder lists = new Lists.Builder(size, false);
        at = 0;
        for (int item = 0; item < size; item++) {
            for (; at < both.length && (int) (both[at] >>> 32) == item; at++) {
                lists.add((int) both[at]);
            }
            lists.end();
        }
        return lists.build();
    }
}
