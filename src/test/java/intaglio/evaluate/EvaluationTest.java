package intaglio.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;
import static org.assertj.core.api.Assertions.within;

import intaglio.data.ImageSet;
import intaglio.floating.FloatNetwork;
import intaglio.golden.LayerTrace;
import intaglio.golden.Logits;
import intaglio.golden.ReferenceModel;
import intaglio.golden.Trace;
import intaglio.graph.FloatModel;
import intaglio.graph.IntegerModel;
import intaglio.graph.Network;
import intaglio.graph.Node;
import intaglio.graph.OutputKind;
import intaglio.ir.Activation;
import intaglio.ir.FloatParameters;
import intaglio.ir.IntegerParameters;
import intaglio.ir.PoolKind;
import intaglio.ir.Requantize;
import intaglio.ir.Shape;
import intaglio.ir.Window;
import intaglio.num.Interval;
import intaglio.num.Rounding;
import intaglio.op.Add;
import intaglio.op.Concat;
import intaglio.op.Dense;
import intaglio.op.DepthToSpace;
import intaglio.op.Layer;
import intaglio.op.Pool2d;
import intaglio.quant.ActivationRange;
import intaglio.quant.ActivationScale;
import intaglio.quant.Uint8Options;
import intaglio.quant.Uint8Quantized;
import intaglio.quant.Uint8Quantizer;
import intaglio.quant.WideQuantizer;
import intaglio.testing.RandomFloatModels;
import intaglio.testing.RandomGraphs;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Measurements against the same numbers worked out frame by frame from the reference models. */
class EvaluationTest {

    private static final int IMAGES = 2 * FloatNetwork.BATCH + 9;

    private static ImageSet images(Network network, int count, long seed) {
        byte[] pixels = new byte[count * network.input().elements()];
        new Random(seed).nextBytes(pixels);
        return new ImageSet(network.input(), count, pixels, List.of());
    }

    /** Ranges a little too small for most layers, so that values are clipped at both ends. */
    private static Uint8Quantized uint8(FloatModel model, boolean perChannel, long seed) {
        Random random = new Random(seed);
        Map<String, ActivationRange> ranges = new HashMap<>();
        model.network()
                .scaledLayers()
                .forEach(layer -> ranges.put(
                        layer.label(), new ActivationRange(-0.1 - random.nextDouble(), 0.1 + random.nextDouble())));
        return Uint8Quantizer.quantize(model, ranges, Uint8Options.of(perChannel));
    }

    private static List<Variant> variants(FloatModel model, long seed) {
        return List.of(
                Variant.wide("wide", WideQuantizer.quantize(model, 8)),
                Variant.uint8("tensor", uint8(model, false, seed)),
                Variant.uint8("channel", uint8(model, true, seed)));
    }

    @Test
    void everyNumberIsThatOfTheReference() {
        long clippedLow = 0;
        long clippedHigh = 0;
        for (long seed = 0; seed < 50; seed++) {
            FloatModel model = seed % 2 == 0 ? RandomFloatModels.of(seed) : RandomGraphs.quantizable(seed);
            ImageSet images = images(model.network(), IMAGES, seed);
            int[] labels = new Random(seed)
                    .ints(IMAGES, 0, model.network().output().elements())
                    .toArray();
            List<Variant> variants = variants(model, seed);
            List<Integer> told = new ArrayList<>();
            Evaluation evaluation = Evaluation.of(model, variants, images, Optional.of(labels), told::add);
            assertThat(told).containsExactly(IMAGES);
            float[][][] exact = new FloatNetwork(model).outputs(images, 0, IMAGES);
            int correct = 0;
            for (int image = 0; image < IMAGES; image++) {
                correct += argmax(exact[image]) == labels[image] ? 1 : 0;
            }
            assertThat(evaluation.correct()).hasValue(correct);
            for (int i = 0; i < variants.size(); i++) {
                Expected expected = new Expected(variants.get(i));
                for (int image = 0; image < IMAGES; image++) {
                    expected.add(exact[image], images, image, labels[image]);
                }
                Measurement found = evaluation.variants().get(i);
                expected.compare(found, "seed " + seed + ", " + variants.get(i).name());
                for (LayerMeasurement layer : found.layers()) {
                    for (ChannelMeasurement channel : layer.channels()) {
                        clippedLow += channel.clippedLow();
                        clippedHigh += channel.clippedHigh();
                    }
                }
            }
        }
        assertThat(clippedLow).isGreaterThan(1000);
        assertThat(clippedHigh).isGreaterThan(1000);
    }

    private static int argmax(float[][] layers) {
        float[] logits = layers[layers.length - 1];
        int best = 0;
        for (int i = 1; i < logits.length; i++) {
            best = logits[i] > logits[best] ? i : best;
        }
        return best;
    }

    /** The same sums, one frame after the other. */
    private static final class Expected {

        private final Variant variant;
        private final ReferenceModel reference;
        private final double[] signal;
        private final double[] noise;
        private final double[] worst;
        private final long[] clipped;
        private final long[][] outputs;
        private int correct;
        private int agreeing;

        Expected(Variant variant) {
            this.variant = variant;
            reference = new ReferenceModel(variant.model());
            int layers = variant.layers().size();
            signal = new double[layers];
            noise = new double[layers];
            worst = new double[layers];
            clipped = new long[layers];
            outputs = new long[layers][2];
            for (long[] ends : outputs) {
                ends[0] = Long.MAX_VALUE;
                ends[1] = Long.MIN_VALUE;
            }
        }

        void add(float[][] exact, ImageSet images, int image, int label) {
            Trace trace = reference.run(images.pixels(), images.offset(image));
            int found = Logits.argmax(trace.logits());
            correct += found == label ? 1 : 0;
            agreeing += found == argmax(exact) ? 1 : 0;
            for (int i = 0; i < exact.length; i++) {
                add(i, exact[i], trace.layers().get(i));
            }
        }

        private void add(int index, float[] exact, LayerTrace trace) {
            ActivationScale scale = variant.layers().get(index).output();
            for (int i = 0; i < exact.length; i++) {
                double error = exact[i] - (trace.output()[i] - scale.zeroPoint()) * scale.scale();
                signal[index] += (double) exact[i] * exact[i];
                noise[index] += error * error;
                worst[index] = Math.max(worst[index], Math.abs(error));
                outputs[index][0] = Math.min(outputs[index][0], trace.output()[i]);
                outputs[index][1] = Math.max(outputs[index][1], trace.output()[i]);
            }
            Layer layer = variant.model().network().layers().get(index);
            if (variant.model().requantize(layer).map(Requantize::clamp).isPresent()) {
                Requantize requantize = variant.model().requantize(layer).get();
                for (int i = 0; i < exact.length; i++) {
                    int channel = i / trace.shape().pixels();
                    long shifted = requantize.zeroPoint()
                            + requantize
                                    .rounding()
                                    .shiftRight(
                                            trace.accumulator()[i] * requantize.multiplier(channel),
                                            requantize.shift());
                    boolean relu = layer.activation() != Activation.NONE;
                    clipped[index] += shifted > 255 || (shifted < 0 && !relu) ? 1 : 0;
                }
            }
        }

        void compare(Measurement found, String where) {
            assertThat(found.correct()).as(where).hasValue(correct);
            boolean classes = variant.model().network().outputKind() == OutputKind.LOGITS;
            assertThat(found.agreeing()).as(where).isEqualTo(classes ? OptionalInt.of(agreeing) : OptionalInt.empty());
            for (int i = 0; i < signal.length; i++) {
                LayerMeasurement layer = found.layers().get(i);
                String place = where + ", " + layer.label();
                assertThat(layer.signalToNoise())
                        .as(place)
                        .isEqualTo(10 * Math.log10(signal[i] / noise[i]), offset(1e-9));
                assertThat(layer.worstError()).as(place).isEqualTo(worst[i]);
                assertThat(layer.worstSteps() * variant.layers().get(i).output().scale())
                        .as(place)
                        .isEqualTo(worst[i], within(1e-12 * worst[i]));
                assertThat(layer.clipped()).as(place).isEqualTo(clipped[i]);
                assertThat(layer.output()).as(place).isEqualTo(new Interval(outputs[i][0], outputs[i][1]));
            }
        }
    }

    /** Bit by bit, with another number of images in the last batch; without labels no accuracy. */
    @Test
    void twoRunsGiveTheSameText() {
        FloatModel model = RandomFloatModels.of(4);
        ImageSet images = images(model.network(), 201, 4);
        List<Variant> variants = variants(model, 4);
        String label = model.network().layers().get(0).label();
        String first = text(model, variants, images, label);
        assertThat(text(model, variants, images, label)).isEqualTo(first);
        assertThat(first)
                .startsWith("{\n  \"kind\" : \"" + EvaluationJson.KIND + "\"")
                .endsWith("}\n")
                .doesNotContain("speed", "accuracy", "NaN", "Infinity")
                .contains("\"explanations\"");
    }

    private static String text(FloatModel model, List<Variant> variants, ImageSet images, String label) {
        Evaluation evaluation = Evaluation.of(model, variants, images, Optional.empty(), done -> {});
        assertThat(evaluation.correct()).isEqualTo(OptionalInt.empty());
        return EvaluationJson.write(evaluation, Explainer.of(evaluation, label), Optional.empty());
    }

    /** Weights of one step, images 0 or 255: nothing is rounded in any layer. */
    @Test
    void aNetworkWithoutErrorsIsExact() {
        Network network = new Network(
                "exact",
                new Shape(1, 2, 3),
                List.of(new Dense("a", 2, Activation.RELU), new Dense("b", 3, Activation.NONE)));
        float step = 1 / 255f;
        FloatModel model = new FloatModel(
                network,
                Map.of(
                        "a", new FloatParameters(new float[] {0, 1, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0}, new float[2]),
                        "b", new FloatParameters(new float[] {0, 1, 1, 0, 1, 1}, new float[3])));
        byte[] pixels = new byte[12];
        pixels[1] = -1;
        pixels[9] = -1;
        ImageSet images = new ImageSet(network.input(), 2, pixels, List.of());
        Uint8Quantized quantized =
                Uint8Quantizer.quantize(model, Map.of("a", new ActivationRange(0, 1)), Uint8Options.of(false));
        Evaluation evaluation =
                Evaluation.of(model, List.of(Variant.uint8("exact", quantized)), images, Optional.empty(), done -> {});
        LayerMeasurement first = evaluation.variants().get(0).layers().get(0);
        assertThat(first.worstError()).isLessThan(step * 1e-5);
        assertThat(first.signalToNoise()).isGreaterThan(100);
        assertThat(first.clipped()).isZero();
    }

    @Test
    void whatRelu6CutsIsNotClipped() {
        Network network = new Network(
                "six",
                new Shape(1, 1, 2),
                List.of(new Dense("a", 1, Activation.RELU6), new Dense("b", 2, Activation.NONE)));
        FloatModel model = new FloatModel(
                network,
                Map.of(
                        "a", new FloatParameters(new float[] {9, 8}, new float[1]),
                        "b", new FloatParameters(new float[] {1, -1}, new float[2])));
        ImageSet images = new ImageSet(network.input(), 2, new byte[] {-1, -1, 90, 80}, List.of());
        for (double high : new double[] {6, 5}) {
            Uint8Quantized quantized =
                    Uint8Quantizer.quantize(model, Map.of("a", new ActivationRange(0, high)), Uint8Options.of(false));
            Evaluation evaluation = Evaluation.of(
                    model, List.of(Variant.uint8("six", quantized)), images, Optional.empty(), done -> {});
            LayerMeasurement layer = evaluation.variants().get(0).layers().get(0);
            assertThat(layer.isClamped()).isEqualTo(high < 6);
            assertThat(layer.clipped()).isEqualTo(high < 6 ? 2 : 0);
            assertThat(layer.worstError()).isEqualTo(6 - high, offset(0.02));
        }
    }

    @Test
    void seenLiesInsideProved() {
        for (long seed = 30; seed < 60; seed++) {
            FloatModel model = seed % 2 == 0 ? RandomFloatModels.of(seed) : RandomGraphs.quantizable(seed);
            ImageSet images = images(model.network(), 70, seed);
            Evaluation evaluation = Evaluation.of(model, variants(model, seed), images, Optional.empty(), done -> {});
            for (Layer layer : model.network().layers()) {
                for (Explanation explanation : Explainer.of(evaluation, layer.label())) {
                    for (Explanation.Range range : explanation.ranges()) {
                        range.seen()
                                .ifPresent(seen -> assertThat(range.proved().union(seen))
                                        .as("%s of %s, %s", range.name(), explanation.label(), explanation.variant())
                                        .isEqualTo(range.proved()));
                    }
                    assertThat(explanation.channels())
                            .allMatch(channel -> channel.weights().isPresent()
                                    == layer.weighted().isPresent());
                }
            }
        }
    }

    @Test
    void deadChannelsAndChannelsWithoutWeightsAreFound() {
        Network network = new Network(
                "dead",
                new Shape(1, 1, 3),
                List.of(new Dense("a", 4, Activation.RELU), new Dense("b", 2, Activation.NONE)));
        FloatModel model = new FloatModel(
                network,
                Map.of(
                        "a",
                                new FloatParameters(
                                        new float[] {1, 1, 0, -1, -1, 0, 0, 0, 0, 0, 0, 0},
                                        new float[] {0, -0.1f, 0.5f, 0}),
                        "b", new FloatParameters(new float[] {1, 0, 1, 0, 0, 1, 0, 1}, new float[2])));
        ImageSet images = new ImageSet(network.input(), 2, new byte[] {9, 50, 1, 99, 3, 7}, List.of());
        Uint8Quantized quantized =
                Uint8Quantizer.quantize(model, Map.of("a", new ActivationRange(0, 0.2)), Uint8Options.of(true));
        Evaluation evaluation =
                Evaluation.of(model, List.of(Variant.uint8("dead", quantized)), images, Optional.empty(), done -> {});
        Explanation explanation = Explainer.of(evaluation, "a").get(0);
        assertThat(explanation.channels())
                .extracting(Explanation.Channel::dead)
                .containsExactly(false, true, false, true);
        assertThat(explanation.channels())
                .extracting(channel -> channel.weights().orElseThrow().allZero())
                .containsExactly(false, false, true, true);
        // Channel 0 is 59 / 255 and 102 / 255, channel 2 is 0.5; the range ends at 0.2.
        assertThat(explanation.channels())
                .extracting(channel -> channel.seen().clippedHigh())
                .containsExactly(2L, 0L, 2L, 0L);
        assertThat(explanation.clampHigh()).hasValue(255L);
        assertThat(explanation.formula()).anyMatch(line -> line.contains("sum of 3 products x * (q - Zw)"));
    }

    @Test
    void sizeIsThatOfThePackedRoms() {
        Network network = new Network(
                "size",
                new Shape(1, 1, 3),
                List.of(new Dense("a", 2, Activation.RELU), new Dense("b", 1, Activation.NONE)));
        Requantize perChannel = new Requantize(new long[] {5, 9}, 6, Rounding.HALF_UP, 4, new Interval(0, 255));
        IntegerModel model = new IntegerModel(
                network,
                Map.of(
                        "a",
                                new IntegerParameters(
                                        new int[] {0, 1, 2, 3, 4, 7},
                                        new int[] {3},
                                        0,
                                        new long[] {-5, 7},
                                        perChannel,
                                        new double[] {0.5}),
                        "b",
                                new IntegerParameters(
                                        new int[] {200, 0},
                                        new int[] {100},
                                        4,
                                        new long[] {1000},
                                        new Requantize(1, 0, Rounding.HALF_UP),
                                        new double[] {0.5})));
        // q - Z is -3..4 (4 bits) and -100..100 (8 bits); biases take 4 and 11 bits, 5 and 9 take 4.
        ModelSize size = ModelSize.of(model);
        assertThat(size).isEqualTo(new ModelSize(6 * 4 + 2 * 8, 2 * 4 + 11, 2 * 4, 0, 4));
        assertThat(size.bytes()).isEqualTo(9);
        FloatModel floats = new FloatModel(
                network,
                Map.of(
                        "a", new FloatParameters(new float[6], new float[2]),
                        "b", new FloatParameters(new float[2], new float[1])));
        assertThat(ModelSize.bytes(floats)).isEqualTo(4 * 11);
    }

    @Test
    void speedIsMeasuredForEachNetwork() {
        FloatModel model = RandomFloatModels.of(2);
        List<Integer> told = new ArrayList<>();
        Speed speed =
                Speed.of(model, variants(model, 2).subList(0, 1), images(model.network(), 64, 2), told::add, 1_000_000);
        assertThat(told).hasSize(Speed.passes()).endsWith(Speed.passes());
        assertThat(speed.floating()).isPositive();
        assertThat(speed.variants()).hasSize(1).allMatch(perSecond -> perSecond > 0);
    }

    @Test
    void layersWithoutAScaleKeepThatOfTheirInputs() {
        int kept = 0;
        for (long seed = 0; seed < 40; seed++) {
            FloatModel model = RandomGraphs.quantizable(seed);
            for (Variant variant : variants(model, seed)) {
                for (Node node : model.network().nodes()) {
                    if (!node.layer().hasOwnScale()) {
                        for (String input : node.inputs()) {
                            ActivationScale scale = input.equals(Network.INPUT)
                                    ? new ActivationScale(1.0 / 255, 0)
                                    : variant.layer(input).output();
                            assertThat(variant.layer(node.label()).output()).isEqualTo(scale);
                            kept++;
                        }
                    }
                }
            }
        }
        assertThat(kept).isGreaterThan(100);
    }

    /** One layer of each kind that joins, moves or pools, with numbers of its own. */
    @Test
    void formulasOfGraphs() {
        Window padded = new Window(3, 3, 1, 1, 0, 1, 2, 1);
        Network network = new Network("kinds", new Shape(4, 5, 6), List.of(new Dense("none", 1, Activation.NONE)))
                .withNodes(List.of(
                        new Node(new Pool2d("mean", PoolKind.AVERAGE, padded), Network.INPUT),
                        new Node(new Pool2d("inside", PoolKind.AVERAGE_INSIDE, padded), Network.INPUT),
                        new Node(new Add("sum", Activation.RELU), List.of("mean", Network.INPUT)),
                        new Node(new Concat("both"), List.of("inside", Network.INPUT)),
                        new Node(new DepthToSpace("shuffle", 2, DepthToSpace.Order.DCR), "both"),
                        new Node(new Dense("left", 2, Activation.NONE), "sum"),
                        new Node(new Dense("right", 2, Activation.NONE), "shuffle"),
                        new Node(new Add("all", Activation.NONE), List.of("right", "left"))));
        FloatModel model = RandomFloatModels.of(network, 3, 2);
        Variant variant = Variant.uint8("kinds", uint8(model, false, 3));
        assertThat(LayerFormula.lines(variant, network.node("mean")))
                .startsWith(
                        "y = roundHalfEven(sum of the 9 values of the window / 9)",
                        "outside the input the value is 0, which stands for 0.0");
        assertThat(LayerFormula.lines(variant, network.node("inside")))
                .startsWith(
                        "y = roundHalfEven(sum of the values of the window that lie inside the input / their number)");
        assertThat(LayerFormula.lines(variant, network.node("both")))
                .startsWith("y[channels 0 to 3] = the output of 'inside'", "y[channels 4 to 7] = the image");
        assertThat(LayerFormula.lines(variant, network.node("shuffle")))
                .startsWith("y[c, row, column] = x[(row mod 2 * 2 + column mod 2) * 2 + c, row / 2, column / 2]");
        assertThat(LayerFormula.lines(variant, network.node("sum")))
                .contains("x1 is the output of 'mean', S1 = 0.00392157", "x2 is the image, S2 = 0.00392157")
                .anyMatch(line -> line.matches("accumulator = \\d+ \\* x1 \\+ \\d+ \\* x2"))
                .anyMatch(line -> line.matches("requantized = clamp\\(\\(accumulator .*>> \\d+\\).*, 0, 255\\)"));
        assertThat(LayerText.of(network, network.node("both"))).isEqualTo("joined channels, 4x5x6 and 4x5x6 to 8x5x6");
        assertThat(LayerText.of(network, network.node("shuffle")))
                .isEqualTo("channels to pixels, 8x5x6 to 2x10x12, block 2x2, order DCR");
        assertThat(LayerText.of(network, network.node("sum"))).isEqualTo("sum of 2 inputs, 4x5x6, RELU");
        assertThat(LayerText.of(network, network.node("inside")))
                .isEqualTo("average pool of what lies inside, 4x5x6 to 4x5x6, kernel 3x3, stride 1x1, padding 0,1,2,1");
    }
}
