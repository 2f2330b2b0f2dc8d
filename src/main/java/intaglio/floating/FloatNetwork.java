package intaglio.floating;

import intaglio.data.ImageSet;
import intaglio.diag.IntaglioException;
import intaglio.golden.Batches;
import intaglio.graph.FloatModel;
import intaglio.graph.IntegerModel;
import intaglio.graph.Node;
import intaglio.ir.Normalization;
import intaglio.ir.Shape;
import java.util.List;

/**
 * The trained network in float32, fast, and run as the integer one is: many frames at once, one in each vector lane, on
 * all processors. The same bits on every machine. Safe for use by several threads.
 */
public final class FloatNetwork {

    /** Images that are run at once. */
    public static final int BATCH = FloatKernel.LANES;

    private final Shape input;
    private final FloatKernel kernel;
    private final List<FloatStage> stages;
    private final List<int[]> inputs;
    private final List<String> labels;
    private final float[][] pixelValues;

    /** Takes the Vector API where the running JVM has it. */
    public FloatNetwork(FloatModel model) {
        this(model, FloatKernel.fastest());
    }

    FloatNetwork(FloatModel model, FloatKernel kernel) {
        this(builder(model, kernel), kernel);
    }

    FloatNetwork(FloatNetworkBuilder builder, FloatKernel kernel) {
        this.input = builder.input();
        this.kernel = kernel;
        this.stages = List.copyOf(builder.stages());
        this.inputs = List.copyOf(builder.inputs());
        this.labels = List.copyOf(builder.labels());
        this.pixelValues = pixelValues(builder.normalization(), input.channels());
    }

    private static FloatNetworkBuilder builder(FloatModel model, FloatKernel kernel) {
        FloatNetworkBuilder builder =
                new FloatNetworkBuilder(model.network().input(), model.network().normalization(), kernel);
        for (Node node : model.network().nodes()) {
            builder.node(node, node.layer().weighted().map(model::parameters).orElse(null));
        }
        return builder;
    }

    /** What each byte stands for, channel x byte. */
    private static float[][] pixelValues(Normalization normalization, int channels) {
        float[][] values = new float[channels][IntegerModel.INPUT_MAX + 1];
        for (int channel = 0; channel < channels; channel++) {
            for (int pixel = 0; pixel < values[channel].length; pixel++) {
                values[channel][pixel] = normalization.value(pixel, channel);
            }
        }
        return values;
    }

    /** Index of the largest logit; among equals the lowest index, as the integer networks have it. */
    public static int argmax(float[] logits) {
        int best = 0;
        for (int i = 1; i < logits.length; i++) {
            if (logits[i] > logits[best]) {
                best = i;
            }
        }
        return best;
    }

    /** What does the multiplying, for reports. */
    public String kernelName() {
        return kernel.name();
    }

    /** Logits of the images {@code from..to-1}; row {@code i} is image {@code from + i}. */
    public float[][] logits(ImageSet images, int from, int to) {
        float[][] logits = new float[to - from][];
        int last = stages.size() - 1;
        run(images, from, to, (batch, image, lane) -> logits[image - from] = batch.output(last, lane));
        return logits;
    }

    /**
     * Outputs of every layer after its activation for the images {@code from..to-1}: image x layer x element, CHW.
     *
     * @throws IntaglioException (bad input) where an output is not a finite number
     */
    public float[][][] outputs(ImageSet images, int from, int to) {
        float[][][] outputs = new float[to - from][stages.size()][];
        run(images, from, to, (batch, image, lane) -> {
            for (int layer = 0; layer < stages.size(); layer++) {
                outputs[image - from][layer] = batch.output(layer, lane);
            }
        });
        for (int image = from; image < to; image++) {
            for (int layer = 0; layer < stages.size(); layer++) {
                checkFinite(outputs[image - from][layer], layer, image);
            }
        }
        return outputs;
    }

    private void checkFinite(float[] values, int layer, int image) {
        for (float value : values) {
            if (!Float.isFinite(value)) {
                throw IntaglioException.badInput(
                        "layer '" + labels.get(layer) + "', image " + image,
                        "the float network has an output of " + value + ", which is not a finite number",
                        "check the checkpoint's weights");
            }
        }
    }

    /** Takes what one frame computed. */
    private interface Lane {

        void take(FloatBatch batch, int image, int lane);
    }

    private void run(ImageSet images, int from, int to, Lane taker) {
        if (!images.shape().equals(input)) {
            throw new IllegalArgumentException("images " + images.shape() + ", network " + input);
        }
        int elements = images.shape().elements();
        Batches.run(
                from, to, BATCH, () -> new FloatBatch(stages, inputs, pixelValues, elements), (batch, first, end) -> {
                    batch.run(images, first, end);
                    for (int image = first; image < end; image++) {
                        taker.take(batch, image, image - first);
                    }
                });
    }
}
