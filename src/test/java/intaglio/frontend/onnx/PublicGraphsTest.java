package intaglio.frontend.onnx;

import intaglio.frontend.ModelHints;
import intaglio.frontend.ModelHints.ImageSize;
import intaglio.frontend.ModelReader;
import intaglio.graph.FloatModel;
import intaglio.testing.SharedData;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Models of other people that branch, grow or are one-dimensional, against ONNX Runtime. */
class PublicGraphsTest {

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "cases/residual.onnx, 1x1x28x28",
        "cases/conv1d.onnx, 1x9x128",
        "cases/conv_dilation.onnx, 1x1x28x28",
        "cases/pool_max_pad.onnx, 1x1x28x28",
        "wild/w28-har-conv1d.onnx, 3x9x128",
        "wild/w29-squeezenet-concat.onnx, 3x32x32x3",
        "super-resolution/edsr-small-x2.onnx, 2x3x13x18",
        "super-resolution/fsrcnn-x2.onnx, 1x1x13x18"
    })
    void agreesWithOnnxRuntime(String name, String sizes) throws Exception {
        Path file = SharedData.require(name);
        String[] numbers = sizes.split("x");
        long[] shape = new long[numbers.length];
        for (int i = 0; i < shape.length; i++) {
            shape[i] = Long.parseLong(numbers[i]);
        }
        Optional<ImageSize> free = name.startsWith("super-resolution")
                ? Optional.of(new ImageSize((int) shape[2], (int) shape[3]))
                : Optional.empty();
        FloatModel model = ModelReader.read(file, null, new ModelHints(Optional.empty(), free, Optional.empty()));
        Fidelity.compare(model, Files.readAllBytes(file), shape, false, new Random(name.hashCode()));
    }
}
