package intaglio.frontend.tflite;

import static org.assertj.core.api.Assertions.assertThat;

import intaglio.diag.Problems;
import intaglio.frontend.ModelReader;
import intaglio.golden.ReferenceModel;
import intaglio.graph.FloatModel;
import intaglio.ir.Normalization;
import intaglio.ir.Shape;
import intaglio.quant.GivenQuantizer;
import intaglio.quant.Uint8Quantized;
import intaglio.testing.FloatExecutor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The files of {@code src/test/resources/tflite}, one construct each, against what TensorFlow Lite's reference kernels give
 * for the same images; {@code make_tflite.py} beside them has made both.
 */
class TfliteFidelityTest {

    static final Path FOLDER = Path.of("src/test/resources/tflite");
    private static final int IMAGES = 6;

    /** Of the largest output: float32 sums in another order. */
    private static final double TOLERANCE = 3e-6;

    /** Dynamic range: the runtime rounds the data of each image to 8 bits. */
    private static final double DYNAMIC = 0.01;

    static List<Path> floats() throws IOException {
        return files(false);
    }

    static List<Path> integers() throws IOException {
        return files(true);
    }

    private static List<Path> files(boolean integers) throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.filter(file -> file.toString().endsWith(".tflite"))
                    .filter(file -> file.getFileName().toString().matches("u?int8.*") == integers)
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("floats")
    void floatsAreThoseOfTheRuntime(Path file) throws IOException {
        FloatModel model = ModelReader.read(file, null);
        Expected expected = new Expected(file, model.network().input());
        double tolerance = file.endsWith("dynamic.tflite") ? DYNAMIC : TOLERANCE;
        for (int image = 0; image < IMAGES; image++) {
            double[] theirs = expected.floats(image);
            double[] ours = FloatExecutor.run(model, normalized(model, expected.planes(image)));
            assertThat(ours).hasSameSizeAs(theirs);
            double peak = Arrays.stream(theirs).map(Math::abs).max().orElseThrow();
            for (int i = 0; i < ours.length; i++) {
                assertThat(Math.abs(ours[i] - theirs[i])).isLessThanOrEqualTo(tolerance * peak);
            }
        }
    }

    private static float[] normalized(FloatModel model, byte... planes) {
        Normalization front = model.network().normalization();
        int pixels = model.network().input().pixels();
        float[] reals = new float[planes.length];
        for (int i = 0; i < reals.length; i++) {
            reals[i] = (float) (front.scale(i / pixels) * (planes[i] & 0xff) + front.offset(i / pixels));
        }
        return reals;
    }

    @ParameterizedTest
    @MethodSource("integers")
    void integersAreThoseOfTheRuntime(Path file) throws IOException {
        FloatModel model = ModelReader.read(file, null);
        Uint8Quantized quantized = GivenQuantizer.quantize(model, 30);
        Expected expected = new Expected(file, model.network().input());
        ReferenceModel reference = new ReferenceModel(quantized.model());
        int differing = 0;
        for (int image = 0; image < IMAGES; image++) {
            long[] logits = reference.run(expected.planes(image), 0).logits();
            differing += expected.differing(image, logits, quantized.logitScale());
        }
        assertThat(differing).isZero();
    }

    /** Images and outputs beside a file. */
    private static final class Expected {

        private final Shape shape;
        private final ByteBuffer images;
        private final ByteBuffer outputs;
        private final Tensor last;

        Expected(Path file, Shape shape) throws IOException {
            this.shape = shape;
            Graph graph = GraphFile.read(file, Files.readAllBytes(file), new Problems());
            last = graph.tensor(graph.outputs()[0]);
            byte[] bytes = Files.readAllBytes(Path.of(file.toString().replace(".tflite", ".bin")));
            images = ByteBuffer.wrap(bytes, 0, IMAGES * shape.elements()).slice();
            outputs = ByteBuffer.wrap(bytes, images.capacity(), bytes.length - images.capacity())
                    .slice()
                    .order(ByteOrder.LITTLE_ENDIAN);
        }

        /** An image as the network reads it, channels first. */
        byte[] planes(int image) {
            byte[] planes = new byte[shape.elements()];
            for (int i = 0; i < planes.length; i++) {
                int channel = i % shape.channels();
                planes[channel * shape.pixels() + i / shape.channels()] = images.get(image * planes.length + i);
            }
            return planes;
        }

        double[] floats(int image) {
            double[] floats = new double[outputs.capacity() / Float.BYTES / IMAGES];
            Arrays.setAll(floats, i -> outputs.getFloat((image * floats.length + i) * Float.BYTES));
            return floats;
        }

        /** Outputs that our logits, in steps of the file's output, are not; none by more than 1. */
        int differing(int image, long[] logits, double unit) {
            Quantization to = last.quantization().orElseThrow();
            int lowest = last.type() == TensorType.INT8 ? -128 : 0;
            int count = 0;
            for (int i = 0; i < logits.length; i++) {
                long steps = (long) Math.floor(logits[i] * (unit / to.scale(0)) + 0.5) + to.zeroPoint(0);
                int theirs = outputs.get(image * logits.length + i) & 0xff;
                int ours = (int) Math.max(lowest, Math.min(lowest + 255L, steps)) & 0xff;
                assertThat(ours).isBetween(theirs - 1, theirs + 1);
                count += ours == theirs ? 0 : 1;
            }
            return count;
        }
    }
}
