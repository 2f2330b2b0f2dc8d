package intaglio.frontend.tflite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import intaglio.diag.IntaglioException;
import intaglio.frontend.ModelReader;
import intaglio.graph.FloatModel;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files of {@code src/test/resources/tflite/refused}: what is wrong with them, in one line. */
class RefusedTfliteTest {

    private static final String CONV = "tensor 'net/conv_0/Conv2D'";
    private static final String DAMAGED = "is a damaged TensorFlow Lite file or cut off: ";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "blocks | " + CONV
                        + ": is quantized by blocks or by a method of its own; quantize per tensor or channel",
                "buffer-short | " + DAMAGED + CONV
                        + " of 3x3x2x3 needs 216 bytes, its buffer has 144; copy or convert the" + " model again",
                "custom | has 1 CUSTOM MyOperator, which is not read; convert the model without experimental operators",
                "cycle | CONV_2D 'net/conv_2d_0/CONV_2D': reads 'net/reshape_1/RESHAPE', which no operator gives; copy or"
                        + " convert the model again",
                "fused-tanh | CONV_2D 'net/conv_2d_0/CONV_2D': its fused activation is TANH (4); use ReLU and train again",
                "int16 | tensor 'image': is an input of type INT16; convert the model with inputs of float32, int8 or uint8",
                "scale-nan | " + DAMAGED + CONV + " has the scale NaN; copy or convert the model again",
                "shape-huge | its tensors have more than 33554432 elements; give a small network",
                "sparse | " + CONV
                        + ": is stored as a sparse tensor; convert the model without the sparsity optimization",
                "square | has 2 SQUARE, which are not read; build the network of the operators in docs/files.md",
                "tensor-999 | " + DAMAGED + "tensor 999 of 6; copy or convert the model again"
            })
    void oneLine(String name, String message) {
        Path file = TfliteFidelityTest.FOLDER.resolve("refused/" + name + ".tflite");
        assertThatThrownBy(() -> ModelReader.read(file, null))
                .isInstanceOf(IntaglioException.class)
                .hasMessageStartingWith(file + ": " + message);
    }

    @Test
    void whatIsAssumedIsTold() {
        assertThat(assumptions("dynamic"))
                .contains(
                        "the weights of 2 layers are 8-bit integers and the data floats (dynamic range): the integers'"
                                + " exact values are the weights; TensorFlow Lite rounds the data of each image, too");
        assertThat(assumptions("int8")).contains("input 'image' of int8: byte p of an image enters as p - 128");
    }

    private static Iterable<String> assumptions(String name) {
        FloatModel model = ModelReader.read(TfliteFidelityTest.FOLDER.resolve(name + ".tflite"), null);
        return model.network().assumptions();
    }
}
