package intaglio.frontend.tflite;

import intaglio.onnx.OnnxGraphBuilder;
import java.util.List;

/** DEPTH_TO_SPACE: mode DCR of ONNX. */
final class DepthToSpaceTranslation implements OperatorTranslation {

    @Override
    public void translate(Step step) {
        if (!step.isData(0) || step.input(0).rank() != 4) {
            step.problem("does not read images of four axes", "convert the model with fixed sizes");
            return;
        }
        String spread = step.node(
                "DepthToSpace",
                List.of(step.channelsFirst(step.data(0), 4)),
                OnnxGraphBuilder.integer("blocksize", step.call().integer(0, 0)),
                OnnxGraphBuilder.text("mode", "DCR"));
        step.give(step.channelsLast(spread, 4));
    }
}
