package intaglio.floating;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.offset;

import intaglio.data.ImageReader;
import intaglio.data.ImageSet;
import intaglio.data.LabelReader;
import intaglio.diag.IntaglioException;
import intaglio.golden.ReferenceModel;
import intaglio.golden.Trace;
import intaglio.graph.FloatModel;
import intaglio.graph.IntegerModel;
import intaglio.graph.Network;
import intaglio.ir.Activation;
import intaglio.ir.FloatParameters;
import intaglio.ir.IntegerParameters;
import intaglio.ir.Normalization;
import intaglio.ir.PoolKind;
import intaglio.ir.Requantize;
import intaglio.ir.Shape;
import intaglio.ir.Window;
import intaglio.num.Rounding;
import intaglio.op.Pool2d;
import intaglio.op.Weighted;
import intaglio.testing.FloatExecutor;
import intaglio.testing.RandomFloatModels;
import intaglio.testing.RandomGraphs;
import intaglio.testing.RandomModels;
import intaglio.testing.SeedLenet;
import intaglio.testing.SharedData;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FloatNetworkTest {

    /**
     * Small integers as weights, and images scaled by the biases: without requantization and average pools the integer
     * network computes the same numbers times 255, so every layer must agree with the integer definition.
     */
    @Test
    void agreesWithTheIntegerDefinitionWhereNothingIsRounded() {
        int compared = 0;
        for (long seed = 0; seed < 80; seed++) {
            IntegerModel random = RandomModels.of(seed);
            if (random.network().layers().stream()
                    .anyMatch(layer -> layer instanceof Pool2d pool && pool.kind() == PoolKind.AVERAGE)) {
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
            integers.put(label, new IntegerParameters(small, 3, integerBias, new Requantize(1, 0, Rounding.FLOOR), 1));
            floats.put(label, new FloatParameters(weights, bias));
        });
        ImageSet images = images(random.network(), 3, seed);
        FloatModel model = new FloatModel(random.network(), floats);
        float[][][] found = new FloatNetwork(model).outputs(images, 1, 3);
        for (int image = 1; image < 3; image++) {
            Trace trace = new ReferenceModel(new IntegerModel(random.network(), integers))
                    .run(images.pixels(), images.offset(image));
            List<double[]> exact = trace.layers().stream()
                    .map(layer -> Arrays.stream(layer.output())
                            .mapToDouble(value -> value / 255.0)
                            .toArray())
                    .toList();
            assertClose(found[image - 1], exact, "seed " + seed);
        }
    }

    /** Large values that cancel leave the rounding error of their float32. */
    private static void assertClose(float[][] found, List<double[]> exact, String where) {
        double largest = 1;
        for (int layer = 0; layer < exact.size(); layer++) {
            double[] values = exact.get(layer);
            assertThat(found[layer]).hasSameSizeAs(values);
            largest =
                    Math.max(largest, Arrays.stream(values).map(Math::abs).max().orElseThrow());
            for (int i = 0; i < values.length; i++) {
                assertThat((double) found[layer][i])
                        .as("%s, layer %d[%d]", where, layer, i)
                        .isEqualTo(values[i], offset(1e-5 * largest));
            }
        }
    }

    private static ImageSet images(Network network, int count, long seed) {
        byte[] pixels = new byte[count * network.input().elements()];
        new Random(seed).nextBytes(pixels);
        return new ImageSet(network.input(), count, pixels, List.of());
    }

    /** Forks, sums, joined channels, pixel shuffle, dilation, padded pools; both kernels give the same bits. */
    @Test
    void graphsAgreeWithThePlainDefinition() {
        for (long seed = 0; seed < 100; seed++) {
            FloatModel model = RandomGraphs.floats(seed);
            ImageSet images = images(model.network(), FloatNetwork.BATCH + 5, seed);
            float[][][] found = new FloatNetwork(model, new PlainFloatKernel()).outputs(images, 0, images.count());
            assertThat(new FloatNetwork(model, new VectorFloatKernel()).outputs(images, 0, images.count()))
                    .isDeepEqualTo(found);
            for (int image = 0; image < images.count(); image += 17) {
                float[] pixels = pixels(images, image);
                assertClose(found[image], FloatExecutor.layers(model, pixels), "seed " + seed + ", image " + image);
            }
        }
    }

    private static float[] pixels(ImageSet images, int image) {
        float[] pixels = new float[images.shape().elements()];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = Byte.toUnsignedInt(images.pixels()[images.offset(image) + i]) / 255f;
        }
        return pixels;
    }

    /** Every layer, average pools too; more images than lanes, the last batch not full; every other one with ReLU6. */
    @Test
    void agreesWithThePlainDefinition() {
        for (long seed = 0; seed < 60; seed++) {
            Network network = RandomFloatModels.of(seed).network();
            FloatModel model = seed % 2 == 0
                    ? RandomFloatModels.of(seed)
                    : RandomFloatModels.of(RandomFloatModels.with(network, Activation.RELU6), seed, 4);
            ImageSet images = images(model.network(), FloatNetwork.BATCH + 5, seed);
            float[][][] found = new FloatNetwork(model).outputs(images, 0, images.count());
            for (int image = 0; image < images.count(); image += 17) {
                float[] pixels = pixels(images, image);
                assertClose(found[image], FloatExecutor.layers(model, pixels), "seed " + seed + ", image " + image);
            }
        }
    }

    /** Bit by bit: what is calibrated may not depend on how Java was started. */
    @Test
    void bothKernelsGiveTheSameBits() {
        for (long seed = 0; seed < 60; seed++) {
            FloatModel model = RandomFloatModels.of(seed);
            ImageSet images = images(model.network(), 7, seed);
            float[][][] plain = new FloatNetwork(model, new PlainFloatKernel()).outputs(images, 0, 7);
            FloatNetwork vector = new FloatNetwork(model, new VectorFloatKernel());
            assertThat(vector.outputs(images, 0, 7)).isDeepEqualTo(plain);
            float[][] logits = Arrays.stream(plain)
                    .map(layers -> layers[layers.length - 1])
                    .toArray(float[][]::new);
            assertThat(vector.logits(images, 2, 6)).isDeepEqualTo(Arrays.copyOfRange(logits, 2, 6));
        }
    }

    /** A network whose output is its input. */
    @Test
    void bytesStandForWhatTheyAreSaidTo() {
        Network network = new Network(
                "id", new Shape(1, 16, 16), List.of(new Pool2d("p", PoolKind.MAX, Window.of(1, 1, 1, 1, 0, 0))));
        byte[] pixels = new byte[256];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (byte) i;
        }
        ImageSet images = new ImageSet(network.input(), 1, pixels, List.of());
        FloatModel model = new FloatModel(network, Map.of());
        float[] image = new FloatNetwork(model).logits(images, 0, 1)[0];
        float[] given = new FloatNetwork(model.withNormalization(
                        Normalization.affine(new double[] {0.0127}, new double[] {-0.0127 * 33})))
                .logits(images, 0, 1)[0];
        for (int i = 0; i < pixels.length; i++) {
            assertThat(image[i]).isEqualTo(i / 255f);
            assertThat(given[i]).isCloseTo((float) (0.0127 * (i - 33)), offset(1e-6f));
        }
    }

    @Test
    void outputsThatAreNotFiniteAreRefused() {
        FloatModel model = RandomFloatModels.of(3);
        Weighted first = model.network().weightedLayers().get(0);
        model.parameters(first).bias()[0] = Float.MAX_VALUE;
        model.parameters(first).weights()[0] = Float.MAX_VALUE;
        model.parameters(first).weights()[1] = Float.MAX_VALUE;
        ImageSet images = images(model.network(), 200, 3);
        assertThatThrownBy(() -> new FloatNetwork(model).outputs(images, 0, 200))
                .isInstanceOf(IntaglioException.class)
                .hasMessageContaining("layer '" + first.label() + "', image 0: the float network has an output of");
    }

    /** 98.95 % by the article's own code. */
    @Test
    void bestModelHasTheAccuracyOfItsAuthors() {
        FloatModel model = SeedLenet.bestModel();
        ImageSet images = ImageReader.read(
                SharedData.require("mnist/t10k-images-idx3-ubyte.gz"),
                model.network().input(),
                Integer.MAX_VALUE);
        int[] labels = LabelReader.read(SharedData.require("mnist/t10k-labels-idx1-ubyte.gz"), images.count());
        float[][] logits = new FloatNetwork(model).logits(images, 0, images.count());
        int correct = 0;
        for (int image = 0; image < images.count(); image++) {
            int best = 0;
            for (int i = 1; i < logits[image].length; i++) {
                best = logits[image][i] > logits[image][best] ? i : best;
            }
            correct += best == labels[image] ? 1 : 0;
        }
        assertThat(correct).isEqualTo(9895);
    }
}
