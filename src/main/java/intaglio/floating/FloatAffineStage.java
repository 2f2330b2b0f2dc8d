package intaglio.floating;

import intaglio.ir.Shape;
import java.util.List;

/** {@code y = factor[c] * x + offset[c]} for each channel c: a batch normalization that no layer takes up. */
final class FloatAffineStage implements FloatStage {

    private final float[] factor;
    private final float[] offset;
    private final Shape shape;

    FloatAffineStage(float[] factor, float[] offset, Shape shape) {
        if (factor.length != shape.channels() || offset.length != shape.channels()) {
            throw new IllegalArgumentException(factor.length + " factors for " + shape);
        }
        this.factor = factor;
        this.offset = offset;
        this.shape = shape;
    }

    @Override
    public int outputElements() {
        return shape.elements();
    }

    @Override
    public void run(List<float[][]> inputs, float[][] output) {
        float[][] input = inputs.get(0);
        for (int element = 0; element < input.length; element++) {
            int channel = element / shape.pixels();
            float[] values = input[element];
            float[] results = output[element];
            for (int lane = 0; lane < values.length; lane++) {
                results[lane] = factor[channel] * values[lane] + offset[channel];
            }
        }
    }
}
