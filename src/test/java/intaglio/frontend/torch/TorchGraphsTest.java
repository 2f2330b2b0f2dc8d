package intaglio.frontend.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import intaglio.data.ImageSet;
import intaglio.floating.FloatNetwork;
import intaglio.graph.FloatModel;
import intaglio.testing.RandomFloatModels;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Graphs of torch.export and of TorchScript compute what the ONNX file of the same network computes. */
class TorchGraphsTest {

    private static final int IMAGES = 2;

    @ParameterizedTest
    @CsvSource({
        "residual.pt2, residual.onnx, 9, 8",
        "residual.pt, residual.onnx, 9, 8",
        "decoder.pt2, decoder.onnx, 5, 6",
        "decoder.pt, decoder.onnx, 5, 6",
        "functions.pt2, functions.onnx, 8, 5",
        "functions.pt, functions.onnx, 8, 5",
        "functions-whole.pth, functions.onnx, 8, 5"
    })
    void computesTheSame(String name, String onnx, int height, int width) {
        assertSame(TorchResources.read(name, height, width), TorchResources.read(onnx, height, width));
    }

    private static void assertSame(FloatModel found, FloatModel expected) {
        assertThat(found.network().input()).isEqualTo(expected.network().input());
        ImageSet images = RandomFloatModels.noise(expected.network().input(), IMAGES, 9);
        float[][] outputs = new FloatNetwork(found).logits(images, 0, IMAGES);
        float[][] reference = new FloatNetwork(expected).logits(images, 0, IMAGES);
        for (int image = 0; image < IMAGES; image++) {
            assertThat(outputs[image]).hasSameSizeAs(reference[image]);
            for (int i = 0; i < outputs[image].length; i++) {
                assertThat(outputs[image][i]).isCloseTo(reference[image][i], within(1e-5f));
            }
        }
    }
}
