package intaglio.frontend.tflite;

import intaglio.onnx.OnnxGraphBuilder;
import java.util.List;

/** MEAN and REDUCE_MAX over rows and columns. */
final class ReduceTranslation implements OperatorTranslation {

    private final String op;

    ReduceTranslation(String op) {
        this.op = op;
    }

    @Override
    public void translate(Step step) {
        long[] axes = step.integers(1);
        if (axes == null || !step.isData(0)) {
            return;
        }
        step.give(step.node(
                op,
                List.of(step.data(0), step.onnx().longs(step.name() + "/axes", axes, axes.length)),
                OnnxGraphBuilder.integer("keepdims", step.call().octet(0) == 0 ? 0 : 1)));
    }
}
