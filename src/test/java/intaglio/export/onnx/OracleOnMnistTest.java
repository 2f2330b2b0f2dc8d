package intaglio.export.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnxruntime.OrtException;
import intaglio.calibrate.Calibration;
import intaglio.calibrate.Calibrator;
import intaglio.calibrate.Calibrators;
import intaglio.data.ImageReader;
import intaglio.data.ImageSet;
import intaglio.frontend.ModelReader;
import intaglio.golden.GoldenModel;
import intaglio.graph.FloatModel;
import intaglio.graph.IntegerModel;
import intaglio.quant.RequantFile;
import intaglio.quant.Uint8Options;
import intaglio.quant.Uint8Quantizer;
import intaglio.quant.WideQuantizer;
import intaglio.testing.HardwareModels;
import intaglio.testing.SeedLenet;
import intaglio.testing.SharedData;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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
        assertSameLogits(WideQuantizer.quantize(sample(), 8).model());
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void uint8OfTheTrainedNetwork(boolean perChannel) throws OrtException {
        assertSameLogits(uint8(SeedLenet.bestModel(), Uint8Options.of(perChannel)));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void uint8OfTheSampleNetwork(boolean perChannel) throws OrtException {
        assertSameLogits(uint8(sample(), Uint8Options.of(perChannel)));
    }

    /** Maximum pools, batch normalizations folded. */
    @Test
    void networkWithMaximumPools() throws OrtException {
        Path file = SharedData.require("lenet-bn-max/lenet-mnist-max-bn-relu.onnx");
        FloatModel trained = ModelReader.read(file, null);
        assertSameLogits(WideQuantizer.quantize(trained, 8).model());
        assertSameLogits(uint8(trained, Uint8Options.of(false)));
        assertSameLogits(uint8(trained, Uint8Options.of(true)));
    }

    /** Depthwise convolutions, ReLU6, a pool that overlaps, the mean of 36 values. */
    @Test
    void separableSampleNetwork() throws OrtException {
        FloatModel trained = ModelReader.read(Path.of("examples/separable.onnx"), null);
        assertSameLogits(WideQuantizer.quantize(trained, 8).model());
        assertSameLogits(uint8(trained, Uint8Options.of(false)));
        assertSameLogits(uint8(trained, Uint8Options.of(true)));
    }

    @Test
    void fourBitWeights() throws OrtException {
        assertSameLogits(uint8(sample(), Uint8Options.of(true).withWeightBits(4)));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void uint8OfRandomWeights(boolean perChannel) throws OrtException {
        assertSameLogits(HardwareModels.uint8(HardwareModels.lenet(), 11, perChannel));
    }

    private static FloatModel sample() {
        return ModelReader.read(Path.of("examples/lenet.pth"), null);
    }

    /** Calibrated with 1,000 training images. */
    private static IntegerModel uint8(FloatModel trained, Uint8Options options) {
        ImageSet images = ImageReader.read(
                SharedData.require("mnist/train-images-idx3-ubyte.gz"),
                trained.network().input(),
                1_000);
        Calibration calibration = Calibration.of(trained, images, done -> {});
        Calibrator calibrator = Calibrators.named("minmax", Calibrators.DEFAULT_PERCENT);
        return Uint8Quantizer.quantize(trained, calibration.ranges(calibrator), options)
                .model();
    }

    private static void assertSameLogits(IntegerModel model) throws OrtException {
        ImageSet images = ImageReader.read(
                SharedData.require("mnist/t10k-images-idx3-ubyte.gz"),
                model.network().input(),
                Integer.MAX_VALUE);
        assertThat(images.count()).isEqualTo(10_000);
        long[][] golden = new GoldenModel(model).logits(images, 0, images.count());
        assertThat(IntegerSession.logits(OnnxExport.bytes(model), images)).isDeepEqualTo(golden);
    }
}
