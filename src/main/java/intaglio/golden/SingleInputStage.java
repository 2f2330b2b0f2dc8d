package intaglio.golden;

import java.util.List;

/** A stage that reads one tensor. */
abstract class SingleInputStage implements Stage {

    @Override
    public final void run(List<Lanes> inputs, Lanes output, AccumulatorRecorder recorder) {
        run(inputs.get(0), output, recorder);
    }

    /** Runs one batch. */
    abstract void run(Lanes input, Lanes output, AccumulatorRecorder recorder);
}
