package intaglio.calibrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.offset;

import intaglio.data.ImageReader;
import intaglio.data.ImageSet;
import intaglio.data.LabelReader;
import intaglio.diag.IntaglioException;
import intaglio.golden.GoldenModel;
import intaglio.graph.FloatModel;
import intaglio.graph.Network;
import intaglio.ir.Activation;
import intaglio.ir.FloatParameters;
import intaglio.ir.Shape;
import intaglio.op.Dense;
import intaglio.quant.ActivationRange;
import intaglio.quant.Uint8Options;
import intaglio.quant.Uint8Quantizer;
import intaglio.quant.WeightScheme;
import intaglio.testing.SeedLenet;
import intaglio.testing.SharedData;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class CalibrationTest {

    private static FloatModel small(float weight) {
        Network network = new Network(
                "small",
                new Shape(1, 1, 3),
                List.of(new Dense("a", 2, Activation.RELU), new Dense("b", 4, Activation.NONE)));
        return new FloatModel(
                network,
                Map.of(
                        "a", new FloatParameters(new float[] {255, 0, -255, 0, 510, weight}, new float[] {1, -2}),
                        "b", new FloatParameters(new float[] {1, 0, 0, 1, 1, 1, -1, 2}, new float[4])));
    }

    @Test
    void everyLayerButTheLastIsSeen() {
        byte[] pixels = {3, 4, 1, 0, 20, 9, 7, 0, 2};
        List<Integer> told = new ArrayList<>();
        Calibration calibration =
                Calibration.of(small(0), new ImageSet(new Shape(1, 1, 3), 3, pixels, List.of()), told::add);
        assertThat(told).containsExactly(3);
        assertThat(calibration.layers()).extracting(LayerStatistics::label).containsExactly("a");
        // a: 3, 6 / 0, 38 / 6, 0.
        assertThat(calibration.layers().get(0).minMax().low()).isZero();
        assertThat(calibration.layers().get(0).minMax().high()).isEqualTo(38, offset(1e-5));
        float[][] logits = {{3, 6, 9, 9}, {0, 38, 38, 76}, {6, 0, 6, -6}};
        for (int image = 0; image < 3; image++) {
            assertThat(calibration.logits()[image]).containsExactly(logits[image], offset(1e-5f));
        }
    }

    @Test
    void outputsThatAreNotFiniteAreRefused() {
        ImageSet images = new ImageSet(new Shape(1, 1, 3), 2, new byte[] {1, 2, 0, 3, 4, 5}, List.of());
        assertThatThrownBy(() -> Calibration.of(small(Float.POSITIVE_INFINITY), images, done -> {}))
                .isInstanceOf(IntaglioException.class)
                .hasMessageContaining("layer 'a', image");
    }

    private static ImageSet images(String file, int count) {
        return ImageReader.read(
                SharedData.require("mnist/" + file), SeedLenet.network().input(), count);
    }

    /** numerics.md: 98.95 % per tensor, 98.94 % per channel, 98.94 % with 4-bit weights per channel. */
    @Test
    @Tag("slow")
    void lenetKeepsItsAccuracy() {
        FloatModel model = SeedLenet.bestModel();
        ImageSet training = images("train-images-idx3-ubyte.gz", 1000);
        int[] trainingLabels = LabelReader.read(SharedData.require("mnist/train-labels-idx1-ubyte.gz"), 1000);
        ImageSet test = images("t10k-images-idx3-ubyte.gz", 10_000);
        int[] labels = LabelReader.read(SharedData.require("mnist/t10k-labels-idx1-ubyte.gz"), 10_000);
        Calibration calibration = Calibration.of(model, training, done -> {});
        for (Calibrator calibrator : Calibrators.all(Calibrators.DEFAULT_PERCENT)) {
            Map<String, ActivationRange> ranges = calibration.ranges(calibrator);
            for (boolean perChannel : new boolean[] {false, true}) {
                var quantized = Uint8Quantizer.quantize(model, ranges, Uint8Options.of(perChannel));
                assertThat(quantized.layers()).allMatch(layer -> layer.error().isEmpty());
                assertThat(new GoldenModel(quantized.model()).countCorrect(test, labels))
                        .as("%s, per channel %s", calibrator.name(), perChannel)
                        .isGreaterThanOrEqualTo(9890);
            }
            var fourBits =
                    Uint8Quantizer.quantize(model, ranges, Uint8Options.of(true).withWeightBits(4));
            assertThat(new GoldenModel(fourBits.model()).countCorrect(test, labels))
                    .as("%s, 4 bits", calibrator.name())
                    .isGreaterThanOrEqualTo(9882);
        }
        checkRanking(model, training, trainingLabels, calibration);
    }

    private static void checkRanking(FloatModel model, ImageSet training, int[] labels, Calibration calibration) {
        List<QuantizationChoice> choices = Calibrators.all(Calibrators.DEFAULT_PERCENT).stream()
                .map(one -> new QuantizationChoice(one, WeightScheme.ASYMMETRIC, RoundingMethod.NEAREST))
                .toList();
        Uint8Options options = Uint8Options.of(false);
        List<QuantizationRanking.Entry> bySignal = QuantizationRanking.of(
                model, training, Optional.empty(), calibration, choices, options, (layer, done) -> {});
        assertThat(bySignal)
                .extracting(entry -> entry.choice().calibrator().name())
                .containsExactlyInAnyOrderElementsOf(Calibrators.names());
        for (int i = 0; i + 1 < bySignal.size(); i++) {
            assertThat(bySignal.get(i).signalToNoise())
                    .isGreaterThanOrEqualTo(bySignal.get(i + 1).signalToNoise());
        }
        assertThat(bySignal).allMatch(entry -> entry.signalToNoise() > 25 && entry.signalToNoise() < 60);
        List<QuantizationRanking.Entry> byAccuracy = QuantizationRanking.of(
                model, training, Optional.of(labels), calibration, choices, options, (layer, done) -> {});
        for (int i = 0; i + 1 < byAccuracy.size(); i++) {
            assertThat(byAccuracy.get(i).correct().orElseThrow())
                    .isGreaterThanOrEqualTo(byAccuracy.get(i + 1).correct().orElseThrow());
        }
    }
}
