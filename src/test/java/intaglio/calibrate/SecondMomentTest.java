package intaglio.calibrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SecondMomentTest {

    private static final int INPUTS = 7;

    /** Columns whose elements depend on one another, of different sizes. */
    private static List<double[]> columns() {
        Random random = new Random(4);
        List<double[]> columns = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            double common = random.nextGaussian();
            double[] column = new double[INPUTS];
            Arrays.setAll(column, k -> (k + 1) % 4 * (common + random.nextGaussian()));
            columns.add(column);
        }
        return columns;
    }

    /** H as it is defined, damped. */
    private static double[][] matrix(List<double[]> columns) {
        double[][] matrix = new double[INPUTS][INPUTS];
        columns.forEach(column -> {
            for (int i = 0; i < INPUTS; i++) {
                for (int j = 0; j < INPUTS; j++) {
                    matrix[i][j] += column[i] * column[j];
                }
            }
        });
        double trace = IntStream.range(0, INPUTS).mapToDouble(i -> matrix[i][i]).sum();
        for (int i = 0; i < INPUTS; i++) {
            matrix[i][i] += 0.01 * trace / INPUTS;
        }
        return matrix;
    }

    /** Solves by elimination; the matrix and the right side are overwritten. */
    private static double[] solve(double[][] matrix, double[] right) {
        int count = right.length;
        for (int k = 0; k < count; k++) {
            for (int i = k + 1; i < count; i++) {
                double factor = matrix[i][k] / matrix[k][k];
                for (int j = k; j < count; j++) {
                    matrix[i][j] -= factor * matrix[k][j];
                }
                right[i] -= factor * right[k];
            }
        }
        for (int k = count - 1; k >= 0; k--) {
            for (int j = k + 1; j < count; j++) {
                right[k] -= matrix[k][j] * right[j];
            }
            right[k] /= matrix[k][k];
        }
        return right;
    }

    /**
     * By definition: after each weight the rest takes the values that make the squared change of the sums smallest, found
     * by solving the normal equations of the rest anew.
     */
    private static int[] byDefinition(double[][] matrix, int[] order, float[] weights, double scale) {
        int[] quantized = new int[INPUTS];
        double[] error = new double[INPUTS];
        for (int step = 0; step < INPUTS; step++) {
            int[] rest = Arrays.copyOfRange(order, step, INPUTS);
            double[] right = new double[rest.length];
            double[][] part = new double[rest.length][rest.length];
            for (int i = 0; i < rest.length; i++) {
                for (int done = 0; done < step; done++) {
                    right[i] += matrix[rest[i]][order[done]] * error[order[done]];
                }
                for (int j = 0; j < rest.length; j++) {
                    part[i][j] = matrix[rest[i]][rest[j]];
                }
            }
            double wanted = weights[rest[0]] + solve(part, right)[0];
            quantized[rest[0]] = (int) Math.rint(wanted / scale);
            error[rest[0]] = weights[rest[0]] - scale * quantized[rest[0]];
        }
        return quantized;
    }

    @Test
    void everyWeightIsRoundedAfterTheBestAnswerToTheErrorsBefore() {
        SecondMoment moment = new SecondMoment(INPUTS);
        columns().forEach(moment::add);
        double[][] matrix = matrix(columns());
        Feedback feedback = moment.feedback();
        int[] falling = IntStream.range(0, INPUTS)
                .boxed()
                .sorted(Comparator.comparing(i -> -matrix[i][i]))
                .mapToInt(i -> i)
                .toArray();
        assertThat(feedback.order()).containsExactly(falling);
        Random random = new Random(8);
        for (int trial = 0; trial < 20; trial++) {
            float[] weights = new float[2 + INPUTS];
            for (int i = 0; i < weights.length; i++) {
                weights[i] = (float) random.nextGaussian();
            }
            int[] quantized = new int[weights.length];
            feedback.round(weights, 2, 1, Grids.ofSteps(0.3), quantized);
            int[] expected = byDefinition(matrix, falling, Arrays.copyOfRange(weights, 2, weights.length), 0.3);
            for (int i = 0; i < INPUTS; i++) {
                assertThat(quantized[2 + i] - 128)
                        .as("trial %d, weight %d", trial, i)
                        .isEqualTo(expected[i]);
            }
        }
    }

    /** What was never seen weighs a little: every weight becomes the nearest integer. */
    @Test
    void inputsThatAreAlwaysZeroChangeNothing() {
        SecondMoment moment = new SecondMoment(3);
        moment.add(new double[3]);
        Feedback feedback = moment.feedback();
        assertThat(feedback.order()).containsExactly(0, 1, 2);
        assertThat(feedback.shares()[0][2]).isEqualTo(0, offset(0.0));
        int[] quantized = new int[3];
        feedback.round(new float[] {0.26f, -0.9f, 0.14f}, 0, 0, Grids.ofSteps(0.1), quantized);
        assertThat(quantized).containsExactly(131, 119, 129);
    }
}
