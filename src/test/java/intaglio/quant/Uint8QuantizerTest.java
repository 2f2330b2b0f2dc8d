package intaglio.quant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.offset;

import intaglio.diag.IntaglioException;
import intaglio.graph.FloatModel;
import intaglio.graph.Network;
import intaglio.ir.Activation;
import intaglio.ir.FloatParameters;
import intaglio.ir.IntegerParameters;
import intaglio.ir.PoolKind;
import intaglio.ir.Requantize;
import intaglio.ir.Shape;
import intaglio.ir.Window;
import intaglio.num.Interval;
import intaglio.num.Rounding;
import intaglio.op.Conv2d;
import intaglio.op.Dense;
import intaglio.op.Pool2d;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class Uint8QuantizerTest {

    private static final Network NETWORK = new Network(
            "small",
            new Shape(2, 3, 5),
            List.of(
                    new Conv2d("c", 3, Window.of(1, 2, 1, 1, 0, 0), Activation.NONE),
                    new Pool2d("p", PoolKind.MAX, Window.of(1, 2, 1, 2, 0, 0)),
                    new Dense("d", 4, Activation.RELU),
                    new Dense("last", 2, Activation.NONE)));

    private static FloatModel model(float weight, float bias) {
        float[] conv = {-1, 0.5f, 2, 0, 0.25f, 1, 0.5f, 0.5f, -0.5f, 0.75f, 0.125f, weight};
        float[] dense = new float[4 * 18];
        for (int i = 0; i < dense.length; i++) {
            dense[i] = (i * 7 % 19 - 9) / 16f;
        }
        return new FloatModel(
                NETWORK,
                Map.of(
                        "c", new FloatParameters(conv, new float[] {0.5f, -0.25f, bias}),
                        "d", new FloatParameters(dense, new float[] {1, -1, 0.5f, 0}),
                        "last",
                                new FloatParameters(
                                        new float[] {1, -2, 0.5f, 3, 0.25f, 0.5f, 0.75f, 1}, new float[2])));
    }

    private static final Map<String, ActivationRange> RANGES =
            Map.of("c", new ActivationRange(-1, 2), "d", new ActivationRange(1, 4));

    @Test
    void everyNumberOfAPerTensorLayer() {
        Uint8Quantized quantized = Uint8Quantizer.quantize(model(0, 0.125f), RANGES, Uint8Options.of(false));
        IntegerParameters c = quantized.model().parameters().get("c");
        assertThat(c.weightScale()).isEqualTo(3 / 255.0);
        assertThat(c.zeroPoint()).isEqualTo(85);
        assertThat(c.inputZeroPoint(0)).isZero();
        // 0.5 / (1/255 * 3/255) = 10837.5, half to even.
        assertThat(c.bias()).containsExactly(10838, -5419, 2709);
        // 1/255 * 3/255 over 3/255.
        assertThat(c.requantize().scale()).isEqualTo(1 / 255.0, offset(1e-5));
        assertThat(c.requantize().zeroPoint()).isEqualTo(85);
        assertThat(c.requantize().clamp()).isEqualTo(new Interval(0, 255));
        assertThat(c.requantize().rounding()).isEqualTo(Rounding.HALF_UP);
        IntegerParameters d = quantized.model().parameters().get("d");
        assertThat(d.inputZeroPoint(0)).isEqualTo(85);
        // The range 1..4 is widened to 0..4.
        assertThat(quantized.layers().get(1).output()).isEqualTo(new ActivationScale(4 / 255.0, 0));
        IntegerParameters last = quantized.model().parameters().get("last");
        assertThat(last.inputZeroPoint(0)).isZero();
        assertThat(last.requantize()).isEqualTo(new Requantize(1, 0, Rounding.HALF_UP));
        assertThat(quantized.logitScale()).isEqualTo(4 / 255.0 * (5 / 255.0));
        assertThat(quantized.layers()).allMatch(layer -> layer.error().isEmpty());
    }

    @Test
    void channelsHaveTheirOwnNumbersAndLogitsOneUnit() {
        Uint8Options options = Uint8Options.of(true).withWeightBits(Map.of("d", 4));
        Uint8Quantized quantized = Uint8Quantizer.quantize(model(0, 0.125f), RANGES, options);
        IntegerParameters c = quantized.model().parameters().get("c");
        assertThat(c.weightScales()).containsExactly(3 / 255.0, 1 / 255.0, 1.25 / 255);
        assertThat(c.weightZeroPoints()).containsExactly(85, 0, 102);
        assertThat(c.requantize().multipliers()).hasSize(3);
        for (int channel = 0; channel < 3; channel++) {
            double exact = c.weightScales()[channel] / 255 / (3 / 255.0);
            assertThat(c.requantize().scale(channel)).isBetween(exact * 0.9999, exact * 1.0001);
        }
        assertThat(Arrays.stream(quantized.model().parameters().get("d").weights())
                        .max())
                .hasValue(15);
        IntegerParameters last = quantized.model().parameters().get("last");
        assertThat(last.weightScales()).containsExactly(5 / 255.0, 5 / 255.0);
        assertThat(last.weightZeroPoints()).containsExactly(102, 0);
        assertThat(last.requantize().multiplier()).isEqualTo(1);
    }

    @Test
    void narrowMultipliersSayHowWrongTheyAre() {
        Uint8Options options = Uint8Options.DEFAULT.withMultiplierBits(2);
        Uint8Quantized quantized = Uint8Quantizer.quantize(model(0, 0.125f), RANGES, options);
        assertThat(quantized.model().parameters().get("c").requantize().multiplier())
                .isLessThan(4);
        assertThat(quantized.layers().get(0).error()).isPresent();
        assertThat(quantized.layers().get(2).error()).isEmpty();
    }

    @Test
    void tensorsThatCannotBeQuantizedAreNamed() {
        assertThatThrownBy(() -> Uint8Quantizer.quantize(model(Float.NaN, 0), RANGES, Uint8Options.of(true)))
                .isInstanceOf(IntaglioException.class)
                .hasMessageContaining("tensor 'c.weight', index 11")
                .hasMessageContaining("NaN");
        assertThatThrownBy(() -> Uint8Quantizer.quantize(model(0, 1e12f), RANGES, Uint8Options.of(false)))
                .isInstanceOf(IntaglioException.class)
                .hasMessageContaining("tensor 'c.bias', index 2");
    }
}
