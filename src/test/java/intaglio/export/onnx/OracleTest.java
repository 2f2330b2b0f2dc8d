package intaglio.export.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnxruntime.OrtException;
import intaglio.data.ImageSet;
import intaglio.golden.GoldenModel;
import intaglio.graph.IntegerModel;
import intaglio.graph.Network;
import intaglio.ir.Activation;
import intaglio.ir.IntegerParameters;
import intaglio.ir.PoolKind;
import intaglio.ir.Requantize;
import intaglio.ir.Shape;
import intaglio.ir.Window;
import intaglio.num.Interval;
import intaglio.num.Rounding;
import intaglio.op.Conv2d;
import intaglio.op.Dense;
import intaglio.op.Layer;
import intaglio.op.Pool2d;
import intaglio.quant.GivenQuantizer;
import intaglio.testing.Constructs;
import intaglio.testing.HardwareModels;
import intaglio.testing.RandomGivenModels;
import intaglio.testing.RandomGraphs;
import intaglio.testing.RandomModels;
import intaglio.testing.RandomNetworks;
import intaglio.testing.RandomTables;
import intaglio.testing.RandomUint8Models;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The exported graph in onnxruntime gives the integers of the golden model. */
class OracleTest {

    private static final int NETWORKS = 40;

    @Test
    void wideNetworks() throws OrtException {
        assertSameLogits(HardwareModels.of(HardwareModels.lenet(), 1));
        assertSameLogits(HardwareModels.of(HardwareModels.oblong(), 2));
        assertSameLogits(HardwareModels.of(HardwareModels.strided(), 3));
    }

    @Test
    void uint8NetworksPerTensorAndPerChannel() throws OrtException {
        for (boolean perChannel : new boolean[] {false, true}) {
            assertSameLogits(HardwareModels.uint8(HardwareModels.lenet(), 1, perChannel));
            assertSameLogits(HardwareModels.uint8(HardwareModels.oblong(), 2, perChannel));
            assertSameLogits(HardwareModels.uint8(HardwareModels.strided(), 3, perChannel));
        }
    }

    @Test
    void modelsThatComeQuantized() throws OrtException {
        for (boolean perChannel : new boolean[] {false, true}) {
            for (Network network : List.of(HardwareModels.oblong(), HardwareModels.strided())) {
                assertSameLogits(
                        GivenQuantizer.quantize(RandomGivenModels.of(network, 4, perChannel), 31, Rounding.HALF_EVEN)
                                .model());
            }
        }
    }

    /** All roundings, both pools, overlapping pools, strides and asymmetric paddings are among them. */
    @Test
    void randomNetworks() throws OrtException {
        Set<Rounding> roundings = EnumSet.noneOf(Rounding.class);
        Set<PoolKind> pools = EnumSet.noneOf(PoolKind.class);
        int asymmetric = 0;
        int unequalStrides = 0;
        for (long seed = 0; seed < NETWORKS; seed++) {
            for (IntegerModel model : List.of(RandomModels.of(seed), RandomUint8Models.of(seed))) {
                assertSameLogits(model);
                model.parameters()
                        .values()
                        .forEach(one -> roundings.add(one.requantize().rounding()));
                for (Layer layer : model.network().layers()) {
                    if (layer instanceof Pool2d pool) {
                        pools.add(pool.kind());
                    } else if (layer instanceof Conv2d conv) {
                        Window window = conv.window();
                        asymmetric += window.padTop() != window.padBottom() ? 1 : 0;
                        unequalStrides += window.strideY() != window.strideX() ? 1 : 0;
                    }
                }
            }
        }
        assertThat(roundings).hasSize(4);
        assertThat(pools).hasSize(2);
        assertThat(asymmetric).isGreaterThan(20);
        assertThat(unequalStrides).isGreaterThan(20);
    }

    /** Sums, joined channels, pixel shuffle, dilation, padded pools, forks; some of their sums end in tables. */
    @Test
    void randomGraphs() throws OrtException {
        Set<String> met = new TreeSet<>();
        for (long seed = 0; seed < 100; seed++) {
            assertSameLogits(RandomGraphs.wide(seed));
            IntegerModel uint8 = RandomGraphs.uint8(seed);
            assertSameLogits(uint8);
            assertSameLogits(RandomTables.graph(seed));
            met.addAll(Constructs.of(uint8.network()));
        }
        assertThat(met).containsAll(Constructs.ALL);
    }

    @Test
    void randomTables() throws OrtException {
        for (long seed = 0; seed < NETWORKS; seed++) {
            assertSameLogits(RandomTables.of(seed));
        }
    }

    @Test
    void randomNetworksOfTheHardware() throws OrtException {
        for (long seed = 0; seed < NETWORKS; seed++) {
            Network network = RandomNetworks.of(seed);
            assertSameLogits(HardwareModels.of(network, seed));
            assertSameLogits(HardwareModels.uint8(network, seed, seed % 2 == 0));
        }
    }

    /** A pool on the image, one on a dense layer's outputs, a convolution at the end. */
    @Test
    void unusualOrdersOfLayers() throws OrtException {
        for (PoolKind kind : PoolKind.values()) {
            Network network = new Network(
                    "unusual",
                    new Shape(2, 6, 9),
                    List.of(
                            new Pool2d("pool", kind, Window.of(2, 1, 1, 2, 0, 0)),
                            new Dense("dense", 7, Activation.NONE),
                            new Pool2d("single", kind, Window.of(1, 1, 1, 1, 0, 0)),
                            new Conv2d("logits", 3, new Window(2, 3, 1, 1, 1, 2, 2, 1), Activation.NONE)));
            assertSameLogits(HardwareModels.of(network, 5));
            assertSameLogits(HardwareModels.uint8(network, 5, true));
        }
    }

    /** Every value around zero, so that every tie is met on both sides of it, through each rounding. */
    @Test
    void tiesOfBothSigns() throws OrtException {
        ImageSet images = everyByte();
        for (Rounding rounding : Rounding.values()) {
            IntegerModel model = single(new Requantize(1, 2, rounding), 1, -128);
            long[][] logits = IntegerSession.logits(OnnxExport.bytes(model), images);
            for (int value = 0; value < 256; value++) {
                assertThat(logits[value])
                        .as(rounding + " " + value)
                        .containsExactly(rounding.shiftRight(value - 128, 2));
            }
        }
    }

    /** Largest multiplier and shift: products of 60 bits. */
    @Test
    void longProducts() throws OrtException {
        assertSameLogits(single(new Requantize(1L << 43, 54, Rounding.HALF_EVEN), 255, -20_000), everyByte());
        assertSameLogits(
                single(new Requantize(new long[] {1L << 43}, 54, Rounding.HALF_UP, 17, new Interval(3, 40)), 255, -9),
                everyByte());
    }

    /** Where onnxruntime's own comparisons of int64 go wrong: a pool, an activation and clamps beyond 2^31. */
    @Test
    void comparisonsBeyond32Bits() throws OrtException {
        ImageSet images = everyByte();
        for (Rounding rounding : Rounding.values()) {
            for (Interval clamp : new Interval[] {null, new Interval(-100, 70)}) {
                Network network = new Network(
                        "large",
                        new Shape(1, 1, 1),
                        List.of(
                                new Conv2d("grow", 2, new Window(1, 1, 1, 1, 0, 0, 1, 0), Activation.NONE),
                                new Pool2d("pool", PoolKind.MAX, Window.of(2, 1, 1, 1, 0, 0)),
                                new Dense("relu", 3, Activation.RELU)));
                IntegerModel model = new IntegerModel(
                        network,
                        Map.of(
                                "grow",
                                        new IntegerParameters(
                                                new int[] {3, 200},
                                                128,
                                                new long[] {9_000, -7_000},
                                                new Requantize((1L << 29) + 12_345, 2, rounding),
                                                1.0),
                                "relu",
                                        new IntegerParameters(
                                                new int[] {1, 0, 3, 2, 2, 1},
                                                1,
                                                new long[] {5, -5, 50},
                                                new Requantize(new long[] {3}, 2, rounding, -3, clamp),
                                                1.0)));
                assertSameLogits(model, images);
            }
        }
    }

    @Test
    void plantedFaultsAreSeen() throws OrtException {
        IntegerModel right = HardwareModels.uint8(HardwareModels.oblong(), 2, true);
        ImageSet images = randomImages(right.network().input(), 20);
        long[][] golden = new GoldenModel(right).logits(images, 0, images.count());
        assertThat(Arrays.stream(golden).distinct().count()).isGreaterThan(1);
        IntegerParameters first = right.parameters().get("first");
        IntegerParameters second = right.parameters().get("second");
        Requantize scale = first.requantize();
        Requantize shifted = new Requantize(
                scale.multipliers(), scale.shift() + 1, scale.rounding(), scale.zeroPoint(), scale.clamp());
        Requantize moved = new Requantize(
                scale.multipliers(), scale.shift(), scale.rounding(), scale.zeroPoint() + 1, scale.clamp());
        int[] weights = first.weights().clone();
        weights[7] ^= 1;
        int[] zeroPoints = first.weightZeroPoints().clone();
        zeroPoints[3]++;

        List<IntegerModel> faulty = List.of(
                with(right, "first", changed(first, weights, first.weightZeroPoints(), first.inputZeroPoint(0), scale)),
                with(right, "first", changed(first, first.weights(), zeroPoints, first.inputZeroPoint(0), scale)),
                with(right, "first", changed(first, first.weights(), first.weightZeroPoints(), 0, shifted)),
                with(right, "first", changed(first, first.weights(), first.weightZeroPoints(), 0, moved)),
                with(
                        right,
                        "second",
                        changed(
                                second,
                                second.weights(),
                                second.weightZeroPoints(),
                                second.inputZeroPoint(0) + 1,
                                second.requantize())));

        assertThat(IntegerSession.logits(OnnxExport.bytes(right), images)).isDeepEqualTo(golden);
        for (IntegerModel fault : faulty) {
            long[][] logits = IntegerSession.logits(OnnxExport.bytes(fault), images);
            assertThat(Arrays.deepEquals(logits, golden)).isFalse();
        }
    }

    private static IntegerParameters changed(
            IntegerParameters one, int[] weights, int[] zeroPoints, int inputZeroPoint, Requantize requantize) {
        return new IntegerParameters(weights, zeroPoints, inputZeroPoint, one.bias(), requantize, one.weightScales());
    }

    private static IntegerModel with(IntegerModel model, String label, IntegerParameters parameters) {
        Map<String, IntegerParameters> all = new HashMap<>(model.parameters());
        all.put(label, parameters);
        return new IntegerModel(model.network(), all);
    }

    /** One input, one weight, one output. */
    private static IntegerModel single(Requantize requantize, int weight, long bias) {
        Network network = new Network("single", new Shape(1, 1, 1), List.of(new Dense("only", 1, Activation.NONE)));
        return new IntegerModel(
                network,
                Map.of("only", new IntegerParameters(new int[] {weight}, 0, new long[] {bias}, requantize, 1.0)));
    }

    /** 256 images of one pixel. */
    private static ImageSet everyByte() {
        byte[] pixels = new byte[256];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (byte) i;
        }
        return new ImageSet(new Shape(1, 1, 1), pixels.length, pixels, List.of());
    }

    private static ImageSet randomImages(Shape shape, int count) {
        byte[] pixels = new byte[count * shape.elements()];
        new Random(count).nextBytes(pixels);
        Arrays.fill(pixels, 0, shape.elements(), (byte) 0);
        Arrays.fill(pixels, shape.elements(), 2 * shape.elements(), (byte) 255);
        return new ImageSet(shape, count, pixels, List.of());
    }

    private static void assertSameLogits(IntegerModel model) throws OrtException {
        assertSameLogits(model, randomImages(model.network().input(), 7));
    }

    private static void assertSameLogits(IntegerModel model, ImageSet images) throws OrtException {
        assertThat(IntegerSession.logits(OnnxExport.bytes(model), images))
                .as(model.network().toString())
                .isDeepEqualTo(new GoldenModel(model).logits(images, 0, images.count()));
    }
}
