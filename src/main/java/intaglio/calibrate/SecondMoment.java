package intaglio.calibrate;

import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * {@code H = X Xt} over the inputs of a layer, one column of X for each place where its window came to lie; and its
 * factorization. Sums are in float64 in the order of the columns, so they are the same on every machine.
 */
final class SecondMoment {

    /** Part of the mean of H's diagonal that is added to it, so that H can be factorized whatever the inputs. */
    private static final double DAMPING = 0.01;

    /** The upper triangle, row by row. */
    private final double[][] sums;

    SecondMoment(int inputs) {
        sums = new double[inputs][inputs];
    }

    int inputs() {
        return sums.length;
    }

    /** Adds one column of X. */
    void add(double[] column) {
        for (int i = 0; i < column.length; i++) {
            double value = column[i];
            if (value != 0) {
                double[] row = sums[i];
                for (int j = i; j < column.length; j++) {
                    row[j] += value * column[j];
                }
            }
        }
    }

    /**
     * The inputs by falling diagonal of H, and how the error of each is fed into the later ones. With {@code H = R Rt}, R
     * upper triangular, errors e cost {@code e H et = sum over k of (R_kk (e_k + sum over i < k of e_i R_ik / R_kk))^2}. So
     * weight k is rounded after {@code sum of e_i R_ik / R_kk} was added to it. GPTQ (Frantar et al., 2022) has the same
     * numbers from the upper Cholesky factor of the inverse of H, which is the inverse of R.
     */
    Feedback feedback() {
        int[] order = IntStream.range(0, inputs())
                .boxed()
                .sorted(Comparator.comparingDouble(i -> -sums[i][i]))
                .mapToInt(i -> i)
                .toArray();
        double[][] factor = ordered(order);
        factorize(factor);
        for (int i = 0; i < factor.length; i++) {
            for (int k = i + 1; k < factor.length; k++) {
                factor[i][k] /= factor[k][k];
            }
        }
        return new Feedback(order, factor);
    }

    /** The upper triangle of H in another order, damped. */
    private double[][] ordered(int[] order) {
        double trace = 0;
        for (int i = 0; i < order.length; i++) {
            trace += sums[i][i];
        }
        double damping = trace > 0 ? DAMPING * trace / order.length : 1;
        double[][] ordered = new double[order.length][order.length];
        for (int i = 0; i < order.length; i++) {
            for (int j = i; j < order.length; j++) {
                ordered[i][j] = sums[Math.min(order[i], order[j])][Math.max(order[i], order[j])];
            }
            ordered[i][i] += damping;
        }
        return ordered;
    }

    /** H, given by its upper triangle, becomes R. */
    private static void factorize(double[][] matrix) {
        for (int k = matrix.length - 1; k >= 0; k--) {
            double[] last = matrix[k];
            last[k] = Math.sqrt(last[k] - dot(last, last, k + 1));
            for (int i = 0; i < k; i++) {
                matrix[i][k] = (matrix[i][k] - dot(matrix[i], last, k + 1)) / last[k];
            }
        }
    }

    private static double dot(double[] a, double[] b, int from) {
        double sum = 0;
        for (int i = from; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }
}
