package intaglio.calibrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import intaglio.data.ImageSet;
import intaglio.golden.GoldenModel;
import intaglio.graph.FloatModel;
import intaglio.graph.Network;
import intaglio.ir.Activation;
import intaglio.ir.Shape;
import intaglio.ir.Window;
import intaglio.op.Conv2d;
import intaglio.op.Dense;
import intaglio.quant.Uint8Options;
import intaglio.quant.Uint8Quantized;
import intaglio.quant.Uint8Quantizer;
import intaglio.quant.WeightScheme;
import intaglio.testing.HardwareModels;
import intaglio.testing.RandomFloatModels;
import intaglio.testing.RandomGraphs;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ErrorFeedbackTest {

    /** A model with images, calibrated. */
    private record Subject(FloatModel model, ImageSet images, Calibration calibration) {

        static Subject of(FloatModel model, int images) {
            ImageSet noise = RandomFloatModels.noise(model.network().input(), images, 12);
            return new Subject(model, noise, Calibration.of(model, noise, done -> {}));
        }

        Uint8Quantized quantize(RoundingMethod rounding, WeightScheme scheme, Uint8Options options) {
            return new QuantizationChoice(Calibrators.named("minmax", 100), scheme, rounding)
                    .quantize(model, images, calibration, options, (layer, done) -> {});
        }

        double decibels(Uint8Quantized quantized) {
            long[][] logits = new GoldenModel(quantized.model()).logits(images, 0, images.count());
            return SignalToNoise.decibels(calibration.logits(), logits, quantized.logitScale());
        }
    }

    /** Depthwise and grouped convolutions, padded pools; forks, sums and joined channels. */
    private static List<FloatModel> models() {
        return List.of(
                RandomFloatModels.of(HardwareModels.separable(), 5, 3),
                RandomFloatModels.of(HardwareModels.padded(), 7, 3),
                RandomGraphs.quantizable(9));
    }

    @Test
    void logitsAreNearerToTheFloatNetworkThanWithTheNearestIntegers() {
        for (FloatModel model : models()) {
            Subject subject = Subject.of(model, 40);
            for (int bits : new int[] {2, 8}) {
                for (WeightScheme scheme : WeightScheme.values()) {
                    for (boolean perChannel : new boolean[] {false, true}) {
                        Uint8Options options = Uint8Options.of(perChannel).withWeightBits(bits);
                        double nearest = subject.decibels(subject.quantize(RoundingMethod.NEAREST, scheme, options));
                        double feedback = subject.decibels(subject.quantize(RoundingMethod.FEEDBACK, scheme, options));
                        assertThat(feedback)
                                .as("%s, %d bits, %s, %s", model.network().nodes(), bits, scheme, perChannel)
                                .isGreaterThan(nearest + (bits == 8 ? 0 : 3));
                    }
                }
            }
        }
    }

    /** One linear layer: the means of its outputs are those of the float network, whatever the weights lost. */
    @Test
    void biasesTakeTheMeanErrorOff() {
        Network network = new Network(
                "linear",
                new Shape(2, 7, 5),
                List.of(new Conv2d("c", 6, new Window(3, 2, 2, 1, 1, 0, 1, 1), 2, Activation.NONE)));
        Subject subject = Subject.of(RandomFloatModels.of(network, 3, 2), 30);
        Uint8Options options = Uint8Options.of(false).withWeightBits(2);
        Uint8Quantized quantized = subject.quantize(RoundingMethod.FEEDBACK, WeightScheme.ASYMMETRIC, options);
        long[][] logits = new GoldenModel(quantized.model()).logits(subject.images(), 0, 30);
        int pixels = network.output().pixels();
        for (int channel = 0; channel < 6; channel++) {
            double mean = 0;
            double magnitude = 0;
            for (int image = 0; image < 30; image++) {
                for (int i = channel * pixels; i < (channel + 1) * pixels; i++) {
                    double error = logits[image][i] * quantized.logitScale()
                            - subject.calibration().logits()[image][i];
                    mean += error / 30 / pixels;
                    magnitude += Math.abs(error) / 30 / pixels;
                }
            }
            assertThat(magnitude).isGreaterThan(0.02);
            assertThat(mean).as("channel " + channel).isEqualTo(0, offset(quantized.logitScale()));
        }
    }

    /** A layer of more inputs than one matrix takes. */
    @Test
    void largeLayersAreRoundedInParts() {
        Network network = new Network(
                "large",
                new Shape(2, 23, 25),
                List.of(new Dense("d", 5, Activation.RELU), new Dense("logits", 3, Activation.NONE)));
        Subject subject = Subject.of(RandomFloatModels.of(network, 3, 2), 60);
        Uint8Options options = Uint8Options.of(true).withWeightBits(2);
        Uint8Quantized feedback = subject.quantize(RoundingMethod.FEEDBACK, WeightScheme.ASYMMETRIC, options);
        Uint8Quantized nearest = subject.quantize(RoundingMethod.NEAREST, WeightScheme.ASYMMETRIC, options);
        assertThat(subject.decibels(feedback)).isGreaterThan(subject.decibels(nearest) + 6);
        int[] weights = feedback.model().parameters().get("d").weights();
        int[] others = nearest.model().parameters().get("d").weights();
        for (int from : new int[] {0, 1030}) {
            assertThat(Arrays.copyOfRange(weights, from, from + 120))
                    .isNotEqualTo(Arrays.copyOfRange(others, from, from + 120));
        }
    }

    /** Of the 150 places of each image 25 are looked at; that is enough. */
    @Test
    void aPartOfThePlacesIsEnough() {
        Network network = new Network(
                "one", new Shape(2, 12, 17), List.of(new Conv2d("c", 5, Window.of(3, 3, 1, 1, 0, 0), Activation.NONE)));
        Subject subject = Subject.of(RandomFloatModels.of(network, 3, 2), 40);
        Uint8Options options = Uint8Options.of(true).withWeightBits(2);
        List<Integer> read = new ArrayList<>();
        Uint8Quantized few = Uint8Quantizer.quantize(
                subject.model(),
                Map.of(),
                options,
                new ErrorFeedback(
                        subject.images(), subject.calibration(), (layer, done) -> read.add(done), 18 * 18 * 1000));
        Uint8Quantized all = subject.quantize(RoundingMethod.FEEDBACK, WeightScheme.ASYMMETRIC, options);
        Uint8Quantized nearest = subject.quantize(RoundingMethod.NEAREST, WeightScheme.ASYMMETRIC, options);
        assertThat(few.model().parameters().get("c").weights())
                .isNotEqualTo(all.model().parameters().get("c").weights());
        assertThat(subject.decibels(few)).isBetween(subject.decibels(nearest) + 3, subject.decibels(all) + 0.5);
        assertThat(read).hasSize(40).endsWith(40);
    }
}
