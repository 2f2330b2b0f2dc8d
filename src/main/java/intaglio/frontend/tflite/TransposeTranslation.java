package intaglio.frontend.tflite;

import intaglio.onnx.OnnxGraphBuilder;
import java.util.List;

/** TRANSPOSE. */
final class TransposeTranslation implements OperatorTranslation {

    @Override
    public void translate(Step step) {
        long[] axes = step.integers(1);
        if (axes != null && step.isData(0)) {
            step.give(step.node("Transpose", List.of(step.data(0)), OnnxGraphBuilder.integers("perm", axes)));
        }
    }
}
