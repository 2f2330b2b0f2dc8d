package intaglio.range;

import static org.assertj.core.api.Assertions.assertThat;

import intaglio.golden.ReferenceModel;
import intaglio.golden.Trace;
import intaglio.graph.IntegerModel;
import intaglio.graph.Network;
import intaglio.graph.Node;
import intaglio.graph.Shapes;
import intaglio.ir.IntegerParameters;
import intaglio.ir.Shape;
import intaglio.ir.SumParameters;
import intaglio.ir.Window;
import intaglio.num.Interval;
import intaglio.op.Add;
import intaglio.op.Concat;
import intaglio.op.Conv2d;
import intaglio.op.Dense;
import intaglio.op.DepthToSpace;
import intaglio.op.LayerCases;
import intaglio.op.Pool2d;
import intaglio.quant.RequantFile;
import intaglio.quant.WideQuantizer;
import intaglio.testing.RandomGraphs;
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
            checked += checkPartialSums(RandomGraphs.wide(seed), seed);
            checked += checkPartialSums(RandomGraphs.uint8(seed), seed);
        }
        assertThat(checked).isGreaterThan(10_000);
    }

    private static int checkPartialSums(IntegerModel model, long seed) {
        Random random = new Random(seed);
        Ranges ranges = RangeAnalysis.of(model);
        byte[] pixels = new byte[model.network().input().elements()];
        random.nextBytes(pixels);
        Trace trace = new ReferenceModel(model).run(pixels, 0);
        long[] image = new long[pixels.length];
        Arrays.setAll(image, i -> Byte.toUnsignedInt(pixels[i]));
        Shapes shapes = model.network().shapes();
        int checked = 0;
        for (Node node : model.network().nodes()) {
            List<long[]> inputs = node.inputs().stream()
                    .map(label -> label.equals(Network.INPUT)
                            ? image
                            : trace.layer(label).output())
                    .toList();
            int outChannel = random.nextInt(shapes.output(node).channels());
            int position = random.nextInt(shapes.output(node).pixels());
            long bias = node.layer()
                    .weighted()
                    .map(layer -> model.parameters(layer).bias()[outChannel])
                    .orElse(0L);
            List<Long> terms = node.layer().match(new Terms(model, shapes.inputs(node), inputs, outChannel, position));
            if (model.requantize(node.layer()).isPresent()) {
                long total = terms.stream().mapToLong(Long::longValue).sum() + bias;
                int element = outChannel * shapes.output(node).pixels() + position;
                assertThat(total).isEqualTo(trace.layer(node.label()).accumulator()[element]);
                Collections.shuffle(terms, random);
                checked += checkOrder(terms, bias, ranges.layer(node.label()), "seed " + seed + " " + node.label());
            }
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

    /** What one output element is the sum of; nothing for a layer that has no accumulator. */
    private record Terms(IntegerModel model, List<Shape> shapes, List<long[]> inputs, int outChannel, int position)
            implements LayerCases<List<Long>> {

        @Override
        public List<Long> conv2d(Conv2d layer) {
            IntegerParameters parameters = model.parameters(layer);
            Shape shape = shapes.get(0);
            Window window = layer.window();
            List<Long> terms = new ArrayList<>();
            int flat = outChannel * layer.weightsPerChannel(shape);
            int columns = layer.outputShape(shape).width();
            int first = layer.firstInput(outChannel, shape);
            for (int channel = first; channel < first + layer.groupInputs(shape); channel++) {
                for (int tap = 0; tap < window.area(); tap++) {
                    int row = tap / window.kernelWidth() * window.dilationY();
                    int column = tap % window.kernelWidth() * window.dilationX();
                    int y = position / columns * window.strideY() - window.padTop() + row;
                    int x = position % columns * window.strideX() - window.padLeft() + column;
                    boolean inside = y >= 0 && y < shape.height() && x >= 0 && x < shape.width();
                    long zeroPoint = parameters.inputZeroPoint(channel);
                    long value = inside ? inputs.get(0)[shape.index(channel, y, x)] - zeroPoint : 0;
                    terms.add(value * parameters.weight(flat++));
                }
            }
            return terms;
        }

        @Override
        public List<Long> dense(Dense layer) {
            IntegerParameters parameters = model.parameters(layer);
            List<Long> terms = new ArrayList<>();
            int elements = shapes.get(0).elements();
            for (int i = 0; i < elements; i++) {
                long zeroPoint = parameters.inputZeroPoint(i / shapes.get(0).pixels());
                terms.add((inputs.get(0)[i] - zeroPoint) * parameters.weight(outChannel * elements + i));
            }
            return terms;
        }

        @Override
        public List<Long> add(Add layer) {
            SumParameters parameters = model.sums().get(layer.label());
            int element = outChannel * shapes.get(0).pixels() + position;
            List<Long> terms = new ArrayList<>();
            for (int i = 0; i < inputs.size(); i++) {
                terms.add(parameters.multipliers()[i]
                        * (inputs.get(i)[element] - parameters.inputZeroPoints()[i]));
            }
            return terms;
        }

        @Override
        public List<Long> pool2d(Pool2d layer) {
            return List.of();
        }

        @Override
        public List<Long> concat(Concat layer) {
            return List.of();
        }

        @Override
        public List<Long> depthToSpace(DepthToSpace layer) {
            return List.of();
        }
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
