package dev.tandem.bench.dispatch;

import dev.tandem.bench.dispatch.Policy.Instruction;
import dev.tandem.bench.dispatch.Policy.Moment;
import dev.tandem.bench.dispatch.Policy.OnDuty;
import dev.tandem.dispatch.assignment.SparseAssignment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What others do. */
public final class Baselines {
    private static final double STAY_OUT = 10_000;
    private static final double WINDOW_MINUTES = 15;
    private static final double GAP_MINUTES = 5;
    private static final int LARGEST_BUNDLE = 3;

    private Baselines() {}

    /** Oldest request first, each to the nearest idle rider who can make it. */
    public static Policy nearestCourier() {
        return moment -> {
            List<OnDuty> idle = new ArrayList<>(moment.idle());
            List<Instruction> instructions = new ArrayList<>();
            for (int request : moment.waiting()) {
                idle.stream()
                        .filter(rider -> pickUp(moment, rider, new int[] {request}) <= rider.off())
                        .min(Comparator.comparingDouble(rider -> travelToShop(moment, rider, request)))
                        .ifPresent(rider -> {
                            instructions.add(alone(rider, new int[] {request}));
                            idle.remove(rider);
                        });
            }
            return instructions;
        };
    }

    /** One linear assignment of waiting requests to idle riders a tick, by the sum of pick-up times. */
    public static Policy assignment() {
        return moment -> assign(
                moment,
                moment.waiting().stream().map(request -> new int[] {request}).toList());
    }

    /**
     * One linear assignment a tick with the requests of a shop in bundles. The details are among the best of a dozen tried on the public days:
     * what gets ready within a quarter of an hour is considered; while there are more such requests than idle riders, those of one shop
     * that get ready within five minutes of each other go together, at most three.
     */
    public static Policy assignmentBundles() {
        return moment -> {
            Day day = moment.day();
            Map<Integer, List<Integer>> byShop = new LinkedHashMap<>();
            int due = 0;
            for (int request : moment.waiting()) {
                if (day.requests().get(request).ready() <= moment.now() + WINDOW_MINUTES) {
                    due++;
                    byShop.computeIfAbsent(day.requests().get(request).shop(), shop -> new ArrayList<>())
                            .add(request);
                }
            }
            int largest = due <= moment.idle().size() ? 1 : LARGEST_BUNDLE;
            List<int[]> bundles = new ArrayList<>();
            for (List<Integer> requests : byShop.values()) {
                requests.sort(Comparator.comparingDouble(
                        request -> day.requests().get(request).ready()));
                for (int from = 0, next; from < requests.size(); from = next) {
                    double first = day.requests().get(requests.get(from)).ready();
                    next = from + 1;
                    while (next < Math.min(requests.size(), from + largest)
                            && day.requests().get(requests.get(next)).ready() <= first + GAP_MINUTES) {
                        next++;
                    }
                    bundles.add(Routes.shortest(
                            day,
                            requests.subList(from, next).stream()
                                    .mapToInt(Integer::intValue)
                                    .toArray()));
                }
            }
            return assign(moment, bundles);
        };
    }

    private static List<Instruction> assign(Moment moment, List<int[]> bundles) {
        List<OnDuty> idle = moment.idle();
        int[] rowStart = new int[bundles.size() + 1];
        int[] column = new int[bundles.size() * (idle.size() + 1)];
        double[] cost = new double[column.length];
        int pairs = 0;
        for (int i = 0; i < bundles.size(); i++) {
            for (int j = 0; j < idle.size(); j++) {
                double pickUp = pickUp(moment, idle.get(j), bundles.get(i));
                if (pickUp <= idle.get(j).off()) {
                    column[pairs] = j;
                    cost[pairs++] = bundles.get(i).length * (pickUp - moment.now());
                }
            }
            column[pairs] = idle.size() + i;
            double placed = Arrays.stream(bundles.get(i))
                    .mapToDouble(request -> moment.day().requests().get(request).placed())
                    .min()
                    .orElseThrow();
            cost[pairs++] = bundles.get(i).length * (STAY_OUT + moment.now() - placed);
            rowStart[i + 1] = pairs;
        }
        int[] columnOfRow = SparseAssignment.solve(idle.size() + bundles.size(), rowStart, column, cost);
        List<Instruction> instructions = new ArrayList<>();
        for (int i = 0; i < bundles.size(); i++) {
            if (columnOfRow[i] < idle.size()) {
                instructions.add(alone(idle.get(columnOfRow[i]), bundles.get(i)));
            }
        }
        return instructions;
    }

    private static Instruction alone(OnDuty rider, int[] bundle) {
        return new Instruction(rider.rider(), bundle, bundle);
    }

    private static double pickUp(Moment moment, OnDuty rider, int[] bundle) {
        double pickUp = moment.now()
                + travelToShop(moment, rider, bundle[0])
                + moment.day().pickUpService() / 2;
        for (int request : bundle) {
            pickUp = Math.max(pickUp, moment.day().requests().get(request).ready());
        }
        return pickUp;
    }

    private static double travelToShop(Moment moment, OnDuty rider, int request) {
        Day.Shop shop =
                moment.day().shops().get(moment.day().requests().get(request).shop());
        return moment.day().travel(rider.x(), rider.y(), shop.x(), shop.y());
    }
}
