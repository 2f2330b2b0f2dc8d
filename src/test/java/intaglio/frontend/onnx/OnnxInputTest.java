package intaglio.frontend.onnx;

import static intaglio.frontend.onnx.OnnxGraph.integer;
import static intaglio.frontend.onnx.OnnxGraph.integers;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import ai.onnx.proto.OnnxMl.TensorProto;
import intaglio.diag.IntaglioException;
import intaglio.frontend.ModelHints;
import intaglio.frontend.ModelHints.ImageSize;
import intaglio.frontend.ModelReader;
import intaglio.graph.FloatModel;
import intaglio.graph.OutputKind;
import intaglio.ir.ActivationFunction;
import intaglio.ir.FunctionKind;
import intaglio.ir.GivenActivation;
import intaglio.ir.Normalization;
import intaglio.ir.PixelRange;
import intaglio.ir.Shape;
import intaglio.testing.FloatExecutor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the bytes of an image stand for where the graph says something about it. */
class OnnxInputTest {

    private static final double TOLERANCE = 3e-6;

    @TempDir
    Path folder;

    /** A graph that takes bytes says all of it; with channels last the image is in another order, too. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void bytesAreReadAsOnnxRuntimeDoes(boolean last) throws Exception {
        OnnxGraph graph = bytes(last ? new long[] {0, 11, 14, 3} : new long[] {0, 3, 11, 14});
        graph.node("Cast", integer("to", 1)).floats("d", new float[] {255}).node("Div", List.of("d"));
        long[] perChannel = last ? new long[] {3} : new long[] {3, 1, 1};
        graph.floats("m", new float[] {0.485f, 0.456f, 0.406f}, perChannel).node("Sub", List.of("m"));
        graph.floats("s", new float[] {0.229f, 0.224f, 0.225f}, perChannel).node("Div", List.of("s"));
        if (last) {
            graph.node("Transpose", integers("perm", 0, 3, 1, 2));
        }
        graph.random("w", 4, 3, 3, 2)
                .node("Conv", List.of("w"), integers("pads", 1, 0, 0, 1))
                .classifier(4 * 10 * 14);
        FloatModel model = read(graph, Optional.empty());
        Shape input = model.network().input();
        assertThat(input).isEqualTo(new Shape(3, 11, 14));
        byte[] image = new byte[input.elements()];
        new Random(1).nextBytes(image);
        float[] values = new float[image.length];
        for (int i = 0; i < image.length; i++) {
            int channel = last ? i % 3 : i / input.pixels();
            int to = last ? channel * input.pixels() + i / 3 : i;
            values[to] = model.network().normalization().value(image[i] & 0xff, channel);
        }
        double[] expected = OnnxRuntime.runBytes(
                graph.bytes(), image, last ? new long[] {1, 11, 14, 3} : new long[] {1, 3, 11, 14});
        double[] actual = FloatExecutor.run(model, values);
        double peak = Arrays.stream(expected).map(Math::abs).max().orElseThrow();
        assertThat(actual).containsExactly(expected, Offset.offset(TOLERANCE * peak));
    }

    @Test
    void bytesAloneStandForThemselves() throws IOException {
        OnnxGraph graph = bytes(0, 3, 11, 14).node("Cast", integer("to", 1)).classifier(462);
        FloatModel model = read(graph, Optional.empty());
        assertThat(model.network().normalization()).isEqualTo(Normalization.of(PixelRange.BYTES, 0, 1));
        assertThat(model.network().assumptions()).isEmpty();
        assertThat(catchThrowableOfType(
                        IntaglioException.class,
                        () -> read(graph, Optional.of(Normalization.of(PixelRange.UNIT, 0.1, 0.3)))))
                .hasMessageContaining("says pixels 0..1, mean 0.1, std 0.3, but the model's file says pixels 0..255");
    }

    @Test
    void bytesDividedBy255AreTheUsualPixels() throws IOException {
        OnnxGraph graph = bytes(0, 3, 11, 14)
                .node("Cast", integer("to", 1))
                .floats("f", new float[] {1 / 255f})
                .node("Mul", List.of("f"))
                .classifier(462);
        assertThat(read(graph, Optional.empty()).network().normalization()).isEqualTo(Normalization.NONE);
    }

    /** A graph of floats says what it does to its pixels, and not what they are: that is assumed, or said. */
    @Test
    void theRangeOfFloatPixelsIsAssumedOrSaid() throws IOException {
        Normalization unit = Normalization.of(PixelRange.UNIT, 0.25, 0.5);
        FloatModel assumed = read(normalized(0.25f, 0.5f), Optional.empty());
        assertThat(assumed.network().normalization()).isEqualTo(unit);
        assertThat(assumed.network().assumptions())
                .containsExactly("pixels as p/255 in front of the graph's own"
                        + " normalization (the file does not say; --pixels 0..255 otherwise)");
        FloatModel said = read(normalized(0.25f, 0.5f), Optional.of(Normalization.of(PixelRange.BYTES, 0, 1)));
        assertThat(said.network().normalization()).isEqualTo(Normalization.of(PixelRange.BYTES, 0.25, 0.5));
        assertThat(said.network().assumptions()).isEmpty();
        assertThat(catchThrowableOfType(
                        IntaglioException.class,
                        () -> read(normalized(0.25f, 0.5f), Optional.of(Normalization.of(PixelRange.UNIT, 0.1, 1)))))
                .hasMessageContaining("says pixels 0..1, mean 0.1, std 1, but the model normalizes by itself: pixels"
                        + " 0..1, mean 0.25, std 0.5; leave --mean and --std out; --pixels says what its graph takes");
    }

    /** A division by 64 and more can only be one of 0..255. */
    @Test
    void aLargeDivisorMeansPixelsUpTo255() throws IOException {
        FloatModel model = read(normalized(32, 64), Optional.empty());
        assertThat(model.network().normalization()).isEqualTo(Normalization.of(PixelRange.BYTES, 32, 64));
        assertThat(model.network().assumptions())
                .containsExactly("pixels as p, 0..255, in front of the graph's own"
                        + " normalization (the file does not say; --pixels 0..1 otherwise)");
    }

    @Test
    void whatIsAssumedOrLeftOutIsTold() throws IOException {
        OnnxGraph vector = OnnxGraph.of(13, 0, 784)
                .random("w", 784, 5)
                .node("MatMul", List.of("w"))
                .node("Sigmoid");
        assertThat(read(vector, Optional.of(Normalization.NONE)).network().assumptions())
                .containsExactly(
                        "input 'image' of 784 as an image of 28 rows, 28 columns and 1 channel",
                        "the last Sigmoid is left out: the class is the same, the outputs are logits");
        OnnxGraph settled = OnnxGraph.of(13, 0, 3, 11, 14)
                .random("w", 4, 3, 3, 2)
                .node("Conv", List.of("w"))
                .node("Relu")
                .random("a", 4, 1, 1)
                .node("Add", List.of("a"))
                .node("Relu")
                .classifier(4 * 9 * 13);
        assertThat(read(settled, Optional.of(Normalization.NONE)).network().assumptions())
                .containsExactly("Add 'Add_3' becomes a layer of its own: no layer beside it can take it over exactly");
    }

    /** The normalization stands before QuantizeLinear; its steps are what the bytes are then. */
    @Test
    void quantizedModelsMayNormalizeFirst() throws IOException {
        QdqGraph graph = new QdqGraph(13, QdqGraph.UINT8);
        graph.graph()
                .floats("m", new float[] {0.25f})
                .node("Sub", List.of("m"))
                .floats("d", new float[] {0.5f})
                .node("Div", List.of("d"));
        FloatModel model = read(
                graph.quantize(2 / 255f, 64)
                        .dequantize()
                        .node("Flatten")
                        .gemm(7, 462)
                        .graph(),
                Optional.empty());
        assertThat(model.network().normalization()).isEqualTo(Normalization.of(PixelRange.UNIT, 0.25, 0.5));
        assertThat(model.given().orElseThrow().input())
                .extracting(GivenActivation::scale, GivenActivation::zeroPoint)
                .containsExactly((double) (2 / 255f), 64);
    }

    /** An image of bytes that DequantizeLinear reads. */
    @Test
    void quantizedModelsMayTakeBytes() throws IOException {
        QdqGraph graph = new QdqGraph(13, QdqGraph.UINT8);
        graph.graph()
                .graph()
                .clearInput()
                .addInput(OnnxGraph.value("image", TensorProto.DataType.UINT8_VALUE, 0, 3, 11, 14));
        graph.graph()
                .floats("s", new float[] {0.5f})
                .integers("z", QdqGraph.UINT8, new int[] {30})
                .node("DequantizeLinear", List.of("s", "z"))
                .node("Flatten");
        FloatModel model = read(graph.gemm(7, 462).graph(), Optional.empty());
        assertThat(model.network().normalization()).isEqualTo(Normalization.of(PixelRange.BYTES, 30, 2));
        assertThat(model.given().orElseThrow().input())
                .extracting(GivenActivation::scale, GivenActivation::zeroPoint)
                .containsExactly(0.5, 30);
    }

    @Test
    void freeRowsAndColumnsAreGiven() throws Exception {
        OnnxGraph graph = OnnxGraph.of(13, 0, 3, 0, 0).random("w", 4, 3, 3, 2).node("Conv", List.of("w"));
        FloatModel model = read(graph, new ImageSize(11, 14), Optional.empty());
        assertThat(model.network().input()).isEqualTo(new Shape(3, 11, 14));
        assertThat(model.network().output()).isEqualTo(new Shape(4, 9, 13));
        assertThat(model.network().outputKind()).isEqualTo(OutputKind.VALUES);
    }

    @Test
    void freeRowsAndColumnsOfChannelsLast() throws Exception {
        OnnxGraph graph = OnnxGraph.of(13, 0, 0, 0, 3)
                .node("Transpose", integers("perm", 0, 3, 1, 2))
                .random("w", 3, 3, 3, 2)
                .node("Conv", List.of("w"));
        FloatModel model = read(graph, new ImageSize(11, 14), Optional.of(OutputKind.VALUES));
        assertThat(model.network().input()).isEqualTo(new Shape(3, 11, 14));
        assertThat(model.network().outputKind()).isEqualTo(OutputKind.VALUES);
        assertThat(model.network().assumptions()).noneMatch(note -> note.contains("output"));
    }

    @Test
    void aFixedSizeIsNotChanged() throws Exception {
        OnnxGraph graph = OnnxGraph.of(13, 0, 3, 11, 14).classifier(462);
        assertThatThrownBy(() -> read(graph, new ImageSize(11, 15), Optional.empty()))
                .hasMessageContaining("has 14 columns, --input-size says 11x15; leave --input-size out");
    }

    /** In front of a picture the function is a part of the network. */
    @Test
    void aSigmoidBeforeAPictureStays() throws Exception {
        OnnxGraph graph = OnnxGraph.of(13, 0, 3, 11, 14)
                .random("w", 3, 3, 3, 2)
                .node("Conv", List.of("w"))
                .node("Sigmoid");
        FloatModel model = read(graph, new ImageSize(11, 14), Optional.empty());
        assertThat(model.network().outputKind()).isEqualTo(OutputKind.IMAGE);
        assertThat(model.network().weightedLayers().get(0).activation())
                .isEqualTo(ActivationFunction.of(FunctionKind.SIGMOID));
    }

    private FloatModel read(OnnxGraph graph, ImageSize size, Optional<OutputKind> output) throws IOException {
        Path file = Files.write(folder.resolve("m.onnx"), graph.bytes());
        return ModelReader.read(file, null, new ModelHints(Optional.empty(), Optional.of(size), output));
    }

    private static OnnxGraph normalized(float mean, float std) {
        return OnnxGraph.of(13, 0, 3, 11, 14)
                .floats("m", new float[] {mean})
                .floats("s", new float[] {std})
                .node("Sub", List.of("m"))
                .node("Div", List.of("s"))
                .classifier(462);
    }

    private static OnnxGraph bytes(long... shape) {
        OnnxGraph graph = new OnnxGraph(13);
        graph.graph().addInput(OnnxGraph.value("image", TensorProto.DataType.UINT8_VALUE, shape));
        return graph;
    }

    private FloatModel read(OnnxGraph graph, Optional<Normalization> said) throws IOException {
        return ModelReader.read(Files.write(folder.resolve("m.onnx"), graph.bytes()), null, ModelHints.of(said));
    }
}
