package intaglio.frontend.tflite;

import static org.assertj.core.api.Assertions.assertThat;

import intaglio.data.ImageReader;
import intaglio.data.ImageSet;
import intaglio.data.LabelReader;
import intaglio.diag.Problems;
import intaglio.frontend.ModelReader;
import intaglio.golden.GoldenModel;
import intaglio.golden.Logits;
import intaglio.graph.FloatModel;
import intaglio.num.Rounding;
import intaglio.quant.GivenQuantizer;
import intaglio.quant.Uint8Quantized;
import intaglio.testing.SharedData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Quantized models in TensorFlow Lite's reference kernels and in our integers, on MNIST test images. */
class TfliteOnMnistTest {

    private static final Path SAMPLE = Path.of("examples", "digits-int8.tflite");

    /** What BUILTIN_REF gives for the first 1,000 images, ten bytes each; {@code train_tflite.py --reference} made it. */
    private static final Path REFERENCE = Path.of("src", "test", "resources", "tflite", "digits-int8.reference");

    private static final int IMAGES = 1000;

    private record Run(Uint8Quantized quantized, long[][] logits, int[] labels) {

        static Run of(Path file, int count) {
            FloatModel model = ModelReader.read(file, null);
            ImageSet images = ImageReader.read(
                    SharedData.require("mnist/t10k-images-idx3-ubyte.gz"),
                    model.network().input(),
                    count);
            Uint8Quantized quantized = GivenQuantizer.quantize(model, 31, Rounding.HALF_UP);
            return new Run(
                    quantized,
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
    }

    /** The integers of the file's last layer, from our sums. */
    private static int[][] bytes(Path file, Run run) throws IOException {
        Graph graph = GraphFile.read(file, Files.readAllBytes(file), new Problems());
        Quantization to = graph.tensor(graph.outputs()[0]).quantization().orElseThrow();
        double step = run.quantized().logitScale() / to.scale(0);
        int[][] bytes = new int[run.logits().length][run.logits()[0].length];
        for (int i = 0; i < bytes.length; i++) {
            for (int j = 0; j < bytes[i].length; j++) {
                long value = (long) Math.floor(run.logits()[i][j] * step + 0.5) + to.zeroPoint(0);
                bytes[i][j] = (int) Math.max(-128, Math.min(127, value));
            }
        }
        return bytes;
    }

    @Test
    void sampleIsNearTheBytesOfTheReferenceKernels() throws IOException {
        int[][] ours = bytes(SAMPLE, Run.of(SAMPLE, IMAGES));
        byte[] theirs = Files.readAllBytes(REFERENCE);
        int differing = 0;
        int worst = 0;
        int others = 0;
        for (int i = 0; i < IMAGES; i++) {
            int largest = 0;
            for (int j = 0; j < 10; j++) {
                int off = Math.abs(ours[i][j] - theirs[10 * i + j]);
                differing += off > 0 ? 1 : 0;
                worst = Math.max(worst, off);
                largest = theirs[10 * i + j] > theirs[10 * i + largest] ? j : largest;
            }
            others += theirs[10 * i + largest] == theirs[10 * i + Logits.argmax(longs(ours[i]))] ? 0 : 1;
        }
        // 18.7 % differ: four convolutions, which the reference rounds twice (docs/model-files.md).
        assertThat(differing).isLessThan(2000);
        assertThat(worst).isLessThanOrEqualTo(2);
        assertThat(others).isZero();
    }

    private static long[] longs(int... values) {
        return Arrays.stream(values).asLongStream().toArray();
    }

    /** 98.80 % in the interpreter. */
    @Test
    void publicModelIsRight() {
        Run run = Run.of(SharedData.require("wild/w22-quantized.tflite"), 500);
        assertThat(run.right()).isBetween(493, 496);
    }
}
