package intaglio.frontend.tflite;

import ai.onnx.proto.OnnxMl.AttributeProto;
import intaglio.onnx.OnnxGraphBuilder;
import java.util.ArrayList;
import java.util.List;

/** Pools of images; padding never counts. */
final class PoolTranslation implements OperatorTranslation {

    private static final int FUSED = 5;

    private final String op;

    PoolTranslation(String op) {
        this.op = op;
    }

    @Override
    public void translate(Step step) {
        if (!step.isData(0) || step.input(0).rank() != 4) {
            step.problem("does not read images of four axes", "convert the model with fixed sizes");
            return;
        }
        List<AttributeProto> attributes = new ArrayList<>(ConvTranslation.window(step));
        attributes.add(OnnxGraphBuilder.integers("kernel_shape", height(step), width(step)));
        String pool =
                step.node(op, List.of(step.channelsFirst(step.data(0), 4)), attributes.toArray(AttributeProto[]::new));
        step.give(step.channelsLast(step.activated(pool, FUSED), 4));
    }

    static int width(Step step) {
        return step.call().integer(3, 0);
    }

    static int height(Step step) {
        return step.call().integer(4, 0);
    }
}
