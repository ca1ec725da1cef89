package dev.tandem.recommendation;

import dev.tandem.recommendation.intent.LstmTrainer;
import dev.tandem.recommendation.intent.Sequence;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A session as steps for the models of purchase intent. Serving and training both come through {@link #of}, from a session state: what the
 * state has forgotten of a long session, training does not see either.
 */
public final class IntentSteps {
    private static final List<String> ZONES =
            List.of("image", "price", "size-chart", "reviews", "description", "delivery", "recommendation", "other");
    private static final int VIEW = 0;
    private static final int VIEW_AGAIN = 1;
    private static final int DWELL = 2;
    private static final int SCROLL = 3;
    private static final int SIZE_CHART = 4;
    private static final int ADD = 5;
    private static final int REMOVE = 6;
    private static final int CLICK = 7;

    /** How many kinds of step there are. */
    public static final int KINDS = CLICK + ZONES.size();

    /**
     * How many numbers a step has: log of the seconds since the step before, log of the seconds of a dwell, depth, log speed and
     * direction of a scroll, whether it is about the same item as the step before, about an item whose size chart was looked at
     * before, about an item in the cart.
     */
    public static final int NUMBERS = 8;

    /** Brings logs of seconds, and of pixels a second, to about 0..1. */
    private static final float SECONDS = 6;

    private static final float PIXELS = 9;

    /** After which turns to an item a session is asked: often early on, less often later, so that no long session counts for many. */
    private static final Set<Integer> ASKED = Set.of(1, 2, 3, 5, 8, 13, 21, 34, 55);

    /** The kinds of step that are known without micro-behaviour: views, and what goes into the cart and out of it. */
    public static List<Integer> coarseKinds() {
        return List.of(VIEW, VIEW_AGAIN, ADD, REMOVE);
    }

    private IntentSteps() {}

    /** What has been done since the last purchase; a purchase itself is no step. */
    static Sequence of(SessionState state) {
        List<Trace> traces = state.traces();
        int from = 0;
        for (int i = 0; i < traces.size(); i++) {
            if (traces.get(i).kind() == Kind.PURCHASE) {
                from = i + 1;
            }
        }
        return sequence(traces.subList(from, traces.size()));
    }

    /**
     * What each session teaches: after some of its turns to an item, whether a purchase came later. Nothing from the first purchase on is
     * a step; a session without a turn to an item teaches nothing.
     *
     * @param sessions in the order in which the examples come
     */
    public static List<LstmTrainer.Example> examples(Collection<TrainingData.Session> sessions) {
        List<LstmTrainer.Example> examples = new ArrayList<>();
        for (TrainingData.Session session : sessions) {
            List<Trace> traces = new ArrayList<>();
            boolean bought = false;
            for (TrainingData.Event event : session.events()) {
                bought |= event.kind() == Kind.PURCHASE;
                if (!bought) {
                    Trace.of(event).ifPresent(traces::add);
                }
            }
            add(traces, bought, examples);
        }
        return examples;
    }

    private static void add(List<Trace> traces, boolean bought, List<LstmTrainer.Example> examples) {
        float target = bought ? 1 : 0;
        float[] targets = unasked(traces.size());
        List<LstmTrainer.Example> forgetful = new ArrayList<>();
        int turns = 0;
        int micro = 0;
        int asked = 0;
        for (int i = 0; i < traces.size(); i++) {
            Kind kind = traces.get(i).kind();
            turns += kind.turnsToItem() ? 1 : 0;
            micro += kind.isMicro() ? 1 : 0;
            if (!kind.turnsToItem() || !ASKED.contains(turns)) {
                continue;
            }
            if (micro <= SessionState.MOST_MICRO_TRACES && i + 1 - micro <= SessionState.MOST_ITEM_TRACES) {
                targets[i] = target;
                asked = i + 1;
            } else {
                Sequence sequence = of(SessionState.EMPTY.merge(new SessionState(traces.subList(0, i + 1))));
                float[] last = unasked(sequence.length());
                last[last.length - 1] = target;
                forgetful.add(new LstmTrainer.Example(sequence, last));
            }
        }
        if (asked > 0) {
            examples.add(new LstmTrainer.Example(sequence(traces.subList(0, asked)), Arrays.copyOf(targets, asked)));
        }
        examples.addAll(forgetful);
    }

    private static float[] unasked(int steps) {
        float[] targets = new float[steps];
        Arrays.fill(targets, Float.NaN);
        return targets;
    }

    private static Sequence sequence(List<Trace> traces) {
        int[] kinds = new int[traces.size()];
        float[] numbers = new float[traces.size() * NUMBERS];
        Set<String> seen = new HashSet<>();
        Set<String> charts = new HashSet<>();
        Set<String> cart = new HashSet<>();
        for (int i = 0; i < kinds.length; i++) {
            Trace trace = traces.get(i);
            int at = i * NUMBERS;
            kinds[i] = kind(trace, seen);
            if (i > 0) {
                Trace before = traces.get(i - 1);
                numbers[at] = (float) Math.log1p((trace.at() - before.at()) / 1000.0) / SECONDS;
                numbers[at + 5] = trace.sku().equals(before.sku()) ? 1 : 0;
            }
            if (trace.kind() == Kind.DWELL) {
                numbers[at + 1] = (float) Math.log1p(trace.dwellMs() / 1000.0) / SECONDS;
            }
            if (trace.kind() == Kind.SCROLL) {
                numbers[at + 2] = trace.scrollDepth();
                numbers[at + 3] = (float) Math.log1p(Math.abs(trace.scrollPxPerSecond())) / PIXELS;
                numbers[at + 4] = trace.scrollPxPerSecond() < 0 ? 1 : 0;
            }
            numbers[at + 6] = charts.contains(trace.sku()) ? 1 : 0;
            numbers[at + 7] = cart.contains(trace.sku()) ? 1 : 0;
            if (trace.kind().turnsToItem()) {
                seen.add(trace.sku());
            }
            if (trace.kind() == Kind.SIZE_CHART_VIEW) {
                charts.add(trace.sku());
            } else if (trace.kind() == Kind.ADD_TO_CART) {
                cart.add(trace.sku());
            } else if (trace.kind() == Kind.REMOVE_FROM_CART) {
                cart.remove(trace.sku());
            }
        }
        return new Sequence(kinds, numbers);
    }

    private static int kind(Trace trace, Set<String> seen) {
        return switch (trace.kind()) {
            case VIEW -> seen.contains(trace.sku()) ? VIEW_AGAIN : VIEW;
            case DWELL -> DWELL;
            case SCROLL -> SCROLL;
            case SIZE_CHART_VIEW -> SIZE_CHART;
            case ADD_TO_CART -> ADD;
            case REMOVE_FROM_CART -> REMOVE;
            case CLICK -> CLICK + (ZONES.contains(trace.detail()) ? ZONES.indexOf(trace.detail()) : ZONES.size() - 1);
            case IMPRESSION, SEARCH, PURCHASE -> throw new IllegalArgumentException(trace.kind() + " is no step");
        };
    }
}
