package intaglio.frontend.tflite;

import intaglio.onnx.OnnxGraphBuilder;
import java.util.ArrayList;
import java.util.List;

/** FULLY_CONNECTED, weights OI: Gemm. */
final class DenseTranslation implements OperatorTranslation {

    @Override
    public void translate(Step step) {
        Tensor data = step.input(0);
        Tensor weights = step.input(1);
        int format = step.call().octet(1);
        if (!step.isData(0) || format != 0 || step.output().rank() > 2 || weights == null || weights.rank() != 2) {
            step.problem(
                    format != 0
                            ? "stores its weights in format " + format
                            : "does not read a vector for each image and constant weights",
                    "flatten the data first, and convert for the CPU");
            return;
        }
        List<String> parameters = step.parameters(1, 2, data, 0, 1);
        if (parameters.isEmpty()) {
            return;
        }
        List<String> inputs = new ArrayList<>();
        inputs.add(data.rank() == 2 ? step.data(0) : step.reshaped(step.data(0), weights.shape()[1]));
        inputs.addAll(parameters);
        step.give(step.activated(step.node("Gemm", inputs, OnnxGraphBuilder.integer("transB", 1)), 0));
    }
}
