package intaglio.calibrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import intaglio.data.ImageSet;
import intaglio.diag.IntaglioException;
import intaglio.floating.FloatNetwork;
import intaglio.golden.GoldenModel;
import intaglio.golden.ReferenceModel;
import intaglio.graph.FloatModel;
import intaglio.graph.IntegerModel;
import intaglio.graph.Network;
import intaglio.ir.Activation;
import intaglio.ir.Normalization;
import intaglio.ir.PoolKind;
import intaglio.ir.Shape;
import intaglio.ir.Window;
import intaglio.num.Rounding;
import intaglio.op.Conv2d;
import intaglio.op.Dense;
import intaglio.op.Pool2d;
import intaglio.quant.ActivationScale;
import intaglio.quant.Quantized;
import intaglio.quant.Uint8Options;
import intaglio.quant.Uint8Quantized;
import intaglio.quant.Uint8Quantizer;
import intaglio.quant.WeightScheme;
import intaglio.quant.WideQuantizer;
import intaglio.testing.RandomFloatModels;
import intaglio.testing.RandomGraphs;
import intaglio.testing.RandomNetworks;
import intaglio.testing.RandomNormalization;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Networks trained on normalized pixels: from float to integers in both arithmetics. */
class NormalizedModelsTest {

    private static final int NETWORKS = 60;
    private static final int IMAGES = 8;

    @Test
    void wideIntegersStandForTheFloats() {
        List<Double> decibels = new ArrayList<>();
        for (long seed = 0; seed < NETWORKS; seed++) {
            FloatModel trained = trained(seed);
            Quantized quantized = WideQuantizer.quantize(trained, 16);
            ActivationScale unit = new ActivationScale(1 / WideQuantizer.gain(trained.network()), 0);
            decibels.add(decibels(trained, quantized.model(), unit, seed));
        }
        assertNear(decibels);
    }

    @Test
    void uint8IntegersStandForTheFloats() {
        List<Double> decibels = new ArrayList<>();
        for (long seed = 0; seed < NETWORKS; seed++) {
            FloatModel trained = trained(seed);
            ImageSet images = RandomFloatModels.noise(trained.network().input(), 64, seed);
            Calibration calibration = Calibration.of(trained, images, done -> {});
            Uint8Quantized quantized = Uint8Quantizer.quantize(
                    trained,
                    calibration.ranges(Calibrators.named("minmax", 100)),
                    new Uint8Options(
                            seed % 2 == 0, 8, Map.of(), 30, Rounding.HALF_UP, WeightScheme.ASYMMETRIC, Set.of()));
            decibels.add(decibels(trained, quantized.model(), quantized.output(), seed));
        }
        assertNear(decibels);
    }

    @Test
    void graphsInWideIntegersStandForTheFloats() {
        List<Double> decibels = new ArrayList<>();
        for (long seed = 0; seed < NETWORKS; seed++) {
            FloatModel trained = RandomGraphs.floats(seed);
            Quantized quantized = WideQuantizer.quantize(trained, 16);
            ActivationScale unit = new ActivationScale(1 / WideQuantizer.gain(trained.network()), 0);
            decibels.add(decibels(trained, quantized.model(), unit, seed));
        }
        assertNear(decibels);
    }

    @Test
    void graphsInUint8StandForTheFloats() {
        List<Double> decibels = new ArrayList<>();
        for (long seed = 0; seed < NETWORKS; seed++) {
            FloatModel trained = RandomGraphs.floats(seed);
            if (joinsTheImage(trained.network())) {
                assertThatThrownBy(() -> Uint8Quantizer.quantize(trained, Map.of(), Uint8Options.DEFAULT))
                        .isInstanceOf(IntaglioException.class)
                        .hasMessageContaining("the image cannot share; put a 1x1 convolution");
                continue;
            }
            ImageSet images = RandomFloatModels.noise(trained.network().input(), 64, seed);
            Calibration calibration = Calibration.of(trained, images, done -> {});
            Uint8Quantized quantized = Uint8Quantizer.quantize(
                    trained, calibration.ranges(Calibrators.named("minmax", 100)), Uint8Options.of(seed % 2 == 0));
            decibels.add(decibels(trained, quantized.model(), quantized.output(), seed));
        }
        assertNear(decibels);
    }

    /** The scale of the image's bytes is given, and no other layer can have it. */
    private static boolean joinsTheImage(Network network) {
        return network.nodes().stream()
                .map(node -> network.origins(node.label()))
                .anyMatch(origins -> origins.size() > 1 && origins.contains(Network.INPUT));
    }

    /** A byte per channel in the padding: all of them are used. */
    @Test
    void channelsHaveZeroPointsOfTheirOwn() {
        FloatModel trained = rgb(PoolKind.AVERAGE, List.of(0.229, 0.224, 0.225));
        IntegerModel model = WideQuantizer.quantize(trained, 8).model();
        assertThat(model.parameters().get("conv").inputZeroPoints()).containsExactly(124, 116, 104);
        assertThat(model.parameters().get("dense").inputZeroPoints()).containsExactly(0);
        assertThat(model.network().normalization()).isEqualTo(trained.network().normalization());
    }

    @Test
    void aMaximumOfNegativePixelsIsRefused() {
        FloatModel trained = rgb(PoolKind.MAX, List.of(0.229, -0.224, 0.225));
        assertThatThrownBy(() -> WideQuantizer.quantize(trained, 8))
                .isInstanceOf(IntaglioException.class)
                .hasMessageContaining(
                        "layer 'pool': is a maximum of pixels that stand for (p/255 - 0.485) / 0.229, (p/255")
                .hasMessageContaining("--invert");
    }

    private static FloatModel rgb(PoolKind kind, List<Double> std) {
        Network network = new Network(
                "rgb",
                new Shape(3, 9, 14),
                List.of(
                        new Pool2d("pool", kind, Window.of(1, 2, 1, 2, 0, 0)),
                        new Conv2d("conv", 4, Window.of(3, 3, 1, 1, 1, 1), Activation.RELU),
                        new Dense("dense", 5, Activation.NONE)));
        return RandomFloatModels.of(network, 1, 2)
                .withNormalization(new Normalization(Normalization.NONE.pixels(), List.of(0.485, 0.456, 0.406), std));
    }

    private static FloatModel trained(long seed) {
        Network network = seed % 2 == 0 ? RandomNetworks.of(seed) : RandomNetworks.mixed(seed);
        return RandomFloatModels.of(network, seed, 2).withNormalization(RandomNormalization.of(network, seed));
    }

    /** One of them averages nearly all of the noise away that it is given. */
    private static void assertNear(List<Double> decibels) {
        List<Double> sorted = decibels.stream().sorted().toList();
        assertThat(sorted.get(1)).isGreaterThan(20);
        assertThat(sorted.get(sorted.size() / 4)).isGreaterThan(30);
    }

    /** Checks that the fast model equals the definition; the ratio of signal to noise of its logits to the float ones. */
    private static double decibels(FloatModel trained, IntegerModel model, ActivationScale output, long seed) {
        ImageSet images = RandomFloatModels.noise(trained.network().input(), IMAGES, seed + 1000);
        long[][] logits = new GoldenModel(model).logits(images, 0, IMAGES);
        float[][] exact = new FloatNetwork(trained).logits(images, 0, IMAGES);
        ReferenceModel reference = new ReferenceModel(model);
        double signal = 0;
        double noise = 0;
        for (int image = 0; image < IMAGES; image++) {
            assertThat(logits[image])
                    .isEqualTo(
                            reference.run(images.pixels(), images.offset(image)).logits());
            for (int i = 0; i < logits[image].length; i++) {
                double error = (logits[image][i] - output.zeroPoint()) * output.scale() - exact[image][i];
                signal += exact[image][i] * exact[image][i];
                noise += error * error;
            }
        }
        return 10 * Math.log10(signal / noise);
    }
}
