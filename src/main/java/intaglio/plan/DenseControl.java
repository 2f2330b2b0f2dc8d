package intaglio.plan;

/** {@code intaglio_dense_sequencer}: which layer gets the array. */
final class DenseControl implements Control {
    private final DenseEngine engine;
    private final Credit own;
    private final Credit next;
    private final Control consumer;
    private final Wheel framesDone = new Wheel();
    private final int layers;
    private final boolean[] taken;
    private final boolean[] ready;
    private final int[] timer;

    private boolean active;
    private int layer;
    private int stepsLeft;
    private int frames;
    private boolean frameReleased;
    /** The layer that may start, or -1: decided a cycle ahead. */
    private int chosen = -1;

    private boolean started;
    private boolean claimed;

    private boolean ends;
    private int starts;
    private int chosenNext;

    DenseControl(DenseEngine engine, Credit own, Credit next, Control consumer) {
        this.engine = engine;
        this.own = own;
        this.next = next;
        this.consumer = consumer;
        layers = engine.layers().size();
        taken = new boolean[layers];
        ready = new boolean[layers];
        timer = new int[layers];
    }

    @Override
    public void arrivesIn(int delay) {
        framesDone.add(delay);
    }

    private boolean eligible(int candidate) {
        boolean input = candidate == 0 ? frames > (active && layer == 0 ? 1 : 0) : ready[candidate];
        boolean room = candidate == layers - 1 ? next.space() : !taken[candidate + 1];
        return input && room && (candidate > 0 || !frameLeft());
    }

    private boolean frameLeft() {
        for (boolean buffer : taken) {
            if (buffer) {
                return true;
            }
        }
        return false;
    }

    @Override
    public void evaluate(long cycle) {
        ends = active && stepsLeft == 1;
        starts = !active || ends ? chosen : -1;
        chosenNext = -1;
        for (int candidate = 0; candidate < layers && starts < 0 && !started; candidate++) {
            chosenNext = eligible(candidate) ? candidate : chosenNext;
        }
        own.release(frameReleased ? 1 : 0);
        if (claimed) {
            next.claim();
        }
        if (active && layer == layers - 1) {
            emitOutputs();
        }
    }

    /** The consumer is told of each output of the last layer (the FIFO), or of the last one (a frame buffer). */
    private void emitOutputs() {
        int word = (engine.cycles(layer) - stepsLeft) % engine.words(layer);
        if (word != engine.words(layer) - 1) {
            return;
        }
        int outputs = ends ? engine.lastGroupOutputs(layer) : engine.folding().pe();
        boolean everyOutput = consumer instanceof Sink;
        for (int output = everyOutput ? 0 : outputs - 1; output < outputs; output++) {
            if (everyOutput || ends) {
                consumer.arrivesIn(engine.outputLatency() + output);
            }
        }
    }

    @Override
    public void clock() {
        frames += framesDone.due() - (ends && layer == 0 ? 1 : 0);
        frameReleased = ends && layer == 0;
        for (int i = 1; i < layers; i++) {
            clockIntermediate(i);
        }
        if (active) {
            stepsLeft--;
        }
        active = starts >= 0 || (active && !ends);
        if (starts >= 0) {
            layer = starts;
            stepsLeft = engine.cycles(starts);
        }
        chosen = chosenNext;
        started = starts >= 0;
        claimed = starts == layers - 1;
        framesDone.clock();
        own.clock();
    }

    private void clockIntermediate(int i) {
        if (starts == i - 1) {
            taken[i] = true;
        } else if (ends && layer == i) {
            taken[i] = false;
        }
        if (ends && layer == i - 1) {
            timer[i] = engine.waitCycles(i);
            ready[i] = timer[i] == 0;
        } else if (timer[i] > 0) {
            timer[i]--;
            ready[i] = timer[i] == 0;
        } else if (starts == i) {
            ready[i] = false;
        }
    }
}
