package intaglio.range;

import static org.assertj.core.api.Assertions.assertThat;

import intaglio.golden.LayerTrace;
import intaglio.golden.ReferenceModel;
import intaglio.golden.Trace;
import intaglio.graph.IntegerModel;
import intaglio.ir.IntegerParameters;
import intaglio.ir.Shape;
import intaglio.ir.Window;
import intaglio.num.Interval;
import intaglio.op.Conv2d;
import intaglio.op.Layer;
import intaglio.op.Weighted;
import intaglio.quant.RequantFile;
import intaglio.quant.WideQuantizer;
import intaglio.testing.RandomModels;
import intaglio.testing.RandomUint8Models;
import intaglio.testing.SeedLenet;
import intaglio.testing.SharedData;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Real frames stay inside the proved intervals, partial sums included, and the first layer's bounds are reached. */
class RangeSoundnessTest {

    @Test
    void partialSumsInAnyOrderStayInside() {
        int checked = 0;
        for (long seed = 0; seed < 60; seed++) {
            checked += checkPartialSums(RandomModels.of(seed), seed);
            checked += checkPartialSums(RandomUint8Models.of(seed), seed);
        }
        assertThat(checked).isGreaterThan(10_000);
    }

    private static int checkPartialSums(IntegerModel model, long seed) {
        Random random = new Random(seed);
        Ranges ranges = RangeAnalysis.of(model);
        byte[] pixels = new byte[model.network().input().elements()];
        random.nextBytes(pixels);
        Trace trace = new ReferenceModel(model).run(pixels, 0);
        long[] input = new long[pixels.length];
        Arrays.setAll(input, i -> Byte.toUnsignedInt(pixels[i]));
        Shape shape = model.network().input();
        int checked = 0;
        for (Layer layer : model.network().layers()) {
            LayerTrace values = trace.layer(layer.label());
            if (layer instanceof Weighted weighted) {
                IntegerParameters parameters = model.parameters(weighted);
                int outChannel = random.nextInt(weighted.outChannels());
                int position = random.nextInt(values.shape().pixels());
                List<Long> terms = terms(weighted, parameters, shape, input, outChannel, position);
                long bias = parameters.bias()[outChannel];
                long total = terms.stream().mapToLong(Long::longValue).sum() + bias;
                assertThat(total)
                        .isEqualTo(
                                values.accumulator()[outChannel * values.shape().pixels() + position]);
                Collections.shuffle(terms, random);
                checked += checkOrder(terms, bias, ranges.layer(layer.label()), "seed " + seed + " " + layer.label());
            }
            input = values.output();
            shape = values.shape();
        }
        return checked;
    }

    private static int checkOrder(List<Long> terms, long bias, LayerRanges ranges, String what) {
        long sum = 0;
        assertInside(0, ranges.sum(), what);
        assertInside(bias, ranges.accumulator(), what);
        for (long term : terms) {
            sum += term;
            assertInside(term, ranges.product(), what);
            assertInside(sum, ranges.sum(), what);
            assertInside(sum + bias, ranges.accumulator(), what);
        }
        return terms.size();
    }

    private static void assertInside(long value, Interval interval, String what) {
        assertThat(interval.contains(value))
                .as("%s: %d in %s", what, value, interval)
                .isTrue();
    }

    private static List<Long> terms(
            Weighted layer, IntegerParameters parameters, Shape shape, long[] input, int outChannel, int position) {
        List<Long> terms = new ArrayList<>();
        int flat = outChannel * layer.weightsPerChannel(shape);
        if (!(layer instanceof Conv2d conv)) {
            for (int i = 0; i < input.length; i++) {
                long zeroPoint = parameters.inputZeroPoint(i / shape.pixels());
                terms.add((input[i] - zeroPoint) * parameters.weight(flat++));
            }
            return terms;
        }
        Window window = conv.window();
        int columns = conv.outputShape(shape).width();
        int first = conv.firstInput(outChannel, shape);
        for (int channel = first; channel < first + conv.groupInputs(shape); channel++) {
            for (int tap = 0; tap < window.area(); tap++) {
                int y = position / columns * window.strideY() - window.padTop() + tap / window.kernelWidth();
                int x = position % columns * window.strideX() - window.padLeft() + tap % window.kernelWidth();
                boolean inside = y >= 0 && y < shape.height() && x >= 0 && x < shape.width();
                long value = inside ? input[shape.index(channel, y, x)] - parameters.inputZeroPoint(channel) : 0;
                terms.add(value * parameters.weight(flat++));
            }
        }
        return terms;
    }

    @Test
    void extremalImagesReachTheBoundsOfTheFirstLayer() {
        RequantFile given = RequantFile.read(SharedData.require("lenet-seed/article_requant.json"));
        IntegerModel model =
                WideQuantizer.withGiven(SeedLenet.quantModel(), given).model();
        IntegerParameters c1 = model.parameters().get("c1");
        long low = Long.MAX_VALUE;
        long high = Long.MIN_VALUE;
        for (int outChannel = 0; outChannel < 6; outChannel++) {
            for (int sign : new int[] {-1, 1}) {
                byte[] image = new byte[28 * 28];
                for (int tap = 0; tap < 25; tap++) {
                    boolean white = sign * c1.weight(outChannel * 25 + tap) > 0;
                    image[(10 + tap / 5) * 28 + 7 + tap % 5] = (byte) (white ? 255 : 0);
                }
                // Padding is 2, so the window over rows 10..14 and columns 7..11 belongs to output row 12, column 9.
                long reached = new ReferenceModel(model)
                        .run(image, 0)
                        .layer("c1")
                        .accumulator()[(outChannel * 28 + 12) * 28 + 9];
                low = Math.min(low, reached);
                high = Math.max(high, reached);
            }
        }
        assertThat(new Interval(low, high))
                .isEqualTo(RangeAnalysis.of(model).layer("c1").accumulator());
    }
}
