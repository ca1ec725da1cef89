package dev.tandem.recommendation.graph;

import dev.tandem.recommendation.model.Lists;
import java.util.Random;

/**
 * Places the items in a space of few dimensions by the leading eigenvectors of the normalised graph, found by randomised subspace
 * iteration (Halko, Martinsson, Tropp, SIAM Review 2011). The degrees are raised by a part of their mean, so that small corners of the graph
 * do not take all dimensions (Amini et al., Annals of Statistics 2013). Where an item lies is also learnt from its words by ridge
 * regression, which gives items without links a place.
 */
final class SpectralEmbedding {
    private static final int ROUNDS = 8;
    private static final int RIDGE_ROUNDS = 12;

    final int dimensions;
    final float[] values;
    /** Per item its place, {@code dimensions} numbers, of length 1; all 0 without links. */
    final float[] places;
    /** Per item the place that its words give, on the same scale. */
    final float[] byWords;
    /** Per item the length of its place before scaling, times the root of the raised degree: how much of the graph's weight it draws. */
    final float[] lengths;

    private SpectralEmbedding(int dimensions, float[] values, float[] places, float[] byWords, float[] lengths) {
        this.dimensions = dimensions;
        this.values = values;
        this.places = places;
        this.byWords = byWords;
        this.lengths = lengths;
    }

    static SpectralEmbedding of(Links links, ItemFacts facts, int wanted, double raise, double ridge) {
        int size = links.size();
        int dimensions = Math.max(1, Math.min(wanted, size / 4));
        float[] scale = scale(links, raise);
        double[][] basis = new double[dimensions][size];
        Random random = new Random(7);
        for (double[] vector : basis) {
            for (int i = 0; i < size; i++) {
                vector[i] = links.degree(i) == 0 ? 0 : random.nextGaussian();
            }
        }
        for (int round = 0; round < ROUNDS; round++) {
            for (int d = 0; d < dimensions; d++) {
                basis[d] = times(links, scale, basis[d]);
            }
            orthogonalize(basis);
        }
        double[][] small = new double[dimensions][dimensions];
        double[][] image = new double[dimensions][];
        for (int d = 0; d < dimensions; d++) {
            image[d] = times(links, scale, basis[d]);
        }
        for (int a = 0; a < dimensions; a++) {
            for (int b = a; b < dimensions; b++) {
                small[a][b] = small[b][a] = dot(basis[a], image[b]);
            }
        }
        double[][] turn = Jacobi.diagonalize(small);
        float[] values = new float[dimensions];
        for (int d = 0; d < dimensions; d++) {
            values[d] = (float) small[d][d];
        }
        float[] places = new float[size * dimensions];
        float[] lengths = new float[size];
        for (int i = 0; i < size; i++) {
            double squares = 0;
            for (int d = 0; d < dimensions; d++) {
                double sum = 0;
                for (int b = 0; b < dimensions; b++) {
                    sum += basis[b][i] * turn[b][d];
                }
                places[i * dimensions + d] = (float) sum;
                squares += sum * sum;
            }
            double length = Math.sqrt(squares);
            for (int d = 0; length > 0 && d < dimensions; d++) {
                places[i * dimensions + d] /= (float) length;
            }
            lengths[i] = scale[i] > 0 ? (float) (length / scale[i]) : 0;
        }
        return new SpectralEmbedding(
                dimensions,
                values,
                places,
                byWords(links, facts.words, facts.wordCount, places, dimensions, ridge),
                lengths);
    }

    /** The part of two places' nearness that the eigenvalues to the given power leave. */
    double near(float[] from, int item, float[] to, int other, boolean cubed) {
        double sum = 0;
        int a = item * dimensions;
        int b = other * dimensions;
        for (int d = 0; d < dimensions; d++) {
            double value = values[d];
            sum += (cubed ? value * value * value : value) * from[a + d] * to[b + d];
        }
        return sum;
    }

    double cosine(int item, int other) {
        double sum = 0;
        int a = item * dimensions;
        int b = other * dimensions;
        for (int d = 0; d < dimensions; d++) {
            sum += places[a + d] * places[b + d];
        }
        return sum;
    }

    private static float[] scale(Links links, double raise) {
        double sum = 0;
        int having = 0;
        for (int i = 0; i < links.size(); i++) {
            sum += links.strength(i);
            having += links.degree(i) > 0 ? 1 : 0;
        }
        double mean = having == 0 ? 1 : sum / having;
        float[] scale = new float[links.size()];
        for (int i = 0; i < scale.length; i++) {
            scale[i] = links.degree(i) == 0 ? 0 : (float) (1 / Math.sqrt(links.strength(i) + raise * mean));
        }
        return scale;
    }

    private static double[] times(Links links, float[] scale, double[] vector) {
        double[] image = new double[vector.length];
        for (int i = 0; i < vector.length; i++) {
            double sum = 0;
            for (int at = links.start(i); at < links.end(i); at++) {
                int other = links.neighbour(at);
                sum += links.weight(at) * scale[other] * vector[other];
            }
            image[i] = sum * scale[i];
        }
        return image;
    }

    private static void orthogonalize(double[][] basis) {
        for (int a = 0; a < basis.length; a++) {
            for (int b = 0; b < a; b++) {
                double along = dot(basis[a], basis[b]);
                for (int i = 0; i < basis[a].length; i++) {
                    basis[a][i] -= along * basis[b][i];
                }
            }
            double length = Math.sqrt(dot(basis[a], basis[a]));
            for (int i = 0; i < basis[a].length; i++) {
                basis[a][i] = length > 1e-9 ? basis[a][i] / length : 0;
            }
        }
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    /** Ridge regression of the places on the words, by conjugate gradients, one dimension after the other. */
    private static float[] byWords(
            Links links, Lists words, int wordCount, float[] places, int dimensions, double ridge) {
        int size = links.size();
        float[] found = new float[places.length];
        for (int d = 0; d < dimensions && wordCount > 0; d++) {
            double[] weights = new double[wordCount];
            double[] target = new double[size];
            for (int i = 0; i < size; i++) {
                target[i] = places[i * dimensions + d];
            }
            double[] rest = transposed(links, words, target, wordCount);
            double[] step = rest.clone();
            double squares = dot(rest, rest);
            for (int round = 0; round < RIDGE_ROUNDS && squares > 1e-12; round++) {
                double[] image = transposed(links, words, applied(words, step, size), wordCount);
                for (int w = 0; w < wordCount; w++) {
                    image[w] += ridge * step[w];
                }
                double length = squares / dot(step, image);
                for (int w = 0; w < wordCount; w++) {
                    weights[w] += length * step[w];
                    rest[w] -= length * image[w];
                }
                double next = dot(rest, rest);
                for (int w = 0; w < wordCount; w++) {
                    step[w] = rest[w] + next / squares * step[w];
                }
                squares = next;
            }
            double[] fitted = applied(words, weights, size);
            for (int i = 0; i < size; i++) {
                found[i * dimensions + d] = (float) fitted[i];
            }
        }
        return found;
    }

    private static double[] applied(Lists words, double[] weights, int size) {
        double[] sums = new double[size];
        for (int i = 0; i < size; i++) {
            for (int at = words.starts()[i]; at < words.starts()[i + 1]; at++) {
                sums[i] += words.weights()[at] * weights[words.values()[at]];
            }
        }
        return sums;
    }

    /** Sums over the items with links only: the others have no place to learn from. */
    private static double[] transposed(Links links, Lists words, double[] values, int wordCount) {
        double[] sums = new double[wordCount];
        for (int i = 0; i < values.length; i++) {
            for (int at = words.starts()[i]; links.degree(i) > 0 && at < words.starts()[i + 1]; at++) {
                sums[words.values()[at]] += words.weights()[at] * values[i];
            }
        }
        return sums;
    }
}
