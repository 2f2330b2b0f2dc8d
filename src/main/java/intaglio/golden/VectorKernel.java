package intaglio.golden;

import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The Vector API: blocks of four rows and two vectors of lanes are summed in registers, so that one load of a tap
 * serves four rows. Loaded only where the module {@code jdk.incubator.vector} is there.
 */
final class VectorKernel implements LaneKernel {

    private static final VectorSpecies<Integer> SPECIES = IntVector.SPECIES_PREFERRED;

    private static final int STEP = SPECIES.length();

    /** A multiple of twice any vector length; small enough that the activations of all lanes stay in the cache. */
    private static final int LANES = 64;

    @Override
    public String name() {
        return "Vector API, " + STEP + " lanes";
    }

    @Override
    public int lanes() {
        return LANES;
    }

    @Override
    public void multiply(int[][] taps, int[] weights, int[] bias, int[][] sums) {
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

    private static void fourRows(int[][] taps, int[] weights, int[] bias, int[][] sums, int row, int lane) {
        IntVector a0 = IntVector.broadcast(SPECIES, bias[row]);
        IntVector b0 = IntVector.broadcast(SPECIES, bias[row + 1]);
        IntVector c0 = IntVector.broadcast(SPECIES, bias[row + 2]);
        IntVector d0 = IntVector.broadcast(SPECIES, bias[row + 3]);
        IntVector a1 = a0;
        IntVector b1 = b0;
        IntVector c1 = c0;
        IntVector d1 = d0;
        int count = taps.length;
        int weight = row * count;
        for (int tap = 0; tap < count; tap++, weight++) {
            IntVector x0 = IntVector.fromArray(SPECIES, taps[tap], lane);
            IntVector x1 = IntVector.fromArray(SPECIES, taps[tap], lane + STEP);
            IntVector w = IntVector.broadcast(SPECIES, weights[weight]);
            a0 = a0.add(x0.mul(w));
            a1 = a1.add(x1.mul(w));
            w = IntVector.broadcast(SPECIES, weights[weight + count]);
            b0 = b0.add(x0.mul(w));
            b1 = b1.add(x1.mul(w));
            w = IntVector.broadcast(SPECIES, weights[weight + 2 * count]);
            c0 = c0.add(x0.mul(w));
            c1 = c1.add(x1.mul(w));
            w = IntVector.broadcast(SPECIES, weights[weight + 3 * count]);
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

    private static void oneRow(int[][] taps, int[] weights, int bias, int[] sum, int row, int lane) {
        IntVector a0 = IntVector.broadcast(SPECIES, bias);
        IntVector a1 = a0;
        int weight = row * taps.length;
        for (int tap = 0; tap < taps.length; tap++, weight++) {
            IntVector w = IntVector.broadcast(SPECIES, weights[weight]);
            a0 = a0.add(IntVector.fromArray(SPECIES, taps[tap], lane).mul(w));
            a1 = a1.add(IntVector.fromArray(SPECIES, taps[tap], lane + STEP).mul(w));
        }
        a0.intoArray(sum, lane);
        a1.intoArray(sum, lane + STEP);
    }
}
