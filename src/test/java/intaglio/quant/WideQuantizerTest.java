package intaglio.quant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import intaglio.diag.IntaglioException;
import intaglio.graph.FloatModel;
import intaglio.graph.Network;
import intaglio.ir.Activation;
import intaglio.ir.FloatParameters;
import intaglio.ir.IntegerParameters;
import intaglio.ir.Shape;
import intaglio.op.Dense;
import intaglio.op.Weighted;
import intaglio.testing.SeedLenet;
import intaglio.testing.SharedData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WideQuantizerTest {

    private static final Network TWO_LAYERS = new Network(
            "two", Shape.vector(3), List.of(new Dense("a", 2, Activation.RELU), new Dense("b", 1, Activation.NONE)));

    @Test
    void bestModelGivesTheArticlesIntegers() throws IOException {
        Quantized quantized = WideQuantizer.quantize(SeedLenet.bestModel(), 8);
        for (Weighted layer : SeedLenet.network().weightedLayers()) {
            IntegerParameters actual = quantized.model().parameters(layer);
            Path folder = SharedData.require("lenet-seed/expected/best_model_uint8");
            int[] weights = Files.readAllLines(folder.resolve(layer.label() + ".weight.txt")).stream()
                    .filter(line -> !line.startsWith("#"))
                    .mapToInt(Integer::parseInt)
                    .toArray();
            List<String> scaleZero = Files.readAllLines(folder.resolve(layer.label() + "_scale_zero.txt"));
            assertThat(actual.weights()).as(layer.label()).isEqualTo(weights);
            assertThat((float) actual.weightScale()).isEqualTo(Float.parseFloat(scaleZero.get(0)));
            assertThat(actual.zeroPoint()).isEqualTo(Integer.parseInt(scaleZero.get(1)));
        }
        assertThat(quantized.layers()).extracting(LayerReport::clippedWeights).containsOnly(0);
    }

    @Test
    void givenPairsKeepTheStoredWeights() {
        FloatModel stored = SeedLenet.quantModel();
        RequantFile given = RequantFile.read(SharedData.require("lenet-seed/article_requant.json"));
        Quantized quantized = WideQuantizer.withGiven(stored, given);
        IntegerParameters c5 = quantized.model().parameters().get("c5");
        assertThat(c5.requantize().multiplier()).isEqualTo(3);
        assertThat(c5.requantize().shift()).isEqualTo(11);
        assertThat(c5.zeroPoint()).isEqualTo(128);
        assertThat(c5.weights()[7])
                .isEqualTo((int) stored.parameters().get("c5").weights()[7]);
    }

    /** min 1, max 3, S = 2/255 in float32; Z would be -127.5 and is held at 0, so 3 clips. 1/S is just below 127.5. */
    @Test
    void weightsOfOneSignFollowTheRuleAndAreCounted() {
        WeightQuantization quantized = WeightQuantization.of(new float[] {1f, 2f, 3f});
        assertThat(quantized.scale()).isEqualTo(2f / 255f);
        assertThat(quantized.zeroPoint()).isZero();
        assertThat(quantized.weights()).containsExactly(127, 255, 255);
        assertThat(quantized.clipped()).isEqualTo(1);
    }

    @Test
    void zeroPointIsTruncatedNotRounded() {
        // 0 - min / S = 0.9 / (1.0 / 255) = 229.5, up to float32; just below, the nearest integer would be 230.
        WeightQuantization quantized = WeightQuantization.of(new float[] {-0.9f, 0.1f, 0f});
        assertThat(quantized.zeroPoint()).isEqualTo(229);
    }

    /** 0.13 / S = 110.5 in float32 and a tie, which goes to the even 118; times 1 / S it would be 119. */
    @Test
    void weightsAreDividedByTheScale() {
        WeightQuantization quantized = WeightQuantization.of(new float[] {-0.01f, 0.13f, 0.29f});
        assertThat(quantized.zeroPoint()).isEqualTo(8);
        assertThat(quantized.weights()[1]).isEqualTo(118);
    }

    @Test
    void constantTensorsStayWhatTheyAre() {
        assertThat(WeightQuantization.of(new float[] {0f, 0f}))
                .satisfies(zero -> assertThat(zero.weights()).containsExactly(zero.zeroPoint(), zero.zeroPoint()));
        WeightQuantization half = WeightQuantization.of(new float[] {0.5f, 0.5f});
        assertThat((half.weights()[0] - half.zeroPoint()) * half.scale()).isEqualTo(0.5f);
        WeightQuantization negative = WeightQuantization.of(new float[] {-0.3f});
        assertThat((negative.weights()[0] - negative.zeroPoint()) * negative.scale())
                .isBetween(-0.302f, -0.298f);
    }

    @Test
    void unusableTensorsAreReportedTogether() {
        FloatModel model = new FloatModel(
                TWO_LAYERS,
                Map.of(
                        "a", new FloatParameters(new float[] {1, 2, Float.NaN, 4, 5, 6}, new float[] {0, 0}),
                        "b", new FloatParameters(new float[] {-1, 1}, new float[] {Float.POSITIVE_INFINITY})));
        assertThatThrownBy(() -> WideQuantizer.quantize(model, 8))
                .isInstanceOf(IntaglioException.class)
                .hasMessageContaining("'a.weight', index 2")
                .hasMessageContaining("'b.bias', index 0");
    }

    @Test
    void givenFileAndCheckpointAreCheckedTogether() {
        RequantFile given = new RequantFile(
                "net.requant.json",
                256,
                Map.of("a", new RequantFile.Entry(3, 4, 100), "z", new RequantFile.Entry(3, 4, 100)));
        FloatModel model = new FloatModel(
                TWO_LAYERS,
                Map.of(
                        "a", new FloatParameters(new float[] {1, 2, 3, 4, 5, 256}, new float[] {0, 0}),
                        "b", new FloatParameters(new float[] {0.5f, -1}, new float[] {0})));
        assertThatThrownBy(() -> WideQuantizer.withGiven(model, given))
                .isInstanceOf(IntaglioException.class)
                .hasMessageContaining("'a.weight', index 5: value 256.0")
                .hasMessageContaining("'b.weight', index 0: value 0.5")
                .hasMessageContaining("no entry for layer 'b'")
                .hasMessageContaining("/layers/z");
    }
}
