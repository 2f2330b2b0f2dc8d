package intaglio.quant;

import static org.assertj.core.api.Assertions.assertThat;

import intaglio.graph.FloatModel;
import intaglio.ir.GivenActivation;
import intaglio.ir.GivenLayer;
import intaglio.ir.IntegerParameters;
import intaglio.ir.Normalization;
import intaglio.ir.PixelRange;
import intaglio.ir.Requantize;
import intaglio.num.Interval;
import intaglio.num.Rounding;
import intaglio.op.Weighted;
import intaglio.range.RangeAnalysis;
import intaglio.range.Ranges;
import intaglio.testing.HardwareModels;
import intaglio.testing.RandomGivenModels;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The integers of a model that comes quantized stay; its scales become multipliers that say the same. */
class GivenQuantizerTest {

    private final Random random = new Random(5);

    @Test
    void integersStayAndEveryOutputIsThatOfTheRealScale() {
        int given = 0;
        int rounded = 0;
        for (boolean perChannel : new boolean[] {false, true}) {
            for (long seed = 0; seed < 4; seed++) {
                FloatModel model = RandomGivenModels.of(HardwareModels.oblong(), seed, perChannel);
                Uint8Quantized quantized = GivenQuantizer.quantize(model, 31, Rounding.HALF_EVEN);
                Ranges ranges = RangeAnalysis.of(quantized.model());
                for (Weighted layer : model.network().weightedLayers()) {
                    GivenLayer from = model.given().orElseThrow().layers().get(layer.label());
                    IntegerParameters to = quantized.model().parameters(layer);
                    assertThat(to.weights()).isEqualTo(from.weights());
                    assertThat(to.weightZeroPoints()).isEqualTo(from.weightZeroPoints());
                    assertThat(to.inputZeroPoint(0)).isEqualTo(from.input().zeroPoint());
                    if (from.bias() != null) {
                        assertThat(to.bias()).isEqualTo(from.bias());
                        given++;
                    } else {
                        double unit = from.input().scale() * from.weightScales()[0];
                        assertThat(to.bias()[0]).isEqualTo((long)
                                Math.rint(model.parameters(layer).bias()[0] / unit));
                        rounded++;
                    }
                    model.given()
                            .orElseThrow()
                            .output(layer.label())
                            .ifPresent(output -> assertOutputs(
                                    from,
                                    output,
                                    to,
                                    ranges.layer(layer.label()).accumulator()));
                }
                assertThat(quantized.layers()).allMatch(layer -> layer.error().isEmpty());
            }
        }
        assertThat(given).isPositive();
        assertThat(rounded).isPositive();
    }

    /** QuantizeLinear in exact arithmetic. */
    private void assertOutputs(GivenLayer from, GivenActivation output, IntegerParameters to, Interval accumulators) {
        Requantize requantize = to.requantize();
        assertThat(requantize.clamp()).isEqualTo(output.clamp());
        for (int i = 0; i < 300; i++) {
            int channel = random.nextInt(to.bias().length);
            long accumulator = random.nextLong(accumulators.low(), accumulators.high() + 1);
            double unit = from.weightScales()[from.weightScales().length == 1 ? 0 : channel]
                    * from.input().scale();
            long exact = new BigDecimal(unit / output.scale())
                    .multiply(BigDecimal.valueOf(accumulator))
                    .setScale(0, RoundingMode.HALF_EVEN)
                    .longValue();
            assertThat(requantize.apply(accumulator, channel))
                    .isEqualTo(output.clamp().clamp(exact + output.zeroPoint()));
        }
    }

    @Test
    void logitsOfChannelsWithScalesOfTheirOwnComeInOneUnit() {
        FloatModel model = RandomGivenModels.of(HardwareModels.strided(), 3, true);
        Uint8Quantized quantized = GivenQuantizer.quantize(model, 31, Rounding.HALF_UP);
        List<Weighted> layers = model.network().weightedLayers();
        Weighted last = layers.get(layers.size() - 1);
        GivenLayer from = model.given().orElseThrow().layers().get(last.label());
        Requantize requantize = quantized.model().parameters(last).requantize();
        assertThat(requantize.isPerChannel()).isTrue();
        assertThat(requantize.clamp()).isNull();
        Interval sums = RangeAnalysis.of(quantized.model()).layer(last.label()).accumulator();
        double worst = 0;
        for (int channel = 0; channel < last.outChannels(); channel++) {
            double unit = from.weightScales()[channel] * from.input().scale();
            for (long sum : new long[] {sums.low(), sums.high(), sums.low() / 3, sums.high() / 7, 1, -1, 0}) {
                double real = sum * unit / quantized.logitScale();
                worst = Math.max(worst, Math.abs(requantize.apply(sum, channel) - real));
            }
        }
        assertThat(worst).isPositive().isLessThan(1);
        assertThat(requantize.multipliers()).contains(1L << requantize.shift());
        assertThat(quantized.layers()).allMatch(layer -> layer.error().isEmpty());
        Uint8Quantized narrow = GivenQuantizer.quantize(model, requantize.shift(), Rounding.HALF_UP);
        assertThat(narrow.layers().get(narrow.layers().size() - 1).error()).hasValueSatisfying(error -> {
            long found = narrow.model().parameters(last).requantize().apply(error.accumulator(), error.channel());
            assertThat(found).isEqualTo(error.integer());
            assertThat(error.worst()).isPositive();
        });
    }

    /** Quantizers give a channel without weights a scale of 1. */
    @Test
    void aChannelWithoutWeightsDoesNotCoarsenTheLogits() {
        double[] units = {0.0001, 0.0002, 1};
        List<Interval> sums = List.of(new Interval(-90000, 80000), new Interval(-70000, 99000), new Interval(-1, 1));
        CommonUnit common = new CommonUnit(units, sums);
        assertThat(common.unit()).isEqualTo(0.0002);
        RequantizeChoice choice = common.requantize(31, Rounding.HALF_UP);
        assertThat(choice.error()).isEmpty();
        assertThat(choice.requantize().apply(1, 2)).isEqualTo(5000);
        assertThat(choice.requantize().apply(-1, 2)).isEqualTo(-5000);
        assertThat(choice.requantize().apply(99000, 1)).isEqualTo(99000);
        assertThat(choice.requantize().apply(80000, 0)).isEqualTo(40000);
        RequantizeChoice narrow = common.requantize(12, Rounding.HALF_UP);
        assertThat(narrow.requantize().multiplier(2)).isEqualTo(4095);
        assertThat(narrow.error()).isPresent();
    }

    @Test
    void bytesOfAnImage() {
        Normalization plain = Normalization.NONE;
        assertThat(bytes(1 / 255f, 0).areImage(plain)).isTrue();
        assertThat(bytes(1 / 255f, 0).firstDifference(plain)).isEqualTo(256);
        assertThat(bytes(1 / 254f, 0).areImage(plain)).isFalse();
        assertThat(bytes(1 / 256f, 0).firstDifference(plain)).isEqualTo(128);
        assertThat(bytes(1 / 256f, 0).quantized(128, plain)).isEqualTo(129);
        assertThat(bytes(1 / 255f, 1).firstDifference(plain)).isZero();
        assertThat(bytes(1, 0).areImage(Normalization.of(PixelRange.BYTES, 0, 1)))
                .isTrue();
        assertThat(bytes(1, 0).areImage(plain)).isFalse();
        assertThat(bytes(1 / 255f, 0).areImage(Normalization.of(PixelRange.BYTES, 0, 1)))
                .isFalse();
        assertThat(bytes(0.5f, 33).real(35)).isEqualTo(1);
    }

    /** What a quantizer makes of pixels trained with Normalize(0.1307, 0.3081): bytes stay what they are. */
    @Test
    void bytesOfANormalizedImage() {
        Normalization mnist = Normalization.of(PixelRange.UNIT, 0.1307, 0.3081);
        float step = (mnist.value(255, 0) - mnist.value(0, 0)) / 255;
        assertThat(bytes(step, 33).areImage(mnist)).isTrue();
        assertThat(bytes(step, 34).areImage(mnist)).isFalse();
        assertThat(bytes(step, 33).areImage(Normalization.NONE)).isFalse();
    }

    private static InputBytes bytes(float scale, int zeroPoint) {
        return new InputBytes(new GivenActivation(scale, zeroPoint, new Interval(0, 255)));
    }
}
