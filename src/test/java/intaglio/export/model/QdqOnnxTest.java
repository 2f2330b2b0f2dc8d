package intaglio.export.model;

import static org.assertj.core.api.Assertions.assertThat;

import intaglio.calibrate.Calibration;
import intaglio.calibrate.Calibrators;
import intaglio.calibrate.SignalToNoise;
import intaglio.data.ImageSet;
import intaglio.frontend.ModelReader;
import intaglio.frontend.onnx.OnnxRuntime;
import intaglio.golden.GoldenModel;
import intaglio.graph.FloatModel;
import intaglio.ir.Activation;
import intaglio.ir.ActivationFunction;
import intaglio.ir.FunctionKind;
import intaglio.ir.IntegerParameters;
import intaglio.ir.Normalization;
import intaglio.ir.PixelRange;
import intaglio.ir.Shape;
import intaglio.num.Rounding;
import intaglio.quant.ActivationRange;
import intaglio.quant.GivenQuantizer;
import intaglio.quant.Uint8Options;
import intaglio.quant.Uint8Quantized;
import intaglio.quant.Uint8Quantizer;
import intaglio.quant.WeightScheme;
import intaglio.testing.HardwareModels;
import intaglio.testing.RandomFloatModels;
import intaglio.testing.RandomGraphs;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class QdqOnnxTest {

    private static final int IMAGES = 12;

    @TempDir
    Path folder;

    /** Groups, padded pools, limits, functions, sums, joined channels, channels with means of their own. */
    static Stream<FloatModel> networks() {
        Normalization means = new Normalization(PixelRange.UNIT, List.of(0.25, 0.5, 0.125), List.of(0.3, 0.25, 0.5));
        return Stream.of(
                RandomFloatModels.of(HardwareModels.separable(), 5, 3).withNormalization(means),
                RandomFloatModels.of(HardwareModels.padded(), 7, 3),
                RandomFloatModels.of(RandomFloatModels.with(HardwareModels.oblong(), Activation.RELU6), 6, 9),
                RandomFloatModels.of(
                        RandomFloatModels.with(HardwareModels.strided(), ActivationFunction.of(FunctionKind.TANH)),
                        6,
                        2),
                RandomGraphs.quantizable(9),
                RandomGraphs.quantizable(4));
    }

    private static Uint8Quantized quantize(FloatModel model, ImageSet images, Uint8Options options) {
        Map<String, ActivationRange> ranges =
                Calibration.of(model, images, done -> {}).ranges(Calibrators.named("minmax", 100));
        return Uint8Quantizer.quantize(model, ranges, options);
    }

    private static byte[] file(FloatModel model, Uint8Quantized quantized) {
        return ModelFiles.qdq(model.network(), quantized).values().iterator().next();
    }

    /** Apart from ties in rounding, and what a table's index loses. */
    @ParameterizedTest
    @MethodSource("networks")
    void onnxruntimeComputesNearlyTheSame(FloatModel model) throws Exception {
        Shape shape = model.network().input();
        ImageSet images = RandomFloatModels.noise(shape, IMAGES, 9);
        for (boolean perChannel : new boolean[] {false, true}) {
            Uint8Quantized quantized =
                    quantize(model, images, Uint8Options.of(perChannel).withWeightBits(5));
            double[] real = OnnxRuntime.runBytes(
                    file(model, quantized), images.pixels(), IMAGES, shape.channels(), shape.height(), shape.width());
            long[][] integers = new GoldenModel(quantized.model()).logits(images, 0, IMAGES);
            long zeroPoint = quantized.output().zeroPoint();
            float[][] rows = new float[IMAGES][integers[0].length];
            for (int i = 0; i < real.length; i++) {
                rows[i / integers[0].length][i % integers[0].length] = (float) real[i];
                integers[i / integers[0].length][i % integers[0].length] -= zeroPoint;
            }
            assertThat(real).hasSize(IMAGES * integers[0].length);
            assertThat(SignalToNoise.decibels(rows, integers, quantized.logitScale()))
                    .as("per channel %s", perChannel)
                    .isGreaterThan(36);
        }
    }

    @Test
    void readAgainItHasTheSameIntegers() throws Exception {
        FloatModel model = RandomFloatModels.of(HardwareModels.oblong(), 6, 3);
        ImageSet images = RandomFloatModels.noise(model.network().input(), IMAGES, 9);
        for (WeightScheme scheme : WeightScheme.values()) {
            Uint8Options options = Uint8Options.of(true).withWeightBits(3).withScheme(scheme);
            Uint8Quantized quantized = quantize(model, images, options);
            Path path = folder.resolve(scheme + ".onnx");
            Files.write(path, file(model, quantized));
            FloatModel read = ModelReader.read(path, null);
            Uint8Quantized again =
                    GivenQuantizer.quantize(read, Uint8Options.HARDWARE_MULTIPLIER_BITS, Rounding.HALF_UP);
            List<String> labels = read.network().weightedLayers().stream()
                    .map(layer -> layer.label())
                    .toList();
            assertThat(labels).hasSize(5);
            for (int i = 0; i < labels.size(); i++) {
                IntegerParameters before = quantized
                        .model()
                        .parameters(model.network().weightedLayers().get(i));
                IntegerParameters after = again.model().parameters().get(labels.get(i));
                assertThat(after.weights()).isEqualTo(before.weights());
                assertThat(after.bias()).isEqualTo(before.bias());
                for (int channel = 0; channel < before.bias().length; channel++) {
                    assertThat(after.zeroPoint(channel)).isEqualTo(before.zeroPoint(channel));
                }
                assertThat(after.inputZeroPoint(0)).isEqualTo(before.inputZeroPoint(0));
                assertThat(after.requantize().clamp())
                        .isEqualTo(before.requantize().clamp());
            }
        }
    }
}
