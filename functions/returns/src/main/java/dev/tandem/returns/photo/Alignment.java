package dev.tandem.returns.photo;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * How one picture lies on another: {@code x' = a x + b y + c, y' = d x + e y + f}, places in pixels of the pictures that the
 * features were taken from.
 *
 * @param inliers matched features that agree with it
 * @param matches matched features in all
 */
public record Alignment(double a, double b, double c, double d, double e, double f, int inliers, int matches) {
    private static final double TOLERANCE = 4;
    /** Of the squared distances to the nearest and the second nearest (Lowe 2004, there .8 of the distances). */
    private static final double RATIO = 0.72;

    public static final Alignment NONE = new Alignment(1, 0, 0, 0, 1, 0, 0, 0);

    private record Match(int from, int to) {}

    /**
     * The alignment on which most matched features agree. Every match proposes one by its places, scales and angles (as in
     * Lowe's voting, but all are tried: there are at most some hundred), the best is fitted to those that agree (least squares).
     */
    public static Alignment of(LocalFeatures from, LocalFeatures to) {
        List<Match> matches = matches(from, to);
        return proposals(from, to, matches).stream()
                .max(Comparator.comparingInt(proposal -> proposal.inliers()))
                .map(best -> refined(from, to, matches, best))
                .orElse(NONE);
    }

    /**
     * The best alignment and others that differ from it and from each other, best first. A pattern that repeats agrees with itself a
     * repeat further on as well, and there with more features than where the picture lies.
     */
    public static List<Alignment> several(LocalFeatures from, LocalFeatures to, int most) {
        List<Match> matches = matches(from, to);
        List<Alignment> different = new ArrayList<>();
        proposals(from, to, matches).stream()
                .sorted(Comparator.comparingInt(proposal -> -proposal.inliers()))
                .forEach(proposal -> {
                    if (different.size() < most
                            && different.stream()
                                    .noneMatch(other -> proposal.isNear(other, from.width(), from.height()))) {
                        different.add(proposal);
                    }
                });
        return different.stream()
                .map(proposal -> refined(from, to, matches, proposal))
                .toList();
    }

    /** Whether two opposite corners come to lie at nearly the same places. */
    private boolean isNear(Alignment other, double width, double height) {
        return Math.hypot(c - other.c, f - other.f) < 4 * TOLERANCE
                && Math.hypot(x(width, height) - other.x(width, height), y(width, height) - other.y(width, height))
                        < 4 * TOLERANCE;
    }

    private static List<Alignment> proposals(LocalFeatures from, LocalFeatures to, List<Match> matches) {
        List<Alignment> proposals = new ArrayList<>();
        for (Match match : matches) {
            Alignment proposed = proposed(from, to, match, matches.size());
            proposals.add(proposed.with(inliers(from, to, matches, proposed).size()));
        }
        return proposals;
    }

    private static Alignment refined(LocalFeatures from, LocalFeatures to, List<Match> matches, Alignment proposal) {
        Alignment best = proposal;
        for (int round = 0; round < 3 && best.inliers >= 4; round++) {
            List<Match> agreeing = inliers(from, to, matches, best);
            Alignment fitted = fitted(from, to, agreeing, matches.size());
            int inliers = inliers(from, to, matches, fitted).size();
            if (inliers < best.inliers) {
                break;
            }
            best = fitted.with(inliers);
        }
        return best;
    }

    /**
     * Whether a thing seen from elsewhere can look like that: neither much larger or smaller nor drawn out. Features that all resemble one
     * point of a pattern agree on a map that shrinks everything to that point.
     */
    boolean isPlausible() {
        double area = a * e - b * d;
        double squares = a * a + b * b + d * d + e * e;
        double root = Math.sqrt(Math.max(0, squares * squares - 4 * area * area));
        double longest = Math.sqrt((squares + root) / 2);
        double shortest = Math.sqrt(Math.max(0, (squares - root) / 2));
        return area > 0 && shortest > 0.25 && longest < 4 && shortest > 0.4 * longest;
    }

    public double x(double x, double y) {
        return a * x + b * y + c;
    }

    public double y(double x, double y) {
        return d * x + e * y + f;
    }

    private Alignment with(int newInliers) {
        return new Alignment(a, b, c, d, e, f, newInliers, matches);
    }

    private static List<Match> matches(LocalFeatures from, LocalFeatures to) {
        List<Match> matches = new ArrayList<>();
        for (int i = 0; i < from.count(); i++) {
            int best = Integer.MAX_VALUE;
            int second = Integer.MAX_VALUE;
            int nearest = -1;
            for (int j = 0; j < to.count(); j++) {
                int distance = from.distance(i, to, j);
                if (distance < best) {
                    second = best;
                    best = distance;
                    nearest = j;
                } else if (distance < second) {
                    second = distance;
                }
            }
            if (nearest >= 0 && best < RATIO * second) {
                matches.add(new Match(i, nearest));
            }
        }
        return matches;
    }

    private static Alignment proposed(LocalFeatures from, LocalFeatures to, Match match, int matches) {
        double scale = to.scale(match.to) / from.scale(match.from);
        double turn = to.angle(match.to) - from.angle(match.from);
        double cos = scale * Math.cos(turn);
        double sin = scale * Math.sin(turn);
        double x = from.x(match.from);
        double y = from.y(match.from);
        return new Alignment(
                cos,
                -sin,
                to.x(match.to) - cos * x + sin * y,
                sin,
                cos,
                to.y(match.to) - sin * x - cos * y,
                0,
                matches);
    }

    private static List<Match> inliers(LocalFeatures from, LocalFeatures to, List<Match> matches, Alignment on) {
        // A proposal of one match is coarse in angle and scale: it may miss far ones by more.
        double tolerance = on.inliers == 0 ? 3 * TOLERANCE : TOLERANCE;
        List<Match> inliers = new ArrayList<>();
        for (Match match : matches) {
            double x = on.x(from.x(match.from), from.y(match.from)) - to.x(match.to);
            double y = on.y(from.x(match.from), from.y(match.from)) - to.y(match.to);
            if (x * x + y * y < tolerance * tolerance) {
                inliers.add(match);
            }
        }
        return inliers;
    }

    /** Least squares for a similarity; with eight or more for any affine map, which photos from another side need. */
    private static Alignment fitted(LocalFeatures from, LocalFeatures to, List<Match> agreeing, int matches) {
        double n = agreeing.size();
        double mx = 0;
        double my = 0;
        double mu = 0;
        double mv = 0;
        for (Match match : agreeing) {
            mx += from.x(match.from) / n;
            my += from.y(match.from) / n;
            mu += to.x(match.to) / n;
            mv += to.y(match.to) / n;
        }
        double xx = 0;
        double xy = 0;
        double yy = 0;
        double xu = 0;
        double yu = 0;
        double xv = 0;
        double yv = 0;
        for (Match match : agreeing) {
            double x = from.x(match.from) - mx;
            double y = from.y(match.from) - my;
            double u = to.x(match.to) - mu;
            double v = to.y(match.to) - mv;
            xx += x * x;
            xy += x * y;
            yy += y * y;
            xu += x * u;
            yu += y * u;
            xv += x * v;
            yv += y * v;
        }
        double determinant = xx * yy - xy * xy;
        double a;
        double b;
        double d;
        double e;
        if (agreeing.size() >= 8 && determinant > 1e-3 * (xx + yy) * (xx + yy)) {
            a = (xu * yy - yu * xy) / determinant;
            b = (yu * xx - xu * xy) / determinant;
            d = (xv * yy - yv * xy) / determinant;
            e = (yv * xx - xv * xy) / determinant;
        } else {
            double norm = Math.max(xx + yy, 1e-9);
            a = (xu + yv) / norm;
            d = (xv - yu) / norm;
            b = -d;
            e = a;
        }
        return new Alignment(a, b, mu - a * mx - b * my, d, e, mv - d * mx - e * my, agreeing.size(), matches);
    }
}
