package intaglio.verify;

import intaglio.data.ImageSet;
import intaglio.graph.IntegerModel;
import intaglio.graph.Network;
import intaglio.ir.Activation;
import intaglio.ir.IntegerParameters;
import intaglio.ir.Requantize;
import intaglio.ir.Shape;
import intaglio.ir.Window;
import intaglio.num.Rounding;
import intaglio.op.Conv2d;
import intaglio.op.Layer;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.UnaryOperator;

/** The hand-written one-layer design of {@code src/test/resources/toy}, with its expected values by definition. */
final class ToyDesign {

    private static final int[][] WEIGHTS = {{-3, 100}, {40, -128}};
    private static final int[] BIAS = {300, -7};
    private static final int PIXELS = 6;

    private ToyDesign() {}

    /** A private copy of the design, to be changed at will. */
    static Path copyTo(Path folder) throws IOException {
        try {
            FileTree.copy(Path.of(ToyDesign.class.getResource("/toy").toURI()), folder);
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
        return folder;
    }

    /** The same network as a model. */
    static IntegerModel model() {
        Layer c1 = new Conv2d("c1", 2, Window.of(1, 1, 1, 1, 0, 0), Activation.NONE);
        Network network = new Network("toy", new Shape(2, 2, 3), List.of(c1));
        int[] weights = {125, 228, 168, 0};
        Requantize requantize = new Requantize(5, 3, Rounding.FLOOR);
        return new IntegerModel(
                network, Map.of("c1", new IntegerParameters(weights, 128, new long[] {300, -7}, requantize, 0.01)));
    }

    /** Verifies a copy; it has no ROMs and constants of the compiler's. */
    static VerifyResult verify(Path out, int images, VerifyOptions options) {
        return Verifier.verify(
                out,
                model(),
                images(images),
                options,
                UnaryOperator.identity(),
                (folder, plan, model) -> ProbeCoverage.check(plan, model.network()));
    }

    static ImageSet images(int count) {
        byte[] pixels = new byte[count * 2 * PIXELS];
        new Random(11).nextBytes(pixels);
        return new ImageSet(new Shape(2, 2, 3), count, pixels, List.of());
    }

    static void edit(Path file, String from, String to) throws IOException {
        String text = Files.readString(file);
        if (!text.contains(from)) {
            throw new IllegalStateException(file + " has no '" + from + "'");
        }
        Files.writeString(file, text.replace(from, to));
    }

    static Path vectors(Path file, DesignPlan plan, int frames) throws IOException {
        Random random = new Random(7);
        try (VectorWriter writer = new VectorWriter(file, plan, frames)) {
            for (int i = 0; i < frames; i++) {
                byte[] pixels = new byte[2 * PIXELS];
                random.nextBytes(pixels);
                writer.add(expected(i, pixels));
            }
            writer.finish();
        }
        return file;
    }

    private static ExpectedFrame expected(int image, byte[] pixels) {
        long[] accumulator = new long[2 * PIXELS];
        long[] output = new long[2 * PIXELS];
        for (int channel = 0; channel < 2; channel++) {
            for (int pixel = 0; pixel < PIXELS; pixel++) {
                int index = channel * PIXELS + pixel;
                int sum = BIAS[channel]
                        + WEIGHTS[channel][0] * (pixels[pixel] & 255)
                        + WEIGHTS[channel][1] * (pixels[PIXELS + pixel] & 255);
                accumulator[index] = sum;
                output[index] = (accumulator[index] * 5) >> 3;
            }
        }
        return new ExpectedFrame(image, pixels, output, List.of(accumulator, output));
    }
}
