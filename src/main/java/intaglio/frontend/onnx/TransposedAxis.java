package intaglio.frontend.onnx;

/**
 * One axis of a transposed convolution as a convolution that gives blocks of {@code stride} outputs. Output
 * {@code y = stride * q + r} is the sum over inputs {@code i = q + d} of {@code w[r + begin - stride * d]}.
 *
 * @param kernel taps of the transposed convolution
 * @param begin outputs cut off before the first
 * @param first smallest d of any r, 0 or less
 * @param taps taps of the convolution: all d from the first on
 * @param padAfter zeros behind the last input
 */
record TransposedAxis(int kernel, int stride, int begin, int first, int taps, int padAfter) {

    static TransposedAxis of(int kernel, int stride, int begin, int inputs, int blocks) {
        int first = Math.min(0, -Math.floorDiv(kernel - 1 - begin, stride));
        int last = Math.max(Math.floorDiv(stride - 1 + begin, stride), Math.max(0, inputs - blocks));
        return new TransposedAxis(kernel, stride, begin, first, last - first + 1, blocks - inputs + last);
    }

    int padBefore() {
        return -first;
    }

    /** The tap of the transposed convolution, or -1 where it has none. */
    int source(int place, int tap) {
        int source = place + begin - stride * (first + tap);
        return source < kernel ? Math.max(-1, source) : -1;
    }
}
