package intaglio.frontend.tflite;

import java.util.List;

/** PAD and PADV2 with the real number 0. */
final class PadTranslation implements OperatorTranslation {

    @Override
    public void translate(Step step) {
        long[] sides = step.integers(1);
        int rank = step.input(0).rank();
        Tensor filler = step.input(2);
        float[] value = filler == null ? new float[1] : filler.reals();
        if (sides == null || !step.isData(0) || sides.length != 2 * rank || value == null || value.length != 1) {
            step.problem("does not pad by constants", "convert the model with fixed sizes");
            return;
        }
        long[] pads = new long[sides.length];
        for (int axis = 0; axis < rank; axis++) {
            pads[axis] = sides[2 * axis];
            pads[axis + rank] = sides[2 * axis + 1];
        }
        step.give(step.node(
                "Pad",
                List.of(
                        step.data(0),
                        step.onnx().longs(step.name() + "/pads", pads, pads.length),
                        step.onnx().floats(step.name() + "/value", value))));
    }
}
