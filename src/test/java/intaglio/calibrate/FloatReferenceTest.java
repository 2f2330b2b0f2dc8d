package intaglio.calibrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import intaglio.data.ImageReader;
import intaglio.data.ImageSet;
import intaglio.data.LabelReader;
import intaglio.golden.LayerTrace;
import intaglio.golden.ReferenceModel;
import intaglio.golden.Trace;
import intaglio.ir.FloatModel;
import intaglio.ir.FloatParameters;
import intaglio.ir.IntegerModel;
import intaglio.ir.IntegerParameters;
import intaglio.ir.Layer;
import intaglio.ir.PoolKind;
import intaglio.ir.Requantize;
import intaglio.num.Rounding;
import intaglio.testing.RandomModels;
import intaglio.testing.SeedLenet;
import intaglio.testing.SharedData;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class FloatReferenceTest {

    /**
     * Small integers as weights, and images scaled by the biases: without requantization and average pools the integer
     * network computes the same numbers times 255, so every layer must agree with the integer definition.
     */
    @Test
    void agreesWithTheIntegerDefinitionWhereNothingIsRounded() {
        int compared = 0;
        for (long seed = 0; seed < 80; seed++) {
            IntegerModel random = RandomModels.of(seed);
            if (random.network().layers().stream().anyMatch(
                    layer -> layer instanceof Layer.Pool2d pool && pool.kind() == PoolKind.AVERAGE)) {
                continue;
            }
            compare(random, seed);
            compared++;
        }
        assertThat(compared).isGreaterThan(30);
    }

    private static void compare(IntegerModel random, long seed) {
        Map<String, IntegerParameters> integers = new HashMap<>();
        Map<String, FloatParameters> floats = new HashMap<>();
        random.parameters().forEach((label, parameters) -> {
            float[] weights = new float[parameters.weights().length];
            float[] bias = new float[parameters.bias().length];
            int[] small = new int[weights.length];
            long[] integerBias = new long[bias.length];
            for (int i = 0; i < weights.length; i++) {
                small[i] = parameters.weights()[i] % 7;
                weights[i] = small[i] - 3;
            }
            for (int i = 0; i < bias.length; i++) {
                bias[i] = parameters.bias()[i] % 5;
                integerBias[i] = 255 * (long) bias[i];
            }
            integers.put(label, new IntegerParameters(small, 3, integerBias,
                    new Requantize(1, 0, Rounding.FLOOR), 1));
            floats.put(label, new FloatParameters(weights, bias));
        });
        byte[] pixels = new byte[4 + random.network().input().elements()];
        new Random(seed).nextBytes(pixels);
        Trace trace = new ReferenceModel(new IntegerModel(random.network(), integers)).run(pixels, 4);
        Map<String, float[]> found = new FloatReference(new FloatModel(random.network(), floats)).run(pixels, 4);
        double largest = 1;
        for (LayerTrace layer : trace.layers()) {
            float[] values = found.get(layer.label());
            assertThat(values).hasSameSizeAs(layer.output());
            for (int i = 0; i < values.length; i++) {
                double exact = layer.output()[i] / 255.0;
                // Large values that cancel leave the rounding error of their float32.
                largest = Math.max(largest, Math.abs(exact));
                assertThat((double) values[i]).as("seed %d, %s[%d]", seed, layer.label(), i)
                        .isEqualTo(exact, offset(1e-5 * largest));
            }
        }
    }

    /** 98.95 % by the article's own code. */
    @Test
    @Tag("slow")
    void bestModelHasTheAccuracyOfItsAuthors() {
        FloatModel model = SeedLenet.bestModel();
        ImageSet images = ImageReader.read(
                SharedData.require("mnist/t10k-images-idx3-ubyte.gz"), model.network().input(), Integer.MAX_VALUE);
        int[] labels = LabelReader.read(SharedData.require("mnist/t10k-labels-idx1-ubyte.gz"), images.count());
        FloatReference reference = new FloatReference(model);
        int correct = 0;
        for (int image = 0; image < images.count(); image++) {
            float[] logits = reference.logits(images.pixels(), images.offset(image));
            int best = 0;
            for (int i = 1; i < logits.length; i++) {
                best = logits[i] > logits[best] ? i : best;
            }
            correct += best == labels[image] ? 1 : 0;
        }
        assertThat(correct).isEqualTo(9895);
    }
}
