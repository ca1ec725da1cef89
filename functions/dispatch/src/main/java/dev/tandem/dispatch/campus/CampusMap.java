package dev.tandem.dispatch.campus;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Fastest ways between all stops for vehicles of one speed, with what is blocked left out (Dijkstra, 1959; a campus has few stops, so the
 * plain form over all nodes).
 */
public final class CampusMap {
    private final List<Campus.Stop> stops;
    private final Map<String, Integer> index = new HashMap<>();
    private final double[][] minutes;
    private final double[][] meters;
    private final int[][] previous;

    /** A path that is closed, in both directions. */
    public record Blocked(String from, String to) {
        boolean is(Campus.Path path) {
            return (path.from().equals(from) && path.to().equals(to))
                    || (path.from().equals(to) && path.to().equals(from));
        }
    }

    /** @param metersPerMinute what the vehicle can do; a path's limit may allow less */
    public CampusMap(Campus campus, Set<Blocked> blocked, double metersPerMinute) {
        stops = campus.stops();
        int n = stops.size();
        for (int i = 0; i < n; i++) {
            index.put(stops.get(i).stopId(), i);
        }
        double[][] direct = filled(n, Double.POSITIVE_INFINITY);
        double[][] length = filled(n, Double.POSITIVE_INFINITY);
        for (Campus.Path path : campus.paths()) {
            if (blocked.stream().noneMatch(closed -> closed.is(path))) {
                double time = path.meters() / Math.min(metersPerMinute, path.limitMetersPerMinute());
                join(direct, length, index(path.from()), index(path.to()), time, path.meters());
                if (!path.oneWay()) {
                    join(direct, length, index(path.to()), index(path.from()), time, path.meters());
                }
            }
        }
        minutes = filled(n, Double.POSITIVE_INFINITY);
        meters = filled(n, Double.POSITIVE_INFINITY);
        previous = new int[n][n];
        for (int from = 0; from < n; from++) {
            search(from, direct, length);
        }
    }

    private static double[][] filled(int n, double value) {
        double[][] matrix = new double[n][n];
        for (double[] row : matrix) {
            Arrays.fill(row, value);
        }
        return matrix;
    }

    private static void join(double[][] direct, double[][] length, int from, int to, double time, double meters) {
        if (time < direct[from][to]) {
            direct[from][to] = time;
            length[from][to] = meters;
        }
    }

    private void search(int from, double[][] direct, double[][] length) {
        int n = stops.size();
        boolean[] done = new boolean[n];
        minutes[from][from] = 0;
        meters[from][from] = 0;
        previous[from][from] = from;
        for (int round = 0; round < n; round++) {
            int nearest = -1;
            for (int i = 0; i < n; i++) {
                if (!done[i]
                        && minutes[from][i] < Double.POSITIVE_INFINITY
                        && (nearest < 0 || minutes[from][i] < minutes[from][nearest])) {
                    nearest = i;
                }
            }
            if (nearest < 0) {
                return;
            }
            done[nearest] = true;
            for (int to = 0; to < n; to++) {
                double time = minutes[from][nearest] + direct[nearest][to];
                if (time < minutes[from][to]) {
                    minutes[from][to] = time;
                    meters[from][to] = meters[from][nearest] + length[nearest][to];
                    previous[from][to] = nearest;
                }
            }
        }
    }

    public int index(String stopId) {
        Integer found = index.get(stopId);
        if (found == null) {
            throw new IllegalArgumentException("No stop " + stopId + " on this campus");
        }
        return found;
    }

    /** Infinite when everything between is blocked. */
    public double minutes(int from, int to) {
        return minutes[from][to];
    }

    public double meters(int from, int to) {
        return meters[from][to];
    }

    /** The drops as whoever always goes to the nearest next brings them. */
    public List<Drop> nearestFirst(String start, List<Drop> drops) {
        List<Drop> left = new ArrayList<>(drops);
        List<Drop> ordered = new ArrayList<>();
        int at = index(start);
        while (!left.isEmpty()) {
            int here = at;
            Drop next = left.stream()
                    .min(Comparator.comparingDouble(drop -> minutes(here, index(drop.stopId()))))
                    .orElseThrow();
            left.remove(next);
            ordered.add(next);
            at = index(next.stopId());
        }
        return ordered;
    }

    /** The stops on the way, both ends among them; empty when there is no way. */
    public List<String> way(String from, String to) {
        int start = index(from);
        int stop = index(to);
        List<String> way = new ArrayList<>();
        if (minutes[start][stop] == Double.POSITIVE_INFINITY) {
            return way;
        }
        while (stop != start) {
            way.addFirst(stops.get(stop).stopId());
            stop = previous[start][stop];
        }
        way.addFirst(from);
        return way;
    }
}
