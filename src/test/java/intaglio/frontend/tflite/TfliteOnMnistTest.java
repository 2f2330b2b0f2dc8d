package intaglio.frontend.tflite;

import static org.assertj.core.api.Assertions.assertThat;

import intaglio.data.ImageReader;
import intaglio.data.ImageSet;
import intaglio.data.LabelReader;
import intaglio.diag.Problems;
import intaglio.frontend.ModelReader;
import intaglio.golden.GoldenModel;
import intaglio.golden.LayerTrace;
import intaglio.golden.Logits;
import intaglio.golden.ReferenceModel;
import intaglio.graph.FloatModel;
import intaglio.ir.GivenLayer;
import intaglio.quant.GivenQuantizer;
import intaglio.quant.Uint8Quantized;
import intaglio.testing.SharedData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Quantized models in TensorFlow Lite's reference kernels and in our integers, on MNIST test images. */
class TfliteOnMnistTest {

    private static final Path SAMPLE = Path.of("examples", "digits-int8.tflite");

    /** What BUILTIN_REF gives for the first 1,000 images, ten bytes each; {@code train_tflite.py --reference} made it. */
    private static final Path REFERENCE = Path.of("src", "test", "resources", "tflite", "digits-int8.reference");

    private static final int IMAGES = 1000;
    private static final int CLASSES = 10;

    private record Run(FloatModel model, Uint8Quantized quantized, ImageSet images, long[][] logits, int[] labels) {

        static Run of(Path file, int count) {
            FloatModel model = ModelReader.read(file, null);
            ImageSet images = ImageReader.read(
                    SharedData.require("mnist/t10k-images-idx3-ubyte.gz"),
                    model.network().input(),
                    count);
            Uint8Quantized quantized = GivenQuantizer.quantize(model, 31);
            return new Run(
                    model,
                    quantized,
                    images,
                    new GoldenModel(quantized.model()).logits(images, 0, images.count()),
                    LabelReader.read(SharedData.require("mnist/t10k-labels-idx1-ubyte.gz"), count));
        }

        int right() {
            int right = 0;
            for (int i = 0; i < logits.length; i++) {
                right += Logits.argmax(logits[i]) == labels[i] ? 1 : 0;
            }
            return right;
        }

        /** The bytes of the file's last layer, from its logits; these have one unit, which is not that of each channel. */
        int[] near(int image, Quantization to) {
            double step = quantized.logitScale() / to.scale(0);
            return bytes(Arrays.stream(logits[image]).mapToDouble(logit -> logit * step), to);
        }

        /** The same from its accumulators. */
        int[] exact(int image, Quantization to) {
            LayerTrace last = new ReferenceModel(quantized.model())
                    .run(images.pixels(), images.offset(image))
                    .layers()
                    .get(model.network().layers().size() - 1);
            GivenLayer given = model.given().orElseThrow().layers().get(last.label());
            double[] scales = given.weightScales();
            return bytes(
                    IntStream.range(0, last.accumulator().length)
                            .mapToDouble(i -> last.accumulator()[i]
                                    * (given.input().scale() * scales[scales.length == 1 ? 0 : i] / to.scale(0))),
                    to);
        }

        private static int[] bytes(DoubleStream steps, Quantization to) {
            return steps.mapToInt(step -> (int) Math.max(-128, Math.min(127, Math.floor(step + 0.5) + to.zeroPoint(0))))
                    .toArray();
        }
    }

    @Test
    void sampleGivesTheBytesOfTheReferenceKernels() throws IOException {
        Graph graph = GraphFile.read(SAMPLE, Files.readAllBytes(SAMPLE), new Problems());
        Quantization to = graph.tensor(graph.outputs()[0]).quantization().orElseThrow();
        byte[] reference = Files.readAllBytes(REFERENCE);
        Run run = Run.of(SAMPLE, IMAGES);
        int exact = 0;
        for (int image = 0; image < IMAGES; image++) {
            int first = CLASSES * image;
            int[] theirs = IntStream.range(first, first + CLASSES)
                    .map(i -> reference[i])
                    .toArray();
            if (!Arrays.equals(run.near(image, to), theirs)) {
                assertThat(run.exact(image, to)).as("image %d", image).isEqualTo(theirs);
                exact++;
            }
        }
        assertThat(exact).isLessThan(10);
    }

    /** 98.80 % in the interpreter. */
    @Test
    void publicModelIsRight() {
        Run run = Run.of(SharedData.require("wild/w22-quantized.tflite"), 500);
        assertThat(run.right()).isBetween(493, 496);
    }
}
