package intaglio.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import intaglio.data.ImagePreparation;
import intaglio.data.ImageReader;
import intaglio.data.LabelReader;
import intaglio.frontend.ModelReader;
import intaglio.testing.SharedData;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Model files of other people, found with the first 2,000 MNIST test images; their owners' words are the expectation.
 */
@Tag("slow")
class FoundNetworksTest {

    private static final int IMAGES = 2000;

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            wild/w01-conv-bn-norm.pth | 1986 | ReLU; 2x2 maximum pool behind conv1, conv2; padding 1 in conv1, conv2; \
            (p/255 - 0.5) / 0.5
            wild/w03-lenet-norm.pth | 1949 | ReLU; 2x2 maximum pool behind conv1, conv2; (p/255 - 0.1307) / 0.3081
            wild/w06-lenet-norm.pth | 1976 | ReLU; 2x2 maximum pool behind layers.0, layers.3; (p/255 - 0.5) / 0.5, \
            images with --resize 32x32
            wild/w07-lenet-pad2-norm.pth | 1963 | ReLU; 2x2 maximum pool behind conv1, conv2; \
            (p/255 - 0.1307) / 0.3081, images with --pad 2
            wild/w11-lenet-avg-fp16.pth | 1957 | ReLU; 2x2 average pool behind conv1, conv2; p/255
            wild/w13-lenet-tanh.pth | 1962 | tanh; 2x2 average pool behind conv1, conv2; p/255
            examples/lenet.pth | 1982 | ReLU behind c1, c3; no activation behind c5, f6; \
            2x2 average pool behind c1, c3; padding 2 in c1; p/255
            cases/newcomer/classic-lenet-names/relu_avg_all.pth | 1809 | ReLU; 2x2 average pool behind c1, c3; \
            padding 2 in c1; p/255
            cases/newcomer/classic-lenet-names/relu_max.pth | 1857 | ReLU; 2x2 maximum pool behind c1, c3; \
            padding 2 in c1; p/255
            cases/newcomer/classic-lenet-names/sig_avg.pth | 1621 | sigmoid; 2x2 average pool behind c1, c3; \
            padding 2 in c1; p/255
            cases/newcomer/classic-lenet-names/tanh_avg.pth | 1822 | tanh; 2x2 average pool behind c1, c3; \
            padding 2 in c1; p/255
            """)
    void stateDicts(String file, int correct, String text) {
        Path images = SharedData.require("mnist/t10k-images-idx3-ubyte.gz");
        StateDictInspection inspection =
                StateDictInspection.of(ModelReader.checkpoint(model(file)).orElseThrow());
        Finding taken = inspection
                .search(images, labels(), IMAGES, inputs(images), status -> {})
                .taken();
        assertThat(taken.text()).isEqualTo(text.replaceAll("\\s+", " "));
        assertThat(taken.correct()).isEqualTo(correct);
        assertThat(taken.network().isPresent()).isEqualTo(taken.unsupported().isEmpty());
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            wild/w02-lenet-norm.onnx | 1949 | (p/255 - 0.1307) / 0.3081
            wild/w04-mnist-norm.onnx | 1951 | (p/255 - 0.1307) / 0.3081
            wild/w05-mnist-mean28.onnx | 1968 | (p/255 - 0.5) / 0.5
            wild/w08-mlp-norm-batch10.onnx | 1919 | (p/255 - 0.1307) / 0.3081
            wild/w09-sigmoid-end-norm.onnx | 1927 | (p/255 - 0.1307) / 0.3081
            wild/w14-lenet-sigmoid-norm.onnx | 1966 | (p/255 - 0.1307) / 0.3081
            wild/w10-lenet-opset9.onnx | 1967 | p/255, images with --resize 32x32
            wild/w12-conv-pool.onnx | 1939 | p/255
            """)
    void onnxModels(String file, int correct, String text) {
        Path images = SharedData.require("mnist/t10k-images-idx3-ubyte.gz");
        ModelInspection inspection = new ModelInspection(ModelReader.read(SharedData.require(file), null));
        Finding taken = inspection
                .search(images, labels(), IMAGES, inputs(images), status -> {})
                .taken();
        assertThat(taken.text()).isEqualTo(text.replaceAll("\\s+", " "));
        assertThat(taken.correct()).isEqualTo(correct);
    }

    private static Path model(String file) {
        return file.startsWith("examples") ? Path.of(file) : SharedData.require(file);
    }

    private static Optional<int[]> labels() {
        return Optional.of(LabelReader.read(SharedData.require("mnist/t10k-labels-idx1-ubyte.gz"), IMAGES));
    }

    private static InputChoices inputs(Path images) {
        return new InputChoices(ImageReader.firstShape(images), ImagePreparation.NONE, List.of());
    }
}
