package intaglio.frontend.keras;

import static org.assertj.core.api.Assertions.assertThat;

import intaglio.frontend.ModelReader;
import intaglio.frontend.keras.KerasCases.Case;
import intaglio.graph.FloatModel;
import intaglio.ir.Normalization;
import intaglio.ir.Shape;
import intaglio.testing.FloatExecutor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every construct of Keras that is read, against what Keras gives for the same image. */
final class KerasModelsTest {

    /** Of the largest output: Keras computes in float32. */
    private static final double TOLERANCE = 3e-6;

    static Stream<Case> cases() throws IOException {
        return KerasCases.all().stream();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void givesWhatKerasGives(Case one) {
        Path file = KerasCases.folder().resolve(one.file());
        boolean weights = one.file().contains("weights");
        Path network = weights ? KerasCases.folder().resolve("weights.json") : null;

        FloatModel model = ModelReader.read(file, network);

        boolean first = one.file().startsWith("channels_first");
        double[] output = FloatExecutor.run(model, read(one.image(), model, first));
        boolean logits = model.network().assumptions().stream().anyMatch(note -> note.contains(" left out: "));
        compare(logits ? softmax(output) : output, channelsFirst(one));
    }

    /** The image in CHW order as the network reads it. */
    private static float[] read(int[] image, FloatModel model, boolean first) {
        Shape shape = model.network().input();
        Normalization front = model.network().normalization();
        float[] values = new float[image.length];
        for (int i = 0; i < image.length; i++) {
            int channel = first ? i / shape.pixels() : i % shape.channels();
            int pixel = first ? i % shape.pixels() : i / shape.channels();
            values[channel * shape.pixels() + pixel] =
                    (float) (image[i] * front.scale(channel) + front.offset(channel));
        }
        return values;
    }

    private static double[] channelsFirst(Case one) {
        int channels = one.shape()[one.shape().length - 1];
        int pixels = one.output().length / channels;
        double[] moved = new double[one.output().length];
        for (int i = 0; i < moved.length; i++) {
            moved[i % channels * pixels + i / channels] = one.output()[i];
        }
        return moved;
    }

    private static double[] softmax(double[] logits) {
        double sum = Arrays.stream(logits).map(Math::exp).sum();
        return Arrays.stream(logits).map(value -> Math.exp(value) / sum).toArray();
    }

    private static void compare(double[] actual, double[] expected) {
        assertThat(actual).hasSameSizeAs(expected);
        double peak = Arrays.stream(expected).map(Math::abs).max().orElseThrow();
        assertThat(peak).isPositive();
        for (int i = 0; i < actual.length; i++) {
            assertThat(Math.abs(actual[i] - expected[i])).isLessThanOrEqualTo(TOLERANCE * peak);
        }
    }
}
