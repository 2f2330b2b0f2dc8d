package intaglio.frontend.tflite;

import intaglio.onnx.OnnxGraphBuilder;
import java.util.List;

/** RESIZE_NEAREST_NEIGHBOR; the sizes are those of the output. */
final class ResizeTranslation implements OperatorTranslation {

    @Override
    public void translate(Step step) {
        Tensor data = step.input(0);
        int[] to = step.output().shape();
        if (!step.isData(0) || data.rank() != 4 || to.length != 4 || to[1] < 1 || to[2] < 1) {
            step.problem("does not read images of four axes and fixed sizes", "convert the model with fixed sizes");
            return;
        }
        boolean corners = step.call().octet(0) != 0;
        boolean half = step.call().octet(1) != 0;
        float[] scales = {1, 1, (float) to[1] / data.shape()[1], (float) to[2] / data.shape()[2]};
        String resized = step.node(
                "Resize",
                List.of(
                        step.channelsFirst(step.data(0), 4),
                        "",
                        step.onnx().floats(step.name() + "/scales", scales, scales.length)),
                OnnxGraphBuilder.text("mode", "nearest"),
                OnnxGraphBuilder.text(
                        "coordinate_transformation_mode",
                        corners ? "align_corners" : half ? "half_pixel" : "asymmetric"),
                OnnxGraphBuilder.text("nearest_mode", corners || half ? "round_prefer_ceil" : "floor"));
        step.give(step.channelsLast(resized, 4));
    }
}
