package intaglio.golden;

import intaglio.data.ImageSet;
import intaglio.graph.Wiring;
import java.util.ArrayList;
import java.util.List;

/** The tensors of one batch and the stages that fill them; one for each thread. */
final class BatchRunner {

    private final List<Stage> stages;
    private final Wiring wiring;
    private final Lanes input;
    private final List<Lanes> outputs = new ArrayList<>();

    BatchRunner(List<Stage> stages, Wiring wiring, int inputElements, int lanes) {
        this.stages = stages;
        this.wiring = wiring;
        input = Lanes.narrow(inputElements, lanes);
        for (Stage stage : stages) {
            outputs.add(stage.newOutput(lanes));
        }
    }

    /**
     * Runs the images {@code from..to-1}, at most one for each lane. Lanes left over compute what earlier pixels give.
     *
     * @param recorders one for each stage, null where nobody asks; the whole list may be null
     */
    void run(ImageSet images, int from, int to, List<AccumulatorRecorder> recorders) {
        int elements = images.shape().elements();
        for (int element = 0; element < elements; element++) {
            int[] lanes = input.ints(element);
            for (int image = from; image < to; image++) {
                lanes[image - from] = Byte.toUnsignedInt(images.pixels()[images.offset(image) + element]);
            }
        }
        for (int i = 0; i < stages.size(); i++) {
            List<Lanes> read = wiring.inputs(i, input, outputs);
            stages.get(i).run(read, outputs.get(i), recorders == null ? null : recorders.get(i));
        }
    }

    /** Outputs of one stage for one lane, CHW. */
    long[] output(int stage, int elements, int lane) {
        long[] values = new long[elements];
        for (int element = 0; element < elements; element++) {
            values[element] = outputs.get(stage).get(element, lane);
        }
        return values;
    }
}
