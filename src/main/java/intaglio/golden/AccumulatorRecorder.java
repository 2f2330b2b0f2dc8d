package intaglio.golden;

/** Keeps the accumulators of one layer, frame by frame. */
final class AccumulatorRecorder {

    private final long[][] byFrame;

    AccumulatorRecorder(int frames, int elements) {
        byFrame = new long[frames][elements];
    }

    /** Accumulators of one output element; lanes beyond the frames are ignored. */
    void record(int element, int[] lanes) {
        for (int frame = 0; frame < byFrame.length; frame++) {
            byFrame[frame][element] = lanes[frame];
        }
    }

    /** Likewise. */
    void record(int element, long[] lanes) {
        for (int frame = 0; frame < byFrame.length; frame++) {
            byFrame[frame][element] = lanes[frame];
        }
    }

    long[] frame(int frame) {
        return byFrame[frame];
    }
}
