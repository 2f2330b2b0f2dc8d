package intaglio.frontend.tflite;

import java.util.List;

/** PRELU: a slope for each channel, the last axis, or one for all. */
final class PReluTranslation implements OperatorTranslation {

    @Override
    public void translate(Step step) {
        Tensor slope = step.input(1);
        if (!step.isData(0) || slope == null || slope.reals() == null) {
            step.problem("its slopes are not constant", "convert the model with its weights");
            return;
        }
        step.give(step.node(
                "PRelu", List.of(step.data(0), new ConstantTensor(slope).real(step.onnx(), step.name() + "/slope"))));
    }
}
