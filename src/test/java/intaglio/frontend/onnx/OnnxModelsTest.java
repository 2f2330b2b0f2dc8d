package intaglio.frontend.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import intaglio.data.ImageReader;
import intaglio.data.ImageSet;
import intaglio.data.LabelReader;
import intaglio.frontend.ModelReader;
import intaglio.golden.GoldenModel;
import intaglio.graph.FloatModel;
import intaglio.ir.FloatParameters;
import intaglio.ir.Shape;
import intaglio.op.Weighted;
import intaglio.quant.WideQuantizer;
import intaglio.testing.SharedData;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** The same trained networks from both formats. */
class OnnxModelsTest {

    private static final String MAX_POOLS = "lenet-bn-max/lenet-mnist-max-bn-relu";
    private static final Path BATCH_NORMS = Path.of("examples", "lenet-batchnorm.json");

    @Test
    void theSampleIsTheSameInBothFormats() {
        FloatModel torch = ModelReader.read(Path.of("examples", "lenet.pth"), null);
        FloatModel onnx = ModelReader.read(Path.of("examples", "lenet.onnx"), null);
        assertThat(onnx.network().layers()).isEqualTo(torch.network().layers());
        assertThat(onnx.network().input()).isEqualTo(torch.network().input());
        assertSameBits(onnx, torch);
    }

    @Test
    void theArticlesModelIsTheSameInBothFormats() {
        FloatModel torch = ModelReader.read(SharedData.require("lenet-seed/best_model.pth"), null);
        FloatModel onnx = ModelReader.read(SharedData.require("lenet-seed/best_model.onnx"), null);
        assertThat(onnx.network().name()).isEqualTo("best_model");
        assertThat(onnx.network().layers()).isEqualTo(torch.network().layers());
        assertThat(onnx.network().input()).isEqualTo(torch.network().input());
        assertSameBits(onnx, torch);
    }

    @Test
    void batchNormsFoldedByUsAndByPyTorchAgree() {
        FloatModel torch = ModelReader.read(SharedData.require(MAX_POOLS + ".pth"), BATCH_NORMS);
        FloatModel onnx = ModelReader.read(SharedData.require(MAX_POOLS + ".onnx"), null);
        assertThat(onnx.network().layers().stream()
                        .filter(Weighted.class::isInstance)
                        .toList())
                .isEqualTo(torch.network().layers().stream()
                        .filter(Weighted.class::isInstance)
                        .toList());
        assertThat(onnx.network().shapes().inOrder())
                .isEqualTo(torch.network().shapes().inOrder());
        double worst = 0;
        for (Weighted layer : torch.network().weightedLayers()) {
            FloatParameters ours = torch.parameters(layer);
            FloatParameters theirs = onnx.parameters(layer);
            worst = Math.max(worst, difference(ours.weights(), theirs.weights()));
            worst = Math.max(worst, difference(ours.bias(), theirs.bias()));
        }
        // 1.2e-7 of the largest value of the layer: PyTorch folds in float32.
        assertThat(worst).isPositive().isLessThan(3e-7);
    }

    @Test
    void batchNormsFoldedByUsAndByPyTorchQuantizeAlike() {
        ImageSet images = ImageReader.read(
                SharedData.require("mnist/t10k-images-idx3-ubyte.gz"), new Shape(1, 28, 28), Integer.MAX_VALUE);
        int[] labels = LabelReader.read(SharedData.require("mnist/t10k-labels-idx1-ubyte.gz"), Integer.MAX_VALUE);
        FloatModel torch = ModelReader.read(SharedData.require(MAX_POOLS + ".pth"), BATCH_NORMS);
        FloatModel onnx = ModelReader.read(SharedData.require(MAX_POOLS + ".onnx"), null);
        long[][] ours = new GoldenModel(WideQuantizer.quantize(torch, 8).model()).logits(images, 0, images.count());
        long[][] theirs = new GoldenModel(WideQuantizer.quantize(onnx, 8).model()).logits(images, 0, images.count());
        // 99.24 % each, where the float network has 99.21 %.
        assertThat(GoldenModel.countCorrect(ours, labels)).isGreaterThanOrEqualTo(9920);
        assertThat(GoldenModel.countCorrect(theirs, labels)).isGreaterThanOrEqualTo(9920);
        int[] classes = Arrays.stream(ours).mapToInt(OnnxModelsTest::largest).toArray();
        assertThat(Arrays.stream(theirs).mapToInt(OnnxModelsTest::largest).toArray())
                .isEqualTo(classes);
    }

    private static int largest(long[] logits) {
        int best = 0;
        for (int c = 1; c < logits.length; c++) {
            best = logits[c] > logits[best] ? c : best;
        }
        return best;
    }

    @Test
    void protobufIsNotLoadedForOtherFormats() throws Exception {
        URL[] classes = {Path.of("target", "classes").toUri().toURL()};
        // A loader without the protobuf classes: whoever needs one fails.
        ClassLoader parent = getClass().getClassLoader();
        ClassLoader hiding = new ClassLoader(null) {
            @Override
            protected Class<?> findClass(String name) throws ClassNotFoundException {
                if (name.startsWith("com.google.protobuf")
                        || name.startsWith("ai.onnx")
                        || name.startsWith("intaglio")) {
                    throw new ClassNotFoundException(name);
                }
                return parent.loadClass(name);
            }
        };
        try (URLClassLoader alone = new URLClassLoader(classes, hiding)) {
            var read = alone.loadClass(ModelReader.class.getName()).getMethod("read", Path.class, Path.class);
            assertThat(read.invoke(null, Path.of("examples", "lenet.pth"), null))
                    .isNotNull();
            assertThatThrownBy(() -> read.invoke(null, Path.of("examples", "lenet.onnx"), null))
                    .hasCauseInstanceOf(NoClassDefFoundError.class);
        }
    }

    private static void assertSameBits(FloatModel actual, FloatModel expected) {
        assertThat(actual.parameters().keySet()).isEqualTo(expected.parameters().keySet());
        expected.parameters().forEach((label, parameters) -> {
            assertThat(bits(actual.parameters().get(label).weights())).as(label).isEqualTo(bits(parameters.weights()));
            assertThat(bits(actual.parameters().get(label).bias())).as(label).isEqualTo(bits(parameters.bias()));
        });
    }

    private static int[] bits(float[] values) {
        int[] bits = new int[values.length];
        for (int i = 0; i < bits.length; i++) {
            bits[i] = Float.floatToRawIntBits(values[i]);
        }
        return bits;
    }

    /** Largest difference, relative to the largest value. */
    private static double difference(float[] a, float[] b) {
        double worst = 0;
        double peak = 0;
        for (int i = 0; i < a.length; i++) {
            worst = Math.max(worst, Math.abs(a[i] - b[i]));
            peak = Math.max(peak, Math.abs(a[i]));
        }
        return worst / peak;
    }
}
