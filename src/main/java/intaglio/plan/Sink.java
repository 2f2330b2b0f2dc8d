package intaglio.plan;

import java.util.List;

/** {@code intaglio_argmax} and {@code intaglio_output_fifo} with an output that never stalls. */
final class Sink implements Control {
    private final Credit own;
    private final List<Long> frameEnds;
    private final Wheel accepted = new Wheel();
    private int outputs;

    Sink(Credit own, List<Long> frameEnds) {
        this.own = own;
        this.frameEnds = frameEnds;
    }

    @Override
    public void arrivesIn(int delay) {
        // The FIFO fetches a word in the cycle after it was written, and shows it, and its place is free, in the next.
        accepted.add(delay + Pipeline.ARGMAX + Pipeline.FIFO);
    }

    @Override
    public void evaluate(long cycle) {
        own.release(accepted.due());
        outputs += accepted.due();
        if (outputs == own.units()) {
            frameEnds.add(cycle);
            outputs = 0;
        }
    }

    @Override
    public void clock() {
        accepted.clock();
        own.clock();
    }
}
