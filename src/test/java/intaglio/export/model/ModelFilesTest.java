package intaglio.export.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import intaglio.data.ImageSet;
import intaglio.floating.FloatNetwork;
import intaglio.frontend.ModelHints;
import intaglio.frontend.ModelReader;
import intaglio.frontend.onnx.OnnxRuntime;
import intaglio.graph.FloatModel;
import intaglio.graph.Network;
import intaglio.ir.Activation;
import intaglio.ir.ActivationFunction;
import intaglio.ir.FunctionKind;
import intaglio.ir.Normalization;
import intaglio.ir.PixelRange;
import intaglio.ir.Shape;
import intaglio.ir.Window;
import intaglio.op.Conv2d;
import intaglio.op.Dense;
import intaglio.op.Pool2d;
import intaglio.testing.RandomFloatModels;
import intaglio.testing.RandomGraphs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class ModelFilesTest {

    private static final int IMAGES = 3;

    @TempDir
    Path folder;

    static Stream<FloatModel> networks() {
        return IntStream.range(0, 60)
                .mapToObj(RandomGraphs::floats)
                .filter(ModelFilesTest::takenByOnnxruntime)
                .limit(16)
                .map(model ->
                        model.withNormalization(normalization(model.network().input())));
    }

    /** It refuses pools with as much padding as kernel. */
    private static boolean takenByOnnxruntime(FloatModel model) {
        return model.network().layers().stream()
                .flatMap(layer -> layer.pool().stream())
                .map(Pool2d::window)
                .allMatch(window -> Math.max(window.padTop(), window.padBottom()) < window.kernelHeight()
                        && Math.max(window.padLeft(), window.padRight()) < window.kernelWidth());
    }

    private static Normalization normalization(Shape input) {
        return new Normalization(
                PixelRange.UNIT,
                IntStream.range(0, input.channels())
                        .mapToObj(c -> 0.25 + 0.125 * c)
                        .toList(),
                List.of(0.3));
    }

    @ParameterizedTest
    @MethodSource("networks")
    void onnxruntimeComputesTheSame(FloatModel model) throws Exception {
        assertSame(model, 2e-4);
    }

    @ParameterizedTest
    @EnumSource(FunctionKind.class)
    void everyFunctionIsWritten(FunctionKind kind) throws Exception {
        double[] numbers = kind == FunctionKind.CLIP
                ? new double[] {-0.5, 0.75}
                : kind.parameters().stream()
                        .mapToDouble(number -> number.usual() * 0.75)
                        .toArray();
        Activation function = ActivationFunction.of(kind, numbers);
        Network network = new Network(
                "net",
                new Shape(2, 5, 7),
                List.of(new Conv2d("c", 3, Window.of(3, 2, 1, 2, 1, 0), function), new Dense("d", 4, Activation.NONE)));
        assertSame(RandomFloatModels.of(network, 5, 2), 1e-4);
    }

    /** In onnxruntime, and read again. */
    private void assertSame(FloatModel model, double tolerance) throws Exception {
        Map<String, byte[]> files = ModelFiles.onnx(model);
        Shape shape = model.network().input();
        ImageSet images = RandomFloatModels.noise(shape, IMAGES, 9);
        double[] expected = OnnxRuntime.runBytes(
                files.values().iterator().next(),
                images.pixels(),
                IMAGES,
                shape.channels(),
                shape.height(),
                shape.width());
        assertOutputs(model, images, expected, tolerance);
        Path file = write(files).get(0);
        FloatModel again = ModelReader.read(file, null, outputOf(model));
        assertOutputs(again, images, expected, tolerance);
    }

    private static ModelHints outputOf(FloatModel model) {
        return new ModelHints(
                Optional.empty(), Optional.empty(), Optional.of(model.network().outputKind()));
    }

    private static void assertOutputs(FloatModel model, ImageSet images, double[] expected, double tolerance) {
        float[][] outputs = new FloatNetwork(model).logits(images, 0, IMAGES);
        int elements = outputs[0].length;
        assertThat(expected).hasSize(IMAGES * elements);
        for (int i = 0; i < expected.length; i++) {
            assertThat((double) outputs[i / elements][i % elements])
                    .isCloseTo(expected[i], within(tolerance * (1 + Math.abs(expected[i]))));
        }
    }

    @Test
    void sameNetworkSameBytes() {
        FloatModel model = RandomGraphs.floats(3);
        assertThat(ModelFiles.onnx(model))
                .usingRecursiveComparison()
                .isEqualTo(ModelFiles.onnx(RandomGraphs.floats(3)));
    }

    private List<Path> write(Map<String, byte[]> files) throws IOException {
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            Files.write(folder.resolve(file.getKey()), file.getValue());
        }
        return files.keySet().stream().map(folder::resolve).toList();
    }
}
