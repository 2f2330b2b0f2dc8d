package intaglio.frontend.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import intaglio.data.ImageReader;
import intaglio.data.ImageSet;
import intaglio.data.LabelReader;
import intaglio.frontend.ModelReader;
import intaglio.golden.GoldenModel;
import intaglio.golden.Logits;
import intaglio.graph.FloatModel;
import intaglio.num.Rounding;
import intaglio.quant.GivenQuantizer;
import intaglio.testing.SharedData;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The sample network as onnxruntime's quantizer writes it, in onnxruntime and in our integers. */
class QdqOnMnistTest {

    private static final Path MODEL = Path.of("examples", "lenet-qdq.onnx");
    private static final int BATCH = 1000;

    /** 99.30 % in both. Two images get another class: their two largest logits are equal bytes in onnxruntime. */
    @Test
    void accuracyIsThatOfOnnxRuntime() throws Exception {
        FloatModel model = ModelReader.read(MODEL, null);
        ImageSet images = ImageReader.read(
                SharedData.require("mnist/t10k-images-idx3-ubyte.gz"),
                model.network().input(),
                Integer.MAX_VALUE);
        int[] labels = LabelReader.read(SharedData.require("mnist/t10k-labels-idx1-ubyte.gz"), Integer.MAX_VALUE);
        long[][] ours = new GoldenModel(
                        GivenQuantizer.quantize(model, 31, Rounding.HALF_UP).model())
                .logits(images, 0, images.count());
        int right = 0;
        int theirRight = 0;
        int others = 0;
        byte[] bytes = Files.readAllBytes(MODEL);
        for (int first = 0; first < images.count(); first += BATCH) {
            double[] theirs = logits(bytes, images, first);
            for (int i = 0; i < BATCH; i++) {
                int mine = Logits.argmax(ours[first + i]);
                int their = largest(theirs, i * 10);
                right += mine == labels[first + i] ? 1 : 0;
                theirRight += their == labels[first + i] ? 1 : 0;
                others += mine == their ? 0 : 1;
            }
        }
        assertThat(right).isGreaterThan(9900);
        assertThat(Math.abs(right - theirRight)).isLessThanOrEqualTo(images.count() / 1000);
        assertThat(others).isLessThanOrEqualTo(images.count() / 1000);
    }

    private static double[] logits(byte[] model, ImageSet images, int first) throws Exception {
        float[] pixels = new float[BATCH * images.shape().elements()];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = Byte.toUnsignedInt(images.pixels()[images.offset(first) + i]) / 255f;
        }
        Map<String, double[]> outputs = OnnxRuntime.runUnoptimized(model, pixels, BATCH, 1, 28, 28);
        return outputs.get("logits");
    }

    private static int largest(double[] logits, int from) {
        int best = 0;
        for (int c = 1; c < 10; c++) {
            best = logits[from + c] > logits[from + best] ? c : best;
        }
        return best;
    }
}
