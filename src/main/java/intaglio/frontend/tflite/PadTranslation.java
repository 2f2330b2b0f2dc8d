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
        boolean images = rank == 4;
        String data = images ? step.channelsFirst(step.data(0), rank) : step.data(0);
        long[] pads = new long[sides.length];
        for (int axis = 0; axis < rank; axis++) {
            int to = !images || axis == 0 ? axis : axis == rank - 1 ? 1 : axis + 1;
            pads[to] = sides[2 * axis];
            pads[to + rank] = sides[2 * axis + 1];
        }
        String padded = step.node(
                "Pad",
                List.of(
                        data,
                        step.onnx().longs(step.name() + "/pads", pads, pads.length),
                        step.onnx().floats(step.name() + "/value", value)));
        step.give(images ? step.channelsLast(padded, rank) : padded);
    }
}
