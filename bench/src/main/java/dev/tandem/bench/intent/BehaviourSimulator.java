package dev.tandem.bench.intent;

import dev.tandem.recommendation.Kind;
import dev.tandem.recommendation.TrainingData;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * Made-up shoppers with micro-behaviour, since no public data have scrolls, click zones and size charts. The same seed gives the same
 * sessions. The rules:
 *
 * <ol>
 *   <li>A shopper strolls (55 %), compares (30 %) or has decided (15 %). Habits are independent of that: pace, scroll speed, how often
 *       size charts, reviews, pictures and prices are looked at, and how readily things are put into the cart to remember them.
 *   <li>The number of items turned to is independent of it too: 2 and then geometric, mean 8, at most 40.
 *   <li>An item appeals by a normal draw, mean -0.8, 0 and 0.6. Appeal decides little of how much is done, but in which order: the
 *       same scroll speeds come slowing down rather than speeding up, and a size chart comes before price and pictures rather than
 *       as the last thing, each with probability 1/2 + 0.45 tanh(1.5 appeal). Dwell grows by e^(0.2 appeal) against a spread of e^0.8.
 *   <li>A quarter of the turns goes back to an item seen before. Whoever compares or has decided goes back to the most appealing one
 *       with its size chart seen in two of three cases, all others to any.
 *   <li>Whoever has decided gets faster from item to item, strollers slower, by 12 % each, from a pace that makes the means equal.
 *   <li>An item goes into the cart with log odds -3.2 + 0.8 appeal + habit; one in eight is taken out again.
 *   <li>Log odds of a purchase at the end: -6, -3 or -1 by aim, + 0.8 greatest appeal + 1.5 if the session went back to an item
 *       of appeal above 0.5 after its size chart + 0.8 if the cart is not empty.
 * </ol>
 */
public final class BehaviourSimulator {
    private static final long START = 1_767_225_600_000L;
    private static final long BETWEEN = 90_000;
    private static final int ITEMS = 400;
    private static final int MOST_TURNS = 40;
    private static final double[] APPEAL = {-0.8, 0, 0.6};
    private static final double[] PURCHASE = {-6, -3, -1};
    private static final double[] TEMPO = {1.12, 1, 0.88};

    private final Random random;

    public BehaviourSimulator(long seed) {
        random = new Random(seed);
    }

    /** One session in the making. */
    private static final class Visit {
        final List<TrainingData.Event> events = new ArrayList<>();
        final List<Integer> seen = new ArrayList<>();
        final double[] appeal = new double[ITEMS];
        final boolean[] chart = new boolean[ITEMS];
        final boolean[] cart = new boolean[ITEMS];
        long at;
        boolean cameBack;

        void add(Kind kind, int item, String zone, int dwellMs, double speed, double depth) {
            events.add(new TrainingData.Event(
                    at, events.size(), kind, "SIM-" + item, zone, "", dwellMs, (float) speed, (float) depth, 1));
        }
    }

    /** So many sessions, one every minute and a half; by their ends. */
    public List<TrainingData.Session> sessions(int count) {
        List<TrainingData.Session> sessions = new ArrayList<>();
        for (int s = 0; s < count; s++) {
            sessions.add(new TrainingData.Session("sim-" + s, visit(START + s * BETWEEN)));
        }
        sessions.sort(java.util.Comparator.comparingLong(TrainingData.Session::lastAt));
        return sessions;
    }

    private List<TrainingData.Event> visit(long at) {
        double draw = random.nextDouble();
        int aim = draw < 0.55 ? 0 : draw < 0.85 ? 1 : 2;
        double pace = Math.exp(0.5 * random.nextGaussian());
        double speed = 900 * Math.exp(0.4 * random.nextGaussian());
        double charts = 0.15 + 0.45 * random.nextDouble();
        double zones = 0.15 + 0.5 * random.nextDouble();
        double collector = random.nextGaussian();
        int turns = 2;
        while (turns < MOST_TURNS && random.nextDouble() > 1 / 7.0) {
            turns++;
        }
        Visit visit = new Visit();
        visit.at = at;
        double tempo = Math.pow(TEMPO[aim], -turns / 2.0);
        for (int turn = 0; turn < turns; turn++) {
            visit.at += wait(6 * pace * tempo);
            tempo *= TEMPO[aim];
            int item = item(visit, aim);
            look(visit, item, pace, speed, charts, zones);
            if (!visit.cart[item] && chance(-3.2 + 0.8 * visit.appeal[item] + collector)) {
                visit.at += wait(3 * pace);
                visit.add(Kind.ADD_TO_CART, item, "", 0, 0, 0);
                visit.cart[item] = true;
                if (random.nextInt(8) == 0) {
                    visit.at += wait(9 * pace);
                    visit.add(Kind.REMOVE_FROM_CART, item, "", 0, 0, 0);
                    visit.cart[item] = false;
                }
            }
        }
        int best = best(visit, false);
        boolean cart = visit.seen.stream().anyMatch(item -> visit.cart[item]);
        if (chance(PURCHASE[aim] + 0.8 * visit.appeal[best] + (visit.cameBack ? 1.5 : 0) + (cart ? 0.8 : 0))) {
            visit.at += wait(30 * pace);
            visit.add(Kind.PURCHASE, best, "", 0, 0, 0);
        }
        return visit.events;
    }

    private int item(Visit visit, int aim) {
        if (!visit.seen.isEmpty() && random.nextInt(4) == 0) {
            int any = visit.seen.get(random.nextInt(visit.seen.size()));
            int item = aim > 0 && random.nextInt(3) > 0 ? best(visit, true) : any;
            visit.cameBack |= visit.chart[item] && visit.appeal[item] > 0.5;
            return item;
        }
        int item = random.nextInt(ITEMS);
        if (!visit.seen.contains(item)) {
            visit.seen.add(item);
            visit.appeal[item] = APPEAL[aim] + random.nextGaussian();
        }
        return item;
    }

    /** The most appealing item; of those with their size chart seen, if asked and there are any. */
    private static int best(Visit visit, boolean withChart) {
        int best = -1;
        for (int item : visit.seen) {
            if ((!withChart || visit.chart[item]) && (best < 0 || visit.appeal[item] > visit.appeal[best])) {
                best = item;
            }
        }
        return best < 0 ? best(visit, false) : best;
    }

    private void look(Visit visit, int item, double pace, double speed, double charts, double zones) {
        double appeal = visit.appeal[item];
        visit.add(Kind.VIEW, item, "", 0, 0, 0);
        double[] speeds = new double[1 + random.nextInt(3)];
        Arrays.setAll(speeds, i -> speed * Math.exp(0.6 * random.nextGaussian()));
        Arrays.sort(speeds);
        boolean slowing = inOrder(appeal);
        for (int i = 0; i < speeds.length; i++) {
            visit.at += wait(2 * pace);
            double depth = Math.min(1, (i + random.nextDouble()) / speeds.length);
            visit.add(Kind.SCROLL, item, "", 0, speeds[slowing ? speeds.length - 1 - i : i], depth);
        }
        List<String> clicks = new ArrayList<>();
        for (String zone : List.of("image", "price", "reviews")) {
            if (random.nextDouble() < zones) {
                clicks.add(zone);
            }
        }
        Collections.shuffle(clicks, random);
        boolean first = inOrder(appeal);
        boolean chart = random.nextDouble() < charts;
        if (chart) {
            clicks.add(first ? 0 : clicks.size(), "");
        }
        for (String zone : clicks) {
            visit.at += wait(3 * pace);
            visit.add(zone.isEmpty() ? Kind.SIZE_CHART_VIEW : Kind.CLICK, item, zone, 0, 0, 0);
        }
        visit.chart[item] |= chart;
        int dwell = (int) (8000 * pace * Math.exp(0.2 * appeal + 0.8 * random.nextGaussian()));
        visit.at += Math.min(dwell, 300_000) / 2 + 1;
        visit.add(Kind.DWELL, item, "", dwell, 0, 0);
    }

    private boolean inOrder(double appeal) {
        return random.nextDouble() < 0.5 + 0.45 * Math.tanh(1.5 * appeal);
    }

    private boolean chance(double logOdds) {
        return random.nextDouble() < 1 / (1 + Math.exp(-logOdds));
    }

    /** Milliseconds, exponential with a mean in seconds. */
    private long wait(double seconds) {
        return 1 + (long) (-Math.log(1 - random.nextDouble()) * seconds * 1000);
    }
}
