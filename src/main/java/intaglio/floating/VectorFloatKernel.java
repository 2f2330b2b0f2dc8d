package intaglio.floating;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The Vector API, as the integer model uses it: blocks of four rows and two vectors of lanes are summed in registers.
 * Loaded only where the module {@code jdk.incubator.vector} is there.
 */
final class VectorFloatKernel implements FloatKernel {

    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;

    private static final int STEP = SPECIES.length();

    @Override
    public String name() {
        return "Vector API, " + STEP + " lanes";
    }

    @Override
    public void multiply(float[][] taps, float[] weights, float[] bias, float[][] sums) {
        int row = 0;
        for (; row + 4 <= bias.length; row += 4) {
            for (int lane = 0; lane < LANES; lane += 2 * STEP) {
                fourRows(taps, weights, bias, sums, row, lane);
            }
        }
        for (; row < bias.length; row++) {
            for (int lane = 0; lane < LANES; lane += 2 * STEP) {
                oneRow(taps, weights, bias[row], sums[row], row, lane);
            }
        }
    }

    private static void fourRows(float[][] taps, float[] weights, float[] bias, float[][] sums, int row, int lane) {
        FloatVector a0 = FloatVector.broadcast(SPECIES, bias[row]);
        FloatVector b0 = FloatVector.broadcast(SPECIES, bias[row + 1]);
        FloatVector c0 = FloatVector.broadcast(SPECIES, bias[row + 2]);
        FloatVector d0 = FloatVector.broadcast(SPECIES, bias[row + 3]);
        FloatVector a1 = a0;
        FloatVector b1 = b0;
        FloatVector c1 = c0;
        FloatVector d1 = d0;
        int count = taps.length;
        int weight = row * count;
        for (int tap = 0; tap < count; tap++, weight++) {
            FloatVector x0 = FloatVector.fromArray(SPECIES, taps[tap], lane);
            FloatVector x1 = FloatVector.fromArray(SPECIES, taps[tap], lane + STEP);
            FloatVector w = FloatVector.broadcast(SPECIES, weights[weight]);
            a0 = a0.add(x0.mul(w));
            a1 = a1.add(x1.mul(w));
            w = FloatVector.broadcast(SPECIES, weights[weight + count]);
            b0 = b0.add(x0.mul(w));
            b1 = b1.add(x1.mul(w));
            w = FloatVector.broadcast(SPECIES, weights[weight + 2 * count]);
            c0 = c0.add(x0.mul(w));
            c1 = c1.add(x1.mul(w));
            w = FloatVector.broadcast(SPECIES, weights[weight + 3 * count]);
            d0 = d0.add(x0.mul(w));
            d1 = d1.add(x1.mul(w));
        }
        a0.intoArray(sums[row], lane);
        a1.intoArray(sums[row], lane + STEP);
        b0.intoArray(sums[row + 1], lane);
        b1.intoArray(sums[row + 1], lane + STEP);
        c0.intoArray(sums[row + 2], lane);
        c1.intoArray(sums[row + 2], lane + STEP);
        d0.intoArray(sums[row + 3], lane);
        d1.intoArray(sums[row + 3], lane + STEP);
    }

    private static void oneRow(float[][] taps, float[] weights, float bias, float[] sum, int row, int lane) {
        FloatVector a0 = FloatVector.broadcast(SPECIES, bias);
        FloatVector a1 = a0;
        int weight = row * taps.length;
        for (int tap = 0; tap < taps.length; tap++, weight++) {
            FloatVector w = FloatVector.broadcast(SPECIES, weights[weight]);
            a0 = a0.add(FloatVector.fromArray(SPECIES, taps[tap], lane).mul(w));
            a1 = a1.add(FloatVector.fromArray(SPECIES, taps[tap], lane + STEP).mul(w));
        }
        a0.intoArray(sum, lane);
        a1.intoArray(sum, lane + STEP);
    }
}
