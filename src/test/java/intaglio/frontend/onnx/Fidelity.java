package intaglio.frontend.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import intaglio.frontend.ModelReader;
import intaglio.graph.FloatModel;
import intaglio.ir.Normalization;
import intaglio.ir.Shape;
import intaglio.testing.FloatExecutor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;

/** A graph, read by us and run plainly, against ONNX Runtime on the same random images. */
final class Fidelity {

    /** Of the largest output. The largest difference seen is 1.03e-6: rounding of float32 sums in ONNX Runtime. */
    private static final double TOLERANCE = 3e-6;

    private Fidelity() {}

    /** Compares the outputs; classes where the graph ends in one that leaves the class alone. Returns what was read. */
    static FloatModel check(String name, OnnxGraph graph, Path folder) throws Exception {
        byte[] bytes = graph.bytes();
        FloatModel model = ModelReader.read(Files.write(folder.resolve("m.onnx"), bytes), null);
        boolean classes = graph.graph().getNodeList().stream()
                .anyMatch(node -> node.getOpType().equals("ArgMax"));
        compare(model, bytes, shape(graph), classes, new Random(name.hashCode()));
        return model;
    }

    /**
     * Compares the outputs of random images.
     *
     * @param model what was read from the bytes
     * @param shape of the input, the number of images first
     * @param classes whether the outputs of ONNX Runtime are classes
     */
    static void compare(FloatModel model, byte[] bytes, long[] shape, boolean classes, Random random) throws Exception {
        int images = (int) shape[0];
        int size = model.network().input().elements();
        float[] pixels = new float[images * size];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = 2 * random.nextFloat() - 1;
        }
        double[] expected = OnnxRuntime.run(bytes, pixels, shape);
        for (int image = 0; image < images; image++) {
            float[] one = Arrays.copyOfRange(pixels, image * size, (image + 1) * size);
            double[] actual = FloatExecutor.run(model, asNetworkReads(one, shape, model));
            int length = expected.length / images;
            compare(classes, model, actual, Arrays.copyOfRange(expected, image * length, (image + 1) * length));
        }
    }

    /** Sizes of the input for two images, or for as many as the graph is fixed to. */
    private static long[] shape(OnnxGraph graph) {
        long[] shape = graph.graph().getInput(0).getType().getTensorType().getShape().getDimList().stream()
                .mapToLong(dim -> dim.getDimValue())
                .toArray();
        shape[0] = shape[0] == 0 ? 2 : shape[0];
        return shape;
    }

    /** The image in CHW order, after what the graph does to it first. */
    private static float[] asNetworkReads(float[] image, long[] shape, FloatModel model) {
        Shape input = model.network().input();
        Normalization front = model.network().normalization();
        boolean last = shape.length > 2
                && shape[shape.length - 1] == input.channels()
                && shape[shape.length - 2] == input.width();
        float[] read = new float[image.length];
        for (int i = 0; i < read.length; i++) {
            int channel = last ? i % input.channels() : i / input.pixels();
            int to = last ? channel * input.pixels() + i / input.channels() : i;
            double step = front.pixels().divisor() * front.scale(channel);
            read[to] = (float) (image[i] * step + front.offset(channel));
        }
        return read;
    }

    private static void compare(boolean classes, FloatModel model, double[] actual, double[] expected) {
        boolean withoutEnd = model.network().assumptions().stream().anyMatch(note -> note.contains(" left out: "));
        if (classes || withoutEnd) {
            int expectedClass = expected.length == 1 ? (int) expected[0] : largest(expected);
            assertThat(largest(actual)).isEqualTo(expectedClass);
            return;
        }
        assertThat(actual).hasSameSizeAs(expected);
        double peak = Arrays.stream(expected).map(Math::abs).max().orElseThrow();
        assertThat(peak).isPositive();
        for (int i = 0; i < actual.length; i++) {
            assertThat(Math.abs(actual[i] - expected[i])).isLessThanOrEqualTo(TOLERANCE * peak);
        }
    }

    private static int largest(double[] values) {
        int best = 0;
        for (int i = 1; i < values.length; i++) {
            best = values[i] > values[best] ? i : best;
        }
        return best;
    }
}
