package intaglio.floating;

import intaglio.golden.LaneKernel;

/**
 * The inner loop of the float network: weighted sums of many frames at once in float32. A lane is a frame.
 *
 * <p>Every implementation multiplies, rounds, adds and rounds in the order of the taps, never fused: so all give the
 * same bits, and a calibration does not depend on the machine or on the way Java was started.
 */
interface FloatKernel {

    /** Frames to work on at once; every lane array has this length. A multiple of twice any vector length. */
    int LANES = 64;

    /** Name for reports. */
    String name();

    /**
     * {@code sums[row][lane] = bias[row] + sum over k of weights[row * taps.length + k] * taps[k][lane]}.
     *
     * @param taps inputs, tap x lane
     * @param weights row x tap, row-major
     * @param bias one per row
     * @param sums result, row x lane
     */
    void multiply(float[][] taps, float[] weights, float[] bias, float[][] sums);

    /** The vector kernel where the running JVM has the module for it, the plain one otherwise. */
    static FloatKernel fastest() {
        return LaneKernel.hasVectorModule() ? VectorKernelHolder.create() : new PlainFloatKernel();
    }

    /** Keeps {@link VectorFloatKernel} from being loaded where its module is absent. */
    final class VectorKernelHolder {

        private VectorKernelHolder() {}

        static FloatKernel create() {
            return new VectorFloatKernel();
        }
    }
}
