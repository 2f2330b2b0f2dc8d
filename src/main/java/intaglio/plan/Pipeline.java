package intaglio.plan;

/** Latencies, in cycles, of the hand-written modules; the timing model is exact because these are. */
public final class Pipeline {

    /** Load of the drain to its first beat. */
    public static final int DRAIN = 1;
    /** Read of the bias ROM. */
    public static final int BIAS = 1;
    /** Bias, scale, shift. */
    public static final int REQUANTIZE = 3;
    public static final int POOL = 2;
    public static final int ARGMAX = 1;
    /** Write of the output FIFO to its output, when nothing is in between. */
    public static final int FIFO = 2;

    private Pipeline() {}
}
