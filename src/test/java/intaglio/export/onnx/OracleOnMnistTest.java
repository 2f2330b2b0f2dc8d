package intaglio.export.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnxruntime.OrtException;
import intaglio.data.ImageReader;
import intaglio.data.ImageSet;
import intaglio.frontend.ModelReader;
import intaglio.golden.GoldenModel;
import intaglio.ir.IntegerModel;
import intaglio.quant.RequantFile;
import intaglio.quant.WideQuantizer;
import intaglio.testing.HardwareModels;
import intaglio.testing.SeedLenet;
import intaglio.testing.SharedData;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** All logits of the 10,000 test images, by onnxruntime and by the golden model. */
@Tag("slow")
class OracleOnMnistTest {

    @Test
    void articleNetwork() throws OrtException {
        RequantFile given = RequantFile.read(SharedData.require("lenet-seed/article_requant.json"));
        assertSameLogits(WideQuantizer.withGiven(SeedLenet.quantModel(), given).model());
    }

    @Test
    void trainedNetworkOfTheArticle() throws OrtException {
        assertSameLogits(WideQuantizer.quantize(SeedLenet.bestModel(), 8).model());
    }

    @Test
    void sampleNetwork() throws OrtException {
        assertSameLogits(WideQuantizer.quantize(ModelReader.read(Path.of("examples/lenet.pth"), null), 8).model());
    }

    @Test
    void uint8PerTensor() throws OrtException {
        assertSameLogits(HardwareModels.uint8(HardwareModels.lenet(), 11, false));
    }

    @Test
    void uint8PerChannel() throws OrtException {
        assertSameLogits(HardwareModels.uint8(HardwareModels.lenet(), 12, true));
    }

    private static void assertSameLogits(IntegerModel model) throws OrtException {
        ImageSet images = ImageReader.read(
                SharedData.require("mnist/t10k-images-idx3-ubyte.gz"), model.network().input(), Integer.MAX_VALUE);
        assertThat(images.count()).isEqualTo(10_000);
        long[][] golden = new GoldenModel(model).logits(images, 0, images.count());
        assertThat(IntegerSession.logits(OnnxExport.bytes(model), images)).isDeepEqualTo(golden);
    }
}
