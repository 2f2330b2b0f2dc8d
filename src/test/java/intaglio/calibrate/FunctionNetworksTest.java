package intaglio.calibrate;

import static org.assertj.core.api.Assertions.assertThat;

import intaglio.data.ImageSet;
import intaglio.evaluate.Evaluation;
import intaglio.evaluate.LayerMeasurement;
import intaglio.evaluate.Measurement;
import intaglio.evaluate.Variant;
import intaglio.export.onnx.IntegerSession;
import intaglio.export.onnx.OnnxExport;
import intaglio.golden.GoldenModel;
import intaglio.graph.FloatModel;
import intaglio.ir.ActivationFunction;
import intaglio.ir.FunctionKind;
import intaglio.quant.Uint8Options;
import intaglio.quant.Uint8Quantizer;
import intaglio.quant.WideQuantizer;
import intaglio.testing.HardwareModels;
import intaglio.testing.RandomFloatModels;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Every function from the float network to the integers: in all layers, the last as well. */
class FunctionNetworksTest {

    /** Those that end, or in {@code wide} clip to less than 16. */
    private static final Set<FunctionKind> WIDE =
            Set.of(FunctionKind.TANH, FunctionKind.SIGMOID, FunctionKind.HARDSIGMOID, FunctionKind.CLIP);

    @Test
    void integersFollowTheFloatNetwork() throws Exception {
        for (FunctionKind kind : FunctionKind.values()) {
            ActivationFunction function =
                    kind == FunctionKind.CLIP ? ActivationFunction.of(kind, -1.5, 2.25) : ActivationFunction.of(kind);
            FloatModel trained = RandomFloatModels.of(RandomFloatModels.with(HardwareModels.oblong(), function), 3, 2);
            ImageSet images = RandomFloatModels.noise(trained.network().input(), 6, 5);
            for (Variant variant : variants(trained, images)) {
                assertClose(trained, variant, images);
                long[][] logits = new GoldenModel(variant.model()).logits(images, 0, images.count());
                assertThat(IntegerSession.logits(OnnxExport.bytes(variant.model()), images))
                        .as("%s %s", kind, variant.name())
                        .isDeepEqualTo(logits);
            }
        }
    }

    private static List<Variant> variants(FloatModel trained, ImageSet images) {
        Calibration calibration = Calibration.of(trained, images, done -> {});
        Calibrator calibrator = Calibrators.named("minmax", 100);
        List<Variant> variants = new ArrayList<>();
        ActivationFunction function =
                (ActivationFunction) trained.network().weightedLayers().get(0).activation();
        boolean perChannel = function.kind().ordinal() % 2 == 0;
        Uint8Options options = Uint8Options.of(perChannel).withKeptWide(perChannel ? Set.of("second") : Set.of());
        variants.add(Variant.uint8("uint8", Uint8Quantizer.quantize(trained, calibration.ranges(calibrator), options)));
        if (WIDE.contains(function.kind())) {
            variants.add(Variant.wide("wide", WideQuantizer.quantize(trained, 12)));
        }
        return variants;
    }

    private static void assertClose(FloatModel trained, Variant variant, ImageSet images) {
        Evaluation evaluation = Evaluation.of(trained, List.of(variant), images, Optional.empty(), done -> {});
        Measurement measured = evaluation.variants().get(0);
        for (LayerMeasurement layer : measured.layers()) {
            assertThat(layer.signalToNoise())
                    .as(
                            "%s %s %s",
                            trained.network().weightedLayers().get(0).activation(), variant.name(), layer.label())
                    .isGreaterThan(27);
        }
    }
}
