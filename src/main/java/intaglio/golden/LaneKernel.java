package intaglio.golden;

/**
 * The inner loop of the fast golden model: weighted sums of many frames at once. A lane is a frame.
 *
 * <p>32-bit two's complement arithmetic wraps without harm on the way, so a final sum that is proved to fit 32 bits
 * comes out exact.
 */
public interface LaneKernel {

    /** Name for reports. */
    String name();

    /** Frames to work on at once; every lane array has this length. */
    int lanes();

    /**
     * {@code sums[row][lane] = bias[row] + sum over k of weights[row * taps.length + k] * taps[k][lane]}.
     *
     * @param taps inputs, tap x lane
     * @param weights row x tap, row-major
     * @param bias one per row
     * @param sums result, row x lane
     */
    void multiply(int[][] taps, int[] weights, int[] bias, int[][] sums);

    /** The vector kernel where the running JVM has the module for it, the plain one otherwise. */
    static LaneKernel fastest() {
        return hasVectorModule() ? VectorKernelHolder.create() : new PlainKernel();
    }

    /** True where {@link VectorKernel} can be used: {@code java --add-modules jdk.incubator.vector}. */
    static boolean hasVectorModule() {
        return ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent();
    }

    /** Keeps {@link VectorKernel} from being loaded where its module is absent. */
    final class VectorKernelHolder {

        private VectorKernelHolder() {}

        static LaneKernel create() {
            return new VectorKernel();
        }
    }
}
