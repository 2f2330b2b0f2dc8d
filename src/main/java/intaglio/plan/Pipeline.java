package intaglio.plan;

/** Latencies, in cycles, of the hand-written modules; the timing model is exact because these are. */
public final class Pipeline {

    /** Load of the drain to its first beat. */
    public static final int DRAIN = 1;
    /** Scale, then shift and activation. */
    public static final int REQUANTIZE = 2;
    public static final int POOL = 2;
    /** Scale, then shift. */
    public static final int MEAN = 2;
    public static final int ARGMAX = 1;
    /** Write of the output FIFO to its output, when nothing is in between. */
    public static final int FIFO = 2;

    private Pipeline() {}
}
