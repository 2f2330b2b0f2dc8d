package intaglio.frontend.tflite;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;

/**
 * QUANTIZE and DEQUANTIZE. What they do to data, the tensors around them say. Constants become floats: weights of
 * 16-bit floats, or integers of a model whose data are floats.
 */
final class QuantizeTranslation implements OperatorTranslation {

    @Override
    public void translate(Step step) {
        if (step.isData(0)) {
            step.give(step.data(0));
            return;
        }
        Tensor constant = step.input(0);
        float[] reals = constant.reals();
        if (reals == null || step.output().type() != TensorType.FLOAT32) {
            step.problem("works on a constant that is not to become floats", "convert the model again");
            return;
        }
        ByteBuffer data = ByteBuffer.allocate(reals.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        data.asFloatBuffer().put(reals);
        step.define(new Tensor(constant.name(), constant.shape(), TensorType.FLOAT32, 0, data, Optional.empty()));
    }
}
