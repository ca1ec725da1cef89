package dev.tandem.returns.photo.tag;

import dev.tandem.returns.photo.GrayImage;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Finds where bars are, at any angle, by the gradient structure tensor (Bigun and Granlund 1987; for bar codes as in Chai and
 * Hock 2005): in a block of a bar code all gradients lie on one line, so the tensor's coherence is near 1. Neighbouring blocks
 * of one direction make a region.
 */
final class BarFinder {
    private static final double COHERENCE = 0.55;
    private static final double SAME_DIRECTION = Math.toRadians(14);

    private final int block;
    private final int columns;
    private final int rows;
    private final double[] xx;
    private final double[] yy;
    private final double[] xy;

    private BarFinder(GrayImage image, int block) {
        this.block = block;
        columns = Math.max(1, image.width() / block);
        rows = Math.max(1, image.height() / block);
        xx = new double[columns * rows];
        yy = new double[columns * rows];
        xy = new double[columns * rows];
        int width = image.width();
        byte[] pixels = image.pixels();
        for (int y = 1; y < Math.min(image.height() - 1, rows * block); y++) {
            for (int x = 1; x < Math.min(width - 1, columns * block); x++) {
                int at = y * width + x;
                int dx = (pixels[at + 1] & 0xff) - (pixels[at - 1] & 0xff);
                int dy = (pixels[at + width] & 0xff) - (pixels[at - width] & 0xff);
                int cell = y / block * columns + x / block;
                xx[cell] += dx * dx;
                yy[cell] += dy * dy;
                xy[cell] += dx * dy;
            }
        }
    }

    /** The regions of an image, best first. */
    static List<BarRegion> find(GrayImage image, int block, int most) {
        return new BarFinder(image, block).regions(most);
    }

    private List<BarRegion> regions(int most) {
        int cells = columns * rows;
        double[] direction = new double[cells];
        boolean[] bars = new boolean[cells];
        double mean = 0;
        for (int cell = 0; cell < cells; cell++) {
            mean += (xx[cell] + yy[cell]) / cells;
        }
        for (int cell = 0; cell < cells; cell++) {
            // The tensor of the block and its eight neighbours: a lone block holds too few bars.
            double sumXx = 0;
            double sumYy = 0;
            double sumXy = 0;
            for (int y = Math.max(0, cell / columns - 1); y <= Math.min(rows - 1, cell / columns + 1); y++) {
                for (int x = Math.max(0, cell % columns - 1); x <= Math.min(columns - 1, cell % columns + 1); x++) {
                    double weight = y * columns + x == cell ? 2 : 1;
                    sumXx += weight * xx[y * columns + x];
                    sumYy += weight * yy[y * columns + x];
                    sumXy += weight * xy[y * columns + x];
                }
            }
            double energy = sumXx + sumYy;
            double coherence = Math.hypot(sumXx - sumYy, 2 * sumXy) / (energy + 1);
            direction[cell] = 0.5 * Math.atan2(2 * sumXy, sumXx - sumYy);
            double own = xx[cell] + yy[cell];
            bars[cell] = coherence > COHERENCE && own > 0.3 * mean && own > 40.0 * block * block;
        }
        List<BarRegion> regions = new ArrayList<>();
        boolean[] taken = new boolean[cells];
        for (int cell = 0; cell < cells; cell++) {
            if (bars[cell] && !taken[cell]) {
                List<Integer> members = grow(cell, bars, direction, taken);
                if (members.size() >= 3) {
                    regions.add(region(members));
                }
            }
        }
        return regions.stream()
                .sorted(Comparator.comparingDouble(BarRegion::score).reversed())
                .limit(most)
                .toList();
    }

    private List<Integer> grow(int seed, boolean[] bars, double[] direction, boolean[] taken) {
        List<Integer> members = new ArrayList<>();
        ArrayDeque<Integer> open = new ArrayDeque<>(List.of(seed));
        taken[seed] = true;
        while (!open.isEmpty()) {
            int cell = open.remove();
            members.add(cell);
            for (int y = Math.max(0, cell / columns - 1); y <= Math.min(rows - 1, cell / columns + 1); y++) {
                for (int x = Math.max(0, cell % columns - 1); x <= Math.min(columns - 1, cell % columns + 1); x++) {
                    int next = y * columns + x;
                    double turn = Math.abs(direction[next] - direction[cell]);
                    if (bars[next] && !taken[next] && Math.min(turn, Math.PI - turn) < SAME_DIRECTION) {
                        taken[next] = true;
                        open.add(next);
                    }
                }
            }
        }
        return members;
    }

    private BarRegion region(List<Integer> members) {
        double sumXx = 0;
        double sumYy = 0;
        double sumXy = 0;
        for (int cell : members) {
            sumXx += xx[cell];
            sumYy += yy[cell];
            sumXy += xy[cell];
        }
        double angle = 0.5 * Math.atan2(2 * sumXy, sumXx - sumYy);
        double cos = Math.cos(angle);
        double sin = Math.sin(angle);
        double[] across = new double[members.size()];
        double[] along = new double[members.size()];
        for (int i = 0; i < across.length; i++) {
            double x = (members.get(i) % columns + 0.5) * block;
            double y = (members.get(i) / columns + 0.5) * block;
            across[i] = x * cos + y * sin;
            along[i] = y * cos - x * sin;
        }
        java.util.Arrays.sort(across);
        java.util.Arrays.sort(along);
        int trim = across.length / 40;
        double left = across[trim] - block / 2.0;
        double right = across[across.length - 1 - trim] + block / 2.0;
        double top = along[trim] - block / 2.0;
        double bottom = along[along.length - 1 - trim] + block / 2.0;
        double u = (left + right) / 2;
        double v = (top + bottom) / 2;
        double energy = (sumXx + sumYy) / members.size();
        double coherence = Math.hypot(sumXx - sumYy, 2 * sumXy) / (sumXx + sumYy + 1);
        double score = (right - left) * Math.sqrt(members.size()) * Math.sqrt(energy) * coherence * coherence;
        return new BarRegion(
                u * cos - v * sin, u * sin + v * cos, angle, (right - left) / 2, (bottom - top) / 2, score);
    }
}
