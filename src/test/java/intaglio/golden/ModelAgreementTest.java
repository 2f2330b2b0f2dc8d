package intaglio.golden;

import static org.assertj.core.api.Assertions.assertThat;

import intaglio.data.ImageSet;
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
import intaglio.op.Pool2d;
import intaglio.op.Weighted;
import intaglio.range.LayerRanges;
import intaglio.range.RangeAnalysis;
import intaglio.range.Ranges;
import intaglio.testing.Constructs;
import intaglio.testing.RandomGraphs;
import intaglio.testing.RandomModels;
import intaglio.testing.RandomTables;
import intaglio.testing.RandomUint8Models;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Reference, fast with vectors, fast without, and unbounded integers give the same values for every layer. */
class ModelAgreementTest {

    private static final int NETWORKS = 60;

    @Test
    void allFourAgreeOnRandomNetworks() {
        for (long seed = 0; seed < NETWORKS; seed++) {
            assertAgreement(RandomModels.of(seed), seed, 3);
        }
    }

    /** Zero points of inputs and outputs, per-channel zero points and multipliers, clamps. */
    @Test
    void allFourAgreeOnUint8Networks() {
        int clampedBelow = 0;
        int clampedAbove = 0;
        int perChannel = 0;
        for (long seed = 0; seed < NETWORKS; seed++) {
            IntegerModel model = RandomUint8Models.of(seed);
            Ranges ranges = RangeAnalysis.of(model);
            for (Weighted layer : model.network().weightedLayers()) {
                Requantize requantize = model.parameters(layer).requantize();
                Interval scaled = ranges.layer(layer.label()).scaled();
                clampedBelow += requantize.clamp() != null && scaled.low() < 0 ? 1 : 0;
                clampedAbove += requantize.clamp() != null && scaled.high() >> requantize.shift() > 255 ? 1 : 0;
                perChannel +=
                        requantize.isPerChannel() && model.parameters(layer).isPerChannel() ? 1 : 0;
            }
            assertAgreement(model, seed, 3);
        }
        assertThat(List.of(clampedBelow, clampedAbove, perChannel)).allMatch(count -> count > 20);
    }

    /** Tables, some behind a clamp that cuts. */
    @Test
    void allFourAgreeOnTables() {
        for (long seed = 0; seed < NETWORKS; seed++) {
            assertAgreement(RandomTables.of(seed), seed, 3);
        }
    }

    /** Forks, skips, joined channels, pixel shuffle, dilation, padded pools; every construct is met. */
    @Test
    @Tag("slow")
    void allFourAgreeOnGraphs() {
        assertThat(agreeOnGraphs(2 * NETWORKS)).containsAll(Constructs.ALL);
    }

    @Test
    void allFourAgreeOnSomeGraphs() {
        assertThat(agreeOnGraphs(NETWORKS / 4)).isNotEmpty();
    }

    /** The constructs that were met. */
    private static Set<String> agreeOnGraphs(int count) {
        Set<String> met = new TreeSet<>();
        for (long seed = 0; seed < count; seed++) {
            assertAgreement(RandomGraphs.wide(seed), seed, 3);
            IntegerModel model = RandomGraphs.uint8(seed);
            assertAgreement(model, seed, 3);
            met.addAll(Constructs.of(model.network()));
        }
        return met;
    }

    @Test
    void allFourAgreeOnTablesInGraphs() {
        for (long seed = 0; seed < NETWORKS; seed++) {
            assertAgreement(RandomTables.graph(seed), seed, 2);
        }
    }

    /** One bias of each layer so large that its accumulators leave 32 bits. */
    @Test
    void allFourAgreeOnUint8NetworksWith64BitAccumulators() {
        for (long seed = 0; seed < NETWORKS; seed++) {
            IntegerModel model = RandomUint8Models.of(seed);
            Map<String, IntegerParameters> parameters = new HashMap<>();
            model.parameters().forEach((label, one) -> {
                long[] bias = one.bias().clone();
                bias[0] += 1L << 35;
                parameters.put(
                        label,
                        new IntegerParameters(
                                one.weights(),
                                one.weightZeroPoints(),
                                one.inputZeroPoints(),
                                bias,
                                one.requantize(),
                                one.weightScales()));
            });
            assertAgreement(new IntegerModel(model.network(), parameters), seed, 2);
        }
    }

    /** Multipliers so large that activations leave 32 bits after the first layer and 64-bit stages take over. */
    @Test
    void allFourAgreeWhere32BitsAreNotEnough() {
        int wideLayers = 0;
        for (long seed = 100; seed < 100 + NETWORKS; seed++) {
            IntegerModel model = widened(RandomModels.of(seed), seed);
            wideLayers += (int) RangeAnalysis.of(model).layers().stream()
                    .filter(layer -> layer.output().signedBits() > 32)
                    .count();
            assertAgreement(model, seed, 2);
        }
        assertThat(wideLayers).isGreaterThan(NETWORKS);
    }

    /** 32-bit activations whose window sums need more, and a 64-bit activation with zero weights behind it. */
    @Test
    void allFourAgreeAtTheEdgesOf32Bits() {
        Network network = new Network(
                "edges",
                new Shape(1, 4, 6),
                List.of(
                        new Conv2d("large", 2, Window.of(1, 1, 1, 1, 0, 0), Activation.NONE),
                        new Pool2d("mean", PoolKind.AVERAGE, Window.of(2, 2, 2, 2, 0, 0)),
                        new Conv2d("larger", 1, Window.of(1, 1, 1, 1, 0, 0), Activation.NONE),
                        new Dense("nothing", 3, Activation.NONE)));
        IntegerModel model = new IntegerModel(
                network,
                Map.of(
                        // 255 * 251 * 33022 is 2.11e9, just below 2^31; the other channel reaches its negative.
                        "large", parameters(new int[] {253, 1}, 2, 33022, 2),
                        "larger", parameters(new int[] {3, 4}, 0, 9, 1),
                        "nothing", parameters(new int[18], 0, 1, 3)));
        Ranges ranges = RangeAnalysis.of(model);
        assertThat(ranges.layer("large").output().signedBits()).isEqualTo(32);
        assertThat(ranges.layer("mean").sum().signedBits()).isEqualTo(34);
        assertThat(ranges.layer("larger").output().signedBits()).isGreaterThan(32);
        assertThat(ranges.layer("nothing").product()).isEqualTo(Interval.ZERO);
        assertAgreement(model, 1, 4);
    }

    private static IntegerParameters parameters(int[] weights, int zeroPoint, long multiplier, int outChannels) {
        Requantize requantize = new Requantize(multiplier, 0, Rounding.FLOOR);
        return new IntegerParameters(weights, zeroPoint, new long[outChannels], requantize, 1);
    }

    private static IntegerModel widened(IntegerModel model, long seed) {
        Map<String, IntegerParameters> wide = new HashMap<>(model.parameters());
        List<Weighted> layers = model.network().weightedLayers();
        Weighted first = layers.get(new Random(seed).nextInt(Math.min(2, layers.size())));
        IntegerParameters parameters = model.parameters(first);
        wide.put(
                first.label(),
                new IntegerParameters(
                        parameters.weights(),
                        parameters.zeroPoint(),
                        parameters.bias(),
                        new Requantize(70001, 1, parameters.requantize().rounding()),
                        parameters.weightScale()));
        layers.stream().filter(layer -> !layer.equals(first)).forEach(layer -> {
            IntegerParameters other = model.parameters(layer);
            wide.put(
                    layer.label(),
                    new IntegerParameters(
                            other.weights(),
                            other.zeroPoint(),
                            other.bias(),
                            new Requantize(3, 10, other.requantize().rounding()),
                            other.weightScale()));
        });
        return new IntegerModel(model.network(), wide);
    }

    private static void assertAgreement(IntegerModel model, long seed, int frames) {
        ImageSet images = images(model.network(), seed, frames);
        Ranges ranges = RangeAnalysis.of(model);
        GoldenModel vector = new GoldenModel(model, new VectorKernel());
        GoldenModel plain = new GoldenModel(model, new PlainKernel());
        ReferenceModel reference = new ReferenceModel(model);
        for (int frame = 0; frame < frames; frame++) {
            Map<String, BigIntegerModel.Values> exact =
                    BigIntegerModel.run(model, images.pixels(), images.offset(frame));
            Trace trace = reference.run(images.pixels(), images.offset(frame));
            String what = "seed " + seed + ", " + model.network() + ", frame " + frame;
            assertSame(trace, exact, what + ", reference");
            assertSame(vector.trace(images, frame), exact, what + ", vector");
            assertSame(plain.trace(images, frame), exact, what + ", plain");
            assertInside(trace, ranges, what);
            assertThat(vector.logits(images, frame, frame + 1)[0]).as(what).isEqualTo(trace.logits());
            assertThat(plain.logits(images, 0, frames)[frame]).as(what).isEqualTo(trace.logits());
        }
    }

    private static ImageSet images(Network network, long seed, int frames) {
        byte[] pixels = new byte[frames * network.input().elements()];
        new Random(seed).nextBytes(pixels);
        // The last frame is all white: the largest sums.
        Arrays.fill(pixels, (frames - 1) * network.input().elements(), pixels.length, (byte) 255);
        return new ImageSet(network.input(), frames, pixels, List.of());
    }

    private static void assertSame(Trace actual, Map<String, BigIntegerModel.Values> exact, String what) {
        assertThat(actual.layers()).as(what).extracting(LayerTrace::label).containsExactlyElementsOf(exact.keySet());
        for (LayerTrace layer : actual.layers()) {
            BigIntegerModel.Values values = exact.get(layer.label());
            assertThat(layer.accumulator()).as(what).isEqualTo(flat(values.accumulator()));
            assertThat(layer.requantized()).as(what).isEqualTo(flat(values.requantized()));
            assertThat(layer.output()).as(what).isEqualTo(flat(values.output()));
            BigInteger[][][] output = values.output();
            assertThat(layer.shape())
                    .as(what)
                    .isEqualTo(new Shape(output.length, output[0].length, output[0][0].length));
        }
    }

    private static long[] flat(BigInteger[][][] values) {
        return values == null
                ? null
                : Arrays.stream(values)
                        .flatMap(Arrays::stream)
                        .flatMap(Arrays::stream)
                        .mapToLong(BigInteger::longValueExact)
                        .toArray();
    }

    private static void assertInside(Trace trace, Ranges ranges, String what) {
        for (LayerTrace layer : trace.layers()) {
            LayerRanges range = ranges.layer(layer.label());
            if (layer.accumulator() != null) {
                assertInside(layer.accumulator(), range.accumulator(), what);
                assertInside(layer.requantized(), range.requantized(), what);
            }
            int pixels = layer.shape().pixels();
            for (int i = 0; i < layer.output().length; i++) {
                assertThat(range.outputByChannel().get(i / pixels).contains(layer.output()[i]))
                        .as(what)
                        .isTrue();
            }
        }
    }

    private static void assertInside(long[] values, Interval interval, String what) {
        for (long value : values) {
            assertThat(interval.contains(value))
                    .as("%s: %d in %s", what, value, interval)
                    .isTrue();
        }
    }

    @Test
    void batchesOfEverySizeAgree() {
        IntegerModel model = RandomModels.of(7);
        ImageSet images = images(model.network(), 7, 300);
        long[][] one = new GoldenModel(model, new VectorKernel()).logits(images, 0, 300);
        long[][] other = new GoldenModel(model, new PlainKernel()).logits(images, 17, 299);
        assertThat(Arrays.copyOfRange(one, 17, 299)).isDeepEqualTo(other);
        int[] next = {5};
        new GoldenModel(model, new VectorKernel()).trace(images, 5, 205, (image, trace) -> {
            assertThat(image).isEqualTo(next[0]++);
            assertThat(trace.logits()).isEqualTo(one[image]);
        });
        assertThat(next[0]).isEqualTo(205);
    }

    @Test
    void roundingOfTheGeneratorCoversEveryPolicy() {
        assertThat(LongStream.range(0, NETWORKS)
                        .boxed()
                        .flatMap(seed -> RandomModels.of(seed).parameters().values().stream())
                        .map(parameters -> parameters.requantize().rounding()))
                .contains(Rounding.values());
    }
}
