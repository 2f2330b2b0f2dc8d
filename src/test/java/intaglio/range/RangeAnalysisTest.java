package intaglio.range;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import intaglio.diag.IntaglioException;
import intaglio.graph.IntegerModel;
import intaglio.graph.Network;
import intaglio.ir.Activation;
import intaglio.ir.IntegerParameters;
import intaglio.ir.PoolKind;
import intaglio.ir.Requantize;
import intaglio.ir.Shape;
import intaglio.ir.Window;
import intaglio.num.Interval;
import intaglio.num.Rounding;
import intaglio.op.Conv2d;
import intaglio.op.Dense;
import intaglio.op.Layer;
import intaglio.op.Pool2d;
import intaglio.quant.RequantFile;
import intaglio.quant.WideQuantizer;
import intaglio.testing.SeedLenet;
import intaglio.testing.SharedData;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RangeAnalysisTest {

    private static Ranges articleRanges() {
        RequantFile given = RequantFile.read(SharedData.require("lenet-seed/article_requant.json"));
        return RangeAnalysis.of(
                WideQuantizer.withGiven(SeedLenet.quantModel(), given).model());
    }

    @Test
    void articleNetworkHasThePublishedBounds() {
        Ranges ranges = articleRanges();
        assertLayer(ranges.layer("c1"), -115937, 331491, 20, 24, -652, 1861);
        assertLayer(ranges.layer("c3"), -4486314, 3106424, 24, 27, -14239, 9859);
        assertLayer(ranges.layer("c5"), -45408664, 50394316, 27, 29, -66517, 73819);
        assertLayer(ranges.layer("f6"), -267209552, 258838690, 29, 33, -424039, 410754);
        assertLayer(ranges.layer("output"), -1312457868, 1314886575, 32, 35, -4165516, 4173223);
        assertThat(ranges.layer("c1").weight()).isEqualTo(new Interval(-99, 156));
        assertThat(ranges.layer("c3").weight()).isEqualTo(new Interval(-141, 113));
        assertThat(ranges.layer("c1").output()).isEqualTo(new Interval(0, 1861));
        assertThat(ranges.layer("s2").output()).isEqualTo(new Interval(0, 1861));
        assertThat(ranges.layer("s2").sum()).isEqualTo(new Interval(0, 4 * 1861));
        assertThat(ranges.layer("s4").output()).isEqualTo(new Interval(0, 9859));
    }

    private static void assertLayer(
            LayerRanges layer, long low, long high, int accumulatorBits, int scaledBits, long outLow, long outHigh) {
        assertThat(layer.accumulator()).as(layer.label()).isEqualTo(new Interval(low, high));
        assertThat(layer.accumulator().signedBits()).as(layer.label()).isEqualTo(accumulatorBits);
        assertThat(layer.scaled().signedBits()).as(layer.label()).isEqualTo(scaledBits);
        assertThat(layer.requantized()).as(layer.label()).isEqualTo(new Interval(outLow, outHigh));
    }

    /** Second layer with inputs in [10, 10 + 255]: leaving a term out then goes beyond the final sums. */
    @Test
    void partialSumsOfInputsWithoutZeroWidenTheAccumulator() {
        Requantize same = new Requantize(1, 0, Rounding.FLOOR);
        Network network = new Network(
                "shifted",
                new Shape(2, 1, 1),
                List.of(new Dense("up", 2, Activation.NONE), new Dense("mix", 1, Activation.NONE)));
        IntegerModel model = new IntegerModel(
                network,
                Map.of(
                        "up", new IntegerParameters(new int[] {1, 0, 0, 1}, 0, new long[] {10, 10}, same, 1),
                        "mix", new IntegerParameters(new int[] {7, 1}, 4, new long[] {1000}, same, 1)));
        Ranges ranges = RangeAnalysis.of(model);

        assertThat(ranges.layer("up").outputByChannel()).containsOnly(new Interval(10, 265));
        // 3 x - 3 y + 1000 with x, y in 10..265: alone, 3 x reaches 795, together they stay within 765.
        assertThat(ranges.layer("mix").requantized()).isEqualTo(new Interval(1000 - 765, 1000 + 765));
        assertThat(ranges.layer("mix").scaled()).isEqualTo(new Interval(1000 - 765, 1000 + 765));
        assertThat(ranges.layer("mix").sum()).isEqualTo(new Interval(-795, 795));
        assertThat(ranges.layer("mix").accumulator()).isEqualTo(new Interval(205, 1795));
        assertThat(ranges.layer("mix").product()).isEqualTo(new Interval(-795, 795));
    }

    /** A padded tap reads 0 although every activation is at least 10. */
    @Test
    void paddingAddsZeroToTheInput() {
        Requantize same = new Requantize(1, 0, Rounding.FLOOR);
        Network network = new Network(
                "padded",
                new Shape(1, 3, 4),
                List.of(
                        new Conv2d("up", 1, Window.of(1, 1, 1, 1, 0, 0), Activation.NONE),
                        new Conv2d("blur", 1, Window.of(1, 3, 1, 1, 0, 1), Activation.NONE)));
        IntegerModel model = new IntegerModel(
                network,
                Map.of(
                        "up", new IntegerParameters(new int[] {1}, 0, new long[] {10}, same, 1),
                        "blur", new IntegerParameters(new int[] {2, 3, 4}, 0, new long[] {-5}, same, 1)));
        assertThat(RangeAnalysis.of(model).layer("blur").requantized()).isEqualTo(new Interval(-5, 9 * 265 - 5));
    }

    @Test
    void maximumPoolKeepsItsInputs() {
        Network network = new Network(
                "pooled", new Shape(3, 4, 6), List.of(new Pool2d("top", PoolKind.MAX, Window.of(2, 3, 2, 3, 0, 0))));
        LayerRanges top = RangeAnalysis.of(new IntegerModel(network, Map.of())).layer("top");
        assertThat(top.isPool()).isTrue();
        assertThat(top.sum()).isEqualTo(new Interval(0, 255));
        assertThat(top.outputByChannel()).hasSize(3).containsOnly(new Interval(0, 255));
    }

    @Test
    void overflowOf64BitsIsAnErrorThatNamesTheLayer() {
        Requantize large = new Requantize(1L << 30, 0, Rounding.FLOOR);
        List<Layer> layers = new ArrayList<>();
        for (int i = 1; i <= 3; i++) {
            layers.add(new Dense("d" + i, 1, Activation.NONE));
        }
        IntegerParameters parameters = new IntegerParameters(new int[] {255}, 0, new long[] {0}, large, 1);
        IntegerModel model = new IntegerModel(
                new Network("deep", Shape.vector(1), layers),
                Map.of("d1", parameters, "d2", parameters, "d3", parameters));
        assertThatThrownBy(() -> RangeAnalysis.of(model))
                .isInstanceOf(IntaglioException.class)
                .hasMessageContaining("layer 'd2'")
                .hasMessageContaining("64 bits");
    }

    @Test
    void jsonIsDeterministicAndCarriesBits() {
        Ranges ranges = articleRanges();
        String json = RangesJson.write(ranges);
        assertThat(json)
                .isEqualTo(RangesJson.write(articleRanges()))
                .contains("\"accumulator\": { \"low\": -1312457868, \"high\": 1314886575, "
                        + "\"bits\": 32, \"signed\": true }")
                .endsWith("}\n");
    }
}
