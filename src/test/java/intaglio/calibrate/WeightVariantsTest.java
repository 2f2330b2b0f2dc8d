package intaglio.calibrate;

import static org.assertj.core.api.Assertions.assertThat;

import intaglio.data.ImageSet;
import intaglio.export.WeightFiles;
import intaglio.export.onnx.IntegerSession;
import intaglio.export.onnx.OnnxExport;
import intaglio.floating.FloatNetwork;
import intaglio.golden.GoldenModel;
import intaglio.golden.ReferenceModel;
import intaglio.graph.FloatModel;
import intaglio.graph.IntegerModel;
import intaglio.ir.Activation;
import intaglio.ir.IntegerParameters;
import intaglio.ir.Requantize;
import intaglio.num.Interval;
import intaglio.num.Rounding;
import intaglio.quant.ActivationRange;
import intaglio.quant.Uint8LayerReport;
import intaglio.quant.Uint8Options;
import intaglio.quant.Uint8Quantized;
import intaglio.quant.Uint8Quantizer;
import intaglio.quant.WeightScheme;
import intaglio.range.RangeAnalysis;
import intaglio.range.RangeChecker;
import intaglio.range.RangesJson;
import intaglio.testing.HardwareModels;
import intaglio.testing.Models;
import intaglio.testing.RandomFloatModels;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Symmetric weights, layers kept wide and narrow weights, on a network with random weights. */
class WeightVariantsTest {

    private static final FloatModel TRAINED = RandomFloatModels.of(HardwareModels.oblong(), 6, 3);
    private static final ImageSet IMAGES =
            RandomFloatModels.noise(TRAINED.network().input(), 60, 2);
    private static final Calibration CALIBRATION = Calibration.of(TRAINED, IMAGES, done -> {});
    private static final Map<String, ActivationRange> RANGES = CALIBRATION.ranges(Calibrators.named("minmax", 100));

    @TempDir
    Path folder;

    private static Uint8Quantized quantize(Uint8Options options) {
        return Uint8Quantizer.quantize(TRAINED, RANGES, options);
    }

    private static double noise(Uint8Quantized quantized) {
        long[][] logits = new GoldenModel(quantized.model()).logits(IMAGES, 0, IMAGES.count());
        return SignalToNoise.decibels(CALIBRATION.logits(), logits, quantized.logitScale());
    }

    /** Files, ranges, both golden models and onnxruntime. */
    private void assertConsistent(IntegerModel model) throws Exception {
        assertThat(RangeChecker.differences(RangesJson.write(RangeAnalysis.of(model)), model))
                .isEmpty();
        Path files = folder.resolve("files" + model.hashCode());
        WeightFiles.write(model, files, true);
        Models.assertSame(WeightFiles.read(files, model.network()), model);
        long[][] logits = new GoldenModel(model).logits(IMAGES, 0, 9);
        assertThat(IntegerSession.logits(
                        OnnxExport.bytes(model),
                        new ImageSet(IMAGES.shape(), 9, Arrays.copyOf(IMAGES.pixels(), IMAGES.offset(9)), List.of())))
                .isDeepEqualTo(logits);
        assertThat(new ReferenceModel(model)
                        .run(IMAGES.pixels(), IMAGES.offset(5))
                        .logits())
                .isEqualTo(logits[5]);
    }

    @Test
    void symmetricWeights() throws Exception {
        for (boolean perChannel : new boolean[] {false, true}) {
            Uint8Options options = Uint8Options.of(perChannel).withScheme(WeightScheme.SYMMETRIC);
            Uint8Quantized quantized = quantize(options.withWeightBits(Map.of("second", 5)));
            quantized.model().parameters().forEach((label, parameters) -> {
                int middle = label.equals("second") ? 16 : 128;
                assertThat(parameters.weightZeroPoints()).containsExactly(middle);
                assertThat(Arrays.stream(parameters.weights())).allMatch(q -> q >= 1 && q < 2 * middle);
            });
            assertThat(quantized.model().parameters().get("second").requantize().multipliers())
                    .hasSize(perChannel ? 7 : 1);
            assertConsistent(quantized.model());
            assertThat(noise(quantize(options))).isGreaterThan(25);
        }
    }

    /**
     * The output step is 1/16 of that of uint8, or a little less, unless the accumulator's is larger, and the channel of
     * the largest unit is only shifted.
     */
    @Test
    void layersKeptWide() throws Exception {
        for (boolean perChannel : new boolean[] {false, true}) {
            Uint8Options options = Uint8Options.of(perChannel);
            Uint8Quantized bytes = quantize(options);
            Uint8Quantized wide = quantize(options.withKeptWide(Set.of("first", "d2")));
            for (int i = 0; i < bytes.layers().size() - 1; i++) {
                Uint8LayerReport layer = wide.layers().get(i);
                if (!Set.of("first", "d2").contains(layer.label())) {
                    assertThat(layer.requantize().clamp()).isEqualTo(new Interval(0, 255));
                    continue;
                }
                assertThat(layer.requantize().clamp()).isNull();
                assertThat(layer.requantize().zeroPoint()).isZero();
                assertThat(layer.output().zeroPoint()).isZero();
                double part = layer.output().scale()
                        * 16
                        / bytes.layers().get(i).output().scale();
                boolean asItIs =
                        Arrays.stream(layer.requantize().multipliers()).max().orElseThrow()
                                == 1L << layer.requantize().shift();
                assertThat(part).isGreaterThan(0.5);
                assertThat(part <= 1 || asItIs).isTrue();
                assertThat(layer.error()).isEmpty();
                assertExact(
                        layer,
                        i == 0 ? 1.0 / 255 : wide.layers().get(i - 1).output().scale());
            }
            assertThat(wide.model().parameters().get("second").inputZeroPoint(0))
                    .isZero();
            assertThat(wide.model().parameters().get("d3").inputZeroPoint(0)).isZero();
            assertConsistent(wide.model());
            Uint8Quantized all = quantize(options.withKeptWide(Set.of("first", "second", "d1", "d2")));
            assertConsistent(all.model());
            assertThat(noise(all)).isGreaterThan(noise(bytes) + 0.5);
        }
    }

    /** {@code multiplier / 2^shift} is the real factor: the largest to the last bit, the others to 20 at least. */
    private static void assertExact(Uint8LayerReport layer, double input) {
        Requantize requantize = layer.requantize();
        long largest = Arrays.stream(requantize.multipliers()).max().orElseThrow();
        assertThat(Long.bitCount(largest)).isEqualTo(1);
        for (int channel = 0; channel < requantize.multipliers().length; channel++) {
            double real = input * layer.weightScales()[channel] / layer.output().scale();
            double allowed = requantize.multiplier(channel) == largest ? 0 : 1e-6;
            assertThat(requantize.scale(channel) / real).isBetween(1 - allowed, 1 + allowed);
        }
    }

    @Test
    void layersKeptWideTakeTheRoundingAndTheReluOfTheOthers() throws Exception {
        FloatModel six = RandomFloatModels.of(RandomFloatModels.with(TRAINED.network(), Activation.RELU6), 6, 9);
        Calibration calibration = Calibration.of(six, IMAGES, done -> {});
        Uint8Quantized quantized = Uint8Quantizer.quantize(
                six,
                calibration.ranges(Calibrators.named("minmax", 100)),
                Uint8Options.of(true).withKeptWide(Set.of("second")).withRounding(Rounding.HALF_EVEN));
        IntegerParameters second = quantized.model().parameters().get("second");
        assertThat(second.requantize().rounding()).isEqualTo(Rounding.HALF_EVEN);
        long top = second.requantize().clamp().high();
        assertThat(top * quantized.layers().get(1).output().scale()).isBetween(5.99, 6.01);
        assertThat(top).isGreaterThan(3_000);
        assertConsistent(quantized.model());
    }

    private static WeightBitsSearch.Result search(double drop) {
        int[] classes = Arrays.stream(CALIBRATION.logits())
                .mapToInt(FloatNetwork::argmax)
                .toArray();
        QuantizationChoice choice = new QuantizationChoice(
                Calibrators.named("minmax", 100), WeightScheme.ASYMMETRIC, RoundingMethod.NEAREST);
        return new WeightBitsSearch(TRAINED, IMAGES, classes, CALIBRATION, choice, Uint8Options.of(true))
                .run(drop, tried -> {});
    }

    @Test
    void searchedWidthsLoseAsManyImagesAsAllowed() {
        WeightBitsSearch.Result found = search(10);
        List<WeightBitsSearch.Step> steps = found.steps();
        assertThat(found.least()).isEqualTo(steps.get(0).correct() - 6);
        assertThat(steps).allMatch(step -> step.correct() >= found.least());
        for (int i = 1; i < steps.size(); i++) {
            String layer = steps.get(i).layer();
            long weights = TRAINED.parameters().get(layer).weights().length;
            assertThat(steps.get(i).romBits()).isEqualTo(steps.get(i - 1).romBits() - weights);
        }
        WeightBitsSearch.Step last = steps.get(steps.size() - 1);
        long romBits = 0;
        for (Map.Entry<String, Integer> width : found.bits().entrySet()) {
            int[] weights =
                    found.quantized().model().parameters().get(width.getKey()).weights();
            assertThat(Arrays.stream(weights).max()).hasValue((1 << width.getValue()) - 1);
            romBits += (long) weights.length * width.getValue();
        }
        assertThat(last.romBits()).isEqualTo(romBits);
        long[][] logits = new GoldenModel(found.quantized().model()).logits(IMAGES, 0, IMAGES.count());
        int[] classes = Arrays.stream(CALIBRATION.logits())
                .mapToInt(FloatNetwork::argmax)
                .toArray();
        assertThat(GoldenModel.countCorrect(logits, classes)).isEqualTo(last.correct());
        assertThat(search(10).steps()).isEqualTo(steps);
    }

    /** All may be lost: two bits everywhere. Less may be lost: more bits. */
    @Test
    @Tag("slow")
    void aLargerDropTakesFewerBits() {
        assertThat(search(100).bits().values()).containsOnly(2);
        long none = last(search(0)).romBits();
        long some = last(search(20)).romBits();
        assertThat(none).isGreaterThan(some);
        assertThat(search(0).steps().get(0).romBits()).isGreaterThan(none);
    }

    private static WeightBitsSearch.Step last(WeightBitsSearch.Result result) {
        return result.steps().get(result.steps().size() - 1);
    }
}
