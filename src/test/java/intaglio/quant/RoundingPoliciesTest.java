package intaglio.quant;

import static org.assertj.core.api.Assertions.assertThat;

import intaglio.calibrate.Calibration;
import intaglio.calibrate.Calibrators;
import intaglio.data.ImageSet;
import intaglio.export.WeightFiles;
import intaglio.export.onnx.IntegerSession;
import intaglio.export.onnx.OnnxExport;
import intaglio.golden.GoldenModel;
import intaglio.golden.ReferenceModel;
import intaglio.graph.FloatModel;
import intaglio.graph.IntegerModel;
import intaglio.num.Rounding;
import intaglio.range.RangeAnalysis;
import intaglio.range.RangeChecker;
import intaglio.range.RangesJson;
import intaglio.testing.HardwareModels;
import intaglio.testing.Models;
import intaglio.testing.RandomFloatModels;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A network quantized under each rounding, through everything that reads it. */
class RoundingPoliciesTest {

    private static final FloatModel TRAINED = RandomFloatModels.of(HardwareModels.oblong(), 6, 3);
    private static final ImageSet IMAGES =
            RandomFloatModels.noise(TRAINED.network().input(), 9, 2);

    @TempDir
    Path folder;

    @Test
    void uint8NetworksKeepTheirPolicy() throws Exception {
        Calibration calibration = Calibration.of(TRAINED, IMAGES, done -> {});
        Set<List<Long>> results = new HashSet<>();
        for (Rounding rounding : Rounding.values()) {
            Uint8Quantized quantized = Uint8Quantizer.quantize(
                    TRAINED,
                    calibration.ranges(Calibrators.named("minmax", 100)),
                    Uint8Options.of(rounding.ordinal() % 2 == 0).withRounding(rounding));
            assertThat(quantized.layers()).allMatch(layer -> layer.error().isEmpty());
            results.add(check(quantized.model(), rounding));
        }
        assertThat(results).hasSizeGreaterThan(1);
    }

    @Test
    void wideNetworksKeepTheirPolicy() throws Exception {
        Set<List<Long>> results = new HashSet<>();
        for (Rounding rounding : Rounding.values()) {
            results.add(check(WideQuantizer.quantize(TRAINED, 3, rounding).model(), rounding));
        }
        assertThat(results).hasSizeGreaterThan(1);
    }

    private List<Long> check(IntegerModel model, Rounding rounding) throws Exception {
        assertThat(model.parameters().values()).allMatch(one -> one.requantize().rounding() == rounding);
        Path files = folder.resolve(rounding.word());
        WeightFiles.write(model, files, true);
        Models.assertSame(WeightFiles.read(files, model.network()), model);
        assertThat(RangeChecker.differences(RangesJson.write(RangeAnalysis.of(model)), model))
                .isEmpty();
        long[][] logits = new GoldenModel(model).logits(IMAGES, 0, IMAGES.count());
        assertThat(IntegerSession.logits(OnnxExport.bytes(model), IMAGES)).isDeepEqualTo(logits);
        for (int image = 0; image < IMAGES.count(); image++) {
            assertThat(new ReferenceModel(model)
                            .run(IMAGES.pixels(), IMAGES.offset(image))
                            .logits())
                    .isEqualTo(logits[image]);
        }
        return Arrays.stream(logits).flatMapToLong(Arrays::stream).boxed().toList();
    }
}
