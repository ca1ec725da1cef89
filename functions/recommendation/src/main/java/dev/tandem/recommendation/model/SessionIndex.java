package dev.tandem.recommendation.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/**
 * Recommends the next item of a session. Four models give each candidate a share, a {@link Blend} adds the shares up:
 *
 * <ul>
 *   <li>the most similar of the most recent sessions vote (VMIS-kNN: Kersbergen, Sprangers, Schelter, SIGMOD 2022; with the weights for
 *       position, age and neighbourhood of STAN: Garg et al., SIGIR 2019);
 *   <li>items seen soon after or before the latest ones (sequential rules: Ludewig, Jannach, UMUAI 2018, with co-occurrence as
 *       the part that looks back);
 *   <li>items two such steps away, for items with few sessions of their own;
 *   <li>how often shoppers come straight back to an item of the session.
 * </ul>
 *
 * <p>The work of a call is bounded by the {@link Tuning} alone, not by the number of sessions. Safe for use by several threads.
 */
public final class SessionIndex {
    public static final String KIND = "session-index";
    public static final int VERSION = 2;

    final ItemIds items;
    final Tuning tuning;
    final Popularity popularity;
    final Revisits revisits;
    final Lists sessions;
    final float[] sessionWeights;
    final Lists postings;
    final Lists rules;
    final Lists related;

    /** Made when it is first needed. */
    private volatile int @Nullable [] mostSeen;

    private final ConcurrentLinkedQueue<Scorer> idle = new ConcurrentLinkedQueue<>();

    private SessionIndex(
            ItemIds items,
            Tuning tuning,
            Popularity popularity,
            Revisits revisits,
            Lists sessions,
            float[] sessionWeights,
            Lists postings,
            Lists rules,
            Lists related) {
        this.items = items;
        this.tuning = tuning;
        this.popularity = popularity;
        this.revisits = revisits;
        this.sessions = sessions;
        this.sessionWeights = sessionWeights;
        this.postings = postings;
        this.rules = rules;
        this.related = related;
    }

    public static SessionIndex build(InteractionLog log) {
        return build(log, Tuning.DEFAULT);
    }

    /** Builds in time about linear in the events of the log; an empty log gives an index that recommends nothing. */
    public static SessionIndex build(InteractionLog log, Tuning tuning) {
        Popularity popularity = Popularity.of(log);
        IndexBuilder builder = new IndexBuilder(log, tuning, popularity.counts());
        Lists sessions = builder.sessions();
        Lists rules = builder.rules();
        return new SessionIndex(
                log.items(),
                tuning,
                popularity,
                Revisits.of(log),
                sessions,
                builder.sessionWeights(sessions),
                builder.postings(sessions),
                rules,
                builder.related(rules));
    }

    public ItemIds items() {
        return items;
    }

    public Popularity popularity() {
        return popularity;
    }

    /** Whether the item is asked for more than it was, beyond chance; see {@link Popularity}. */
    public boolean isRising(String item) {
        return popularity.isRising(items.indexOf(item));
    }

    /** All items, those with most events first: where the list goes on when what trends does not fill it. */
    int[] mostSeen() {
        int[] known = mostSeen;
        if (known == null) {
            int[] counts = popularity.counts();
            long[] order = new long[counts.length];
            for (int item = 0; item < order.length; item++) {
                order[item] = (long) (Integer.MAX_VALUE - counts[item]) << 32 | item;
            }
            Arrays.sort(order);
            known = Arrays.stream(order).mapToInt(one -> (int) one).toArray();
            mostSeen = known;
        }
        return known;
    }

    /** Past sessions in the index. */
    public int sessionCount() {
        return sessions.size();
    }

    /**
     * Answers a query, best first, no item twice. A session without a known item gets what is popular now.
     *
     * @return at most {@code query.limit()} items; fewer when not more are allowed and known
     */
    public List<Recommendation> recommend(SessionQuery query) {
        Scorer scorer = idle.poll();
        if (scorer == null) {
            scorer = scorer();
        }
        int[] session = query.items().stream().mapToInt(items::indexOf).toArray();
        double @Nullable [] interest = query.interest().isEmpty()
                ? null
                : query.interest().stream().mapToDouble(Double::doubleValue).toArray();
        int found = scorer.score(
                session,
                session.length,
                interest,
                query.limit(),
                query.excludeCurrent(),
                query.blend(),
                query.allowed().over(items));
        List<Recommendation> answer = new ArrayList<>(found);
        for (int rank = 0; rank < found; rank++) {
            answer.add(new Recommendation(items.id(scorer.item(rank)), scorer.score(rank), parts(scorer, rank)));
        }
        idle.add(scorer);
        return answer;
    }

    private List<Recommendation.Part> parts(Scorer scorer, int rank) {
        List<Recommendation.Part> parts = new ArrayList<>(2);
        for (Recommendation.Source source : Recommendation.Source.values()) {
            double share = scorer.part(rank, source);
            if (share > 0) {
                int because = scorer.because(rank, source);
                parts.add(new Recommendation.Part(source, because < 0 ? null : items.id(because), share));
            }
        }
        parts.sort(Comparator.comparingDouble(Recommendation.Part::share).reversed());
        return parts;
    }

    /** The same without strings and objects, for one thread at a time. */
    public Scorer scorer() {
        return new Scorer(this);
    }

    public ModelFile toFile() {
        ModelFile file = new ModelFile(KIND, VERSION)
                .put("items", items.sorted())
                .put("tuning", tuning.toArray())
                .put("counts", popularity.counts())
                .put("trending", popularity.trending())
                .put("trendShares", popularity.trendShares())
                .put("rising", popularity.rising())
                .put("revisits", revisits.shares())
                .put("sessionWeights", sessionWeights);
        sessions.put(file, "sessions");
        postings.put(file, "postings");
        rules.put(file, "rules");
        related.put(file, "related");
        return file;
    }

    /**
     * The index of a file's bytes.
     *
     * @throws ModelFormatException when the bytes are no whole index of a version known here
     */
    public static SessionIndex of(byte[] bytes) throws ModelFormatException {
        ModelFile file = ModelFile.of(bytes, KIND, VERSION);
        ItemIds items;
        try {
            items = ItemIds.ofSorted(file.strings("items"));
        } catch (IllegalArgumentException e) {
            throw new ModelFormatException(e.getMessage() == null ? "Bad items" : e.getMessage());
        }
        int[] counts = file.ints("counts");
        int[] trending = file.ints("trending");
        float[] trendShares = file.floats("trendShares");
        int[] rising = file.ints("rising");
        float[] revisits = file.floats("revisits");
        float[] weights = file.floats("sessionWeights");
        boolean sound = counts.length == items.size()
                && trending.length == trendShares.length
                && revisits.length == Revisits.LENGTHS * Revisits.RANKS;
        for (int item : trending) {
            sound &= item >= 0 && item < items.size();
        }
        if (!sound) {
            throw new ModelFormatException("The sections of the model contradict each other");
        }
        return new SessionIndex(
                items,
                Tuning.of(file.doubles("tuning")),
                new Popularity(counts, trending, trendShares, rising),
                new Revisits(revisits),
                Lists.of(file, "sessions", weights.length, items.size(), false),
                weights,
                Lists.of(file, "postings", items.size(), weights.length, false),
                Lists.of(file, "rules", items.size(), items.size(), true),
                Lists.of(file, "related", items.size(), items.size(), true));
    }
}
