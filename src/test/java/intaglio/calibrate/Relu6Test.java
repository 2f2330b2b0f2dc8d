package intaglio.calibrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import intaglio.data.ImageSet;
import intaglio.export.WeightFiles;
import intaglio.export.onnx.IntegerSession;
import intaglio.export.onnx.OnnxExport;
import intaglio.golden.GoldenModel;
import intaglio.golden.LayerTrace;
import intaglio.golden.ReferenceModel;
import intaglio.graph.FloatModel;
import intaglio.graph.IntegerModel;
import intaglio.graph.Network;
import intaglio.ir.Activation;
import intaglio.ir.FloatParameters;
import intaglio.ir.IntegerParameters;
import intaglio.num.Interval;
import intaglio.op.Dense;
import intaglio.op.Layer;
import intaglio.quant.ActivationRange;
import intaglio.quant.ActivationScale;
import intaglio.quant.RequantFile;
import intaglio.quant.Uint8LayerReport;
import intaglio.quant.Uint8Options;
import intaglio.quant.Uint8Quantized;
import intaglio.quant.Uint8Quantizer;
import intaglio.quant.WideQuantizer;
import intaglio.range.RangeAnalysis;
import intaglio.range.RangeChecker;
import intaglio.range.RangesJson;
import intaglio.testing.FloatExecutor;
import intaglio.testing.HardwareModels;
import intaglio.testing.Models;
import intaglio.testing.RandomFloatModels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** ReLU6 from the float network to the integers: every layer has one, the last as well. */
class Relu6Test {

    private static final Network NETWORK = RandomFloatModels.with(HardwareModels.oblong(), Activation.RELU6);
    private static final FloatModel TRAINED = RandomFloatModels.of(NETWORK, 3, 9);
    private static final ImageSet IMAGES = RandomFloatModels.noise(NETWORK.input(), 12, 5);

    @TempDir
    Path folder;

    private static Uint8Quantized uint8(boolean perChannel) {
        Calibration calibration = Calibration.of(TRAINED, IMAGES, done -> {});
        Calibrator calibrator = Calibrators.named("minmax", 100);
        return Uint8Quantizer.quantize(TRAINED, calibration.ranges(calibrator), Uint8Options.of(perChannel));
    }

    /** Every output of every layer against the float network; thousands of them are cut at 6. */
    private static void assertClose(IntegerModel model, Map<String, ActivationScale> scales, double tolerance) {
        ReferenceModel integers = new ReferenceModel(model);
        int cut = 0;
        for (int image = 0; image < IMAGES.count(); image++) {
            float[] pixels = new float[NETWORK.input().elements()];
            for (int i = 0; i < pixels.length; i++) {
                pixels[i] = Byte.toUnsignedInt(IMAGES.pixels()[IMAGES.offset(image) + i]) / 255f;
            }
            List<double[]> expected = FloatExecutor.layers(TRAINED, pixels);
            List<LayerTrace> found =
                    integers.run(IMAGES.pixels(), IMAGES.offset(image)).layers();
            for (int index = 0; index < found.size(); index++) {
                LayerTrace layer = found.get(index);
                ActivationScale scale = scales.get(layer.label());
                double[] values = expected.get(index);
                for (int i = 0; scale != null && i < values.length; i++) {
                    double real = scale.scale() * (layer.output()[i] - scale.zeroPoint());
                    assertThat(real)
                            .as("%s[%d]", layer.label(), i)
                            .isBetween(values[i] - tolerance, values[i] + tolerance)
                            .isLessThan(6 + scale.scale());
                    cut += values[i] == 6 ? 1 : 0;
                }
            }
        }
        assertThat(cut).isGreaterThan(1000);
    }

    @Test
    void uint8NetworksEndAtSix() {
        for (boolean perChannel : new boolean[] {false, true}) {
            Uint8Quantized quantized = uint8(perChannel);
            Map<String, ActivationScale> scales = new HashMap<>();
            quantized.layers().forEach((Uint8LayerReport layer) -> scales.put(layer.label(), layer.output()));
            assertClose(quantized.model(), scales, 0.6);
            assertThat(quantized.model().network()).isEqualTo(RandomFloatModels.with(NETWORK, Activation.RELU));
            assertThat(quantized.model().parameters().get("d2").requantize().clamp())
                    .isEqualTo(new Interval(0, 255));
            long six = Math.round(6 / quantized.logitScale());
            assertThat(quantized.model().parameters().get("d3").requantize().clamp())
                    .isEqualTo(new Interval(0, six));
        }
    }

    /** A range to 10 leaves 6.0 in the middle, one to 4 beyond the bytes; below zero there are values of no use. */
    @Test
    void theClampOfBytesFollowsTheScale() {
        Map<String, ActivationRange> ranges = Map.of(
                "first",
                new ActivationRange(0, 10),
                "second",
                new ActivationRange(-2, 10),
                "d1",
                new ActivationRange(0, 4),
                "d2",
                new ActivationRange(0, 6));
        Uint8Quantized quantized = Uint8Quantizer.quantize(TRAINED, ranges, Uint8Options.of(false));
        Map<String, IntegerParameters> parameters = quantized.model().parameters();
        assertThat(parameters.get("first").requantize().clamp()).isEqualTo(new Interval(0, 153));
        // S = 12 / 255, Z = 42.5 to even, 42 + 127.5.
        assertThat(parameters.get("second").requantize().zeroPoint()).isEqualTo(42);
        assertThat(parameters.get("second").requantize().clamp()).isEqualTo(new Interval(0, 170));
        assertThat(parameters.get("d1").requantize().clamp()).isEqualTo(new Interval(0, 255));
        assertThat(parameters.get("d2").requantize().clamp()).isEqualTo(new Interval(0, 255));
        assertThat(quantized.layers()).allMatch(layer -> layer.error().isEmpty());
    }

    @Test
    void wideNetworksEndAtSixTimesTheGain() {
        IntegerModel model = WideQuantizer.quantize(TRAINED, 12).model();
        Map<String, ActivationScale> scales = new HashMap<>();
        model.parameters().forEach((label, parameters) -> {
            assertThat(parameters.requantize().clamp()).isEqualTo(new Interval(0, 6 * 256));
            scales.put(label, new ActivationScale(1.0 / WideQuantizer.GAIN, 0));
        });
        assertClose(model, scales, 0.6);
        Map<String, RequantFile.Entry> entries = new HashMap<>();
        model.parameters().forEach((label, one) -> entries.put(label, new RequantFile.Entry(3, 4, 5)));
        Map<String, FloatParameters> integers = new HashMap<>();
        TRAINED.parameters()
                .forEach((label, one) -> integers.put(
                        label, new FloatParameters(new float[one.weights().length], new float[one.bias().length])));
        FloatModel zeros = new FloatModel(NETWORK, integers);
        assertThat(WideQuantizer.withGiven(zeros, new RequantFile("given", 100, entries))
                        .model()
                        .parameters()
                        .values())
                .allMatch(parameters -> parameters.requantize().clamp().high() == 600);
    }

    /** Ranges, files and both models; one clamp changed is noticed by the check of the ranges. */
    @Test
    void everythingBehindTheQuantizerKnowsTheClamp() throws Exception {
        int number = 0;
        for (IntegerModel model : List.of(
                WideQuantizer.quantize(TRAINED, 8).model(),
                uint8(false).model(),
                uint8(true).model())) {
            String ranges = RangesJson.write(RangeAnalysis.of(model));
            assertThat(RangeChecker.differences(ranges, model)).isEmpty();
            IntegerParameters d2 = model.parameters().get("d2");
            Map<String, IntegerParameters> other = new HashMap<>(model.parameters());
            other.put(
                    "d2",
                    new IntegerParameters(
                            d2.weights(),
                            d2.weightZeroPoints(),
                            d2.inputZeroPoint(0),
                            d2.bias(),
                            d2.requantize().withClamp(new Interval(0, 7)),
                            d2.weightScales()));
            assertThat(RangeChecker.differences(ranges, new IntegerModel(model.network(), other)))
                    .isNotEmpty();

            Path files = folder.resolve("files" + number++);
            WeightFiles.write(model, files, true);
            Models.assertSame(WeightFiles.read(files, NETWORK), model);
            Models.assertSame(WeightFiles.read(files, model.network()), model);
            Path first = files.resolve("first_scale_zero.txt");
            Files.writeString(first, Files.readString(first).replaceAll("clamp .*", "clamp none"));
            assertThatThrownBy(() -> WeightFiles.read(files, NETWORK))
                    .hasMessageContaining("first_scale_zero.txt: has no clamp, and the layer's activation ends at 6.0");

            long[][] logits = new GoldenModel(model).logits(IMAGES, 0, IMAGES.count());
            ReferenceModel reference = new ReferenceModel(model);
            for (int image = 0; image < IMAGES.count(); image++) {
                List<LayerTrace> traces =
                        reference.run(IMAGES.pixels(), IMAGES.offset(image)).layers();
                assertThat(logits[image])
                        .isEqualTo(traces.get(traces.size() - 1).output());
            }
            assertThat(IntegerSession.logits(OnnxExport.bytes(model), IMAGES)).isDeepEqualTo(logits);
        }
    }

    @Test
    void integerNetworksHaveNone() {
        Layer layer = new Dense("d", 1, Activation.RELU6);
        Network network = new Network("n", NETWORK.input(), List.of(layer));
        assertThatThrownBy(() -> new IntegerModel(network, Map.of())).isInstanceOf(IllegalArgumentException.class);
    }
}
