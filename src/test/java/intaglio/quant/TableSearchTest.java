package intaglio.quant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import intaglio.diag.IntaglioException;
import intaglio.graph.FloatModel;
import intaglio.graph.Network;
import intaglio.ir.Activation;
import intaglio.ir.ActivationFunction;
import intaglio.ir.FloatParameters;
import intaglio.ir.FunctionKind;
import intaglio.ir.Normalization;
import intaglio.ir.PixelRange;
import intaglio.ir.Shape;
import intaglio.num.Interval;
import intaglio.num.Rounding;
import intaglio.op.Dense;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TableSearchTest {

    private static final Interval BYTE = new Interval(0, 255);

    private static TableChoice bytes(ActivationFunction function, double low, double high) {
        return TableSearch.of(function, ActivationScale.of(new ActivationRange(low, high)), BYTE, Rounding.HALF_UP);
    }

    /** Half a step of 2/255 off its end is tanh at 3.119 = atanh(1 - 1/255). */
    @Test
    void tanhOfBytesIsCutWhereItIsHalfAStepFromItsEnds() {
        TableChoice choice = bytes(ActivationFunction.of(FunctionKind.TANH), -1, 1);
        double scale = 2.0 / 255;
        assertThat(choice.table().indices()).isEqualTo(new Interval(0, 1023));
        double end = StrictMath.log((2 - scale / 2) / (scale / 2)) / 2;
        // Z = 127.5 to even: the upper end is cut half a step earlier.
        assertThat(choice.index().scale() * choice.index().zeroPoint())
                .isCloseTo(end, within(choice.index().scale()));
        assertThat(choice.error()).isBetween(0.3, 0.5);
        for (int index = 0; index <= 1023; index++) {
            double x = choice.index().scale() * (index - choice.index().zeroPoint());
            long expected = Math.max(0, Math.min(255, Math.round(StrictMath.tanh(x) / scale + 128)));
            assertThat(choice.table().output(index)).as("index %d", index).isBetween(expected - 1, expected + 1);
        }
        assertThat(choice.table().output(choice.index().zeroPoint())).isEqualTo(128);
    }

    /** What is rounded down to an index lies half a step above it on average. */
    @Test
    void indicesThatAreRoundedDownStandForTheMiddleOfTheirStep() {
        ActivationFunction line = ActivationFunction.of(FunctionKind.CLIP, -2, 2);
        ActivationScale output = new ActivationScale(1.0 / 256, 0);
        TableChoice floor = TableSearch.of(line, output, new Interval(-1024, 1024), Rounding.FLOOR);
        TableChoice nearest = TableSearch.of(line, output, new Interval(-1024, 1024), Rounding.HALF_EVEN);
        assertThat(floor.index()).isEqualTo(nearest.index());
        int middle = floor.index().zeroPoint() + 400;
        double x = floor.index().scale() * 400;
        assertThat(nearest.table().output(middle)).isEqualTo((long) Math.rint(x * 256));
        assertThat(floor.table().output(middle))
                .isEqualTo((long) Math.rint((x + floor.index().scale() / 2) * 256));
    }

    /** As few bits as give half a step, the ends of the calibrated outputs at the ends of the table. */
    @Test
    void everyFunctionOfBytesHasATableOfHalfAStep() {
        Set<FunctionKind> wide = EnumSet.noneOf(FunctionKind.class);
        for (FunctionKind kind : FunctionKind.values()) {
            ActivationFunction function = ActivationFunction.of(kind);
            TableChoice choice = bytes(function, Math.min(-0.2, function.apply(-4)), function.apply(4));
            int places = (int) choice.table().indices().high() + 1;
            assertThat(choice.error()).as("%s", kind).isLessThanOrEqualTo(0.5);
            assertThat(Integer.bitCount(places)).isEqualTo(1);
            assertThat(places).isBetween(256, 4096);
            assertThat(choice.table().output(places - 1)).isGreaterThanOrEqualTo(250);
            if (places > 256) {
                wide.add(kind);
            }
        }
        assertThat(wide).contains(FunctionKind.TANH, FunctionKind.SILU).doesNotContain(FunctionKind.HARDSIGMOID);
    }

    @Test
    void aConstantIsATableAsWell() {
        TableChoice choice = bytes(ActivationFunction.of(FunctionKind.CLIP, 3, 3), 0, 3);
        assertThat(choice.table().outputs()).containsOnly(255);
        assertThat(choice.error()).isZero();
    }

    private static FloatModel dense(Activation... activations) {
        Network network = new Network(
                "n",
                new Shape(1, 1, 2),
                List.of(
                        new Dense("a", 2, activations[0]),
                        new Dense("b", 2, activations[1]),
                        new Dense("c", 2, Activation.NONE)));
        FloatParameters parameters = new FloatParameters(new float[] {1, -0.5f, 0.25f, 0}, new float[] {0.5f, 0});
        return new FloatModel(network, Map.of("a", parameters, "b", parameters, "c", parameters));
    }

    /** The units behind a table are 1/256 whatever those of the image are. */
    @Test
    void wideTablesSetTheUnitOfTheLayersBehind() {
        FloatModel bytes = dense(ActivationFunction.of(FunctionKind.TANH), Activation.RELU)
                .withNormalization(Normalization.of(PixelRange.BYTES, 0, 1));
        List<LayerReport> reports = WideQuantizer.quantize(bytes, 8).layers();
        assertThat(reports).extracting(report -> report.output().scale()).containsOnly(1.0 / 256);
        assertThat(WideQuantizer.quantize(bytes, 8)
                        .model()
                        .parameters()
                        .get("b")
                        .bias()[0])
                .isEqualTo(Math.round(0.5 * 256 / reports.get(1).requantize().scale()));
        assertThat(WideQuantizer.quantize(bytes, 8)
                        .model()
                        .parameters()
                        .get("a")
                        .table()
                        .orElseThrow()
                        .outputs())
                .startsWith(-256)
                .endsWith(256);
    }

    @Test
    void wideRefusesFunctionsWithoutEndsOnceForEach() {
        ActivationFunction silu = ActivationFunction.of(FunctionKind.SILU);
        assertThatThrownBy(() -> WideQuantizer.quantize(dense(silu, silu), 8))
                .isInstanceOfSatisfying(
                        IntaglioException.class, e -> assertThat(e.problems()).hasSize(1))
                .hasMessageContaining(
                        "layers 'a', 'b': the activation silu in units of 1/256 needs a table of more than"
                                + " 4096 places; use --arithmetic uint8 --calibrate FILE");
        assertThatThrownBy(() ->
                        WideQuantizer.quantize(dense(ActivationFunction.of(FunctionKind.CLIP, 0, 70), silu), 8))
                .isInstanceOfSatisfying(
                        IntaglioException.class, e -> assertThat(e.problems()).hasSize(2));
    }
}
