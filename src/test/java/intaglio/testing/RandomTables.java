package intaglio.testing;

import intaglio.graph.IntegerModel;
import intaglio.graph.Node;
import intaglio.ir.Activation;
import intaglio.ir.ActivationFunction;
import intaglio.ir.FunctionKind;
import intaglio.ir.IntegerParameters;
import intaglio.ir.LookupTable;
import intaglio.ir.Requantize;
import intaglio.ir.SumParameters;
import intaglio.num.Interval;
import intaglio.op.Add;
import intaglio.op.Layer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/** Tables of random numbers in place of some activations of an integer network. */
public final class RandomTables {

    private RandomTables() {}

    /** The networks of {@link RandomModels} and, at odd seeds, of {@link RandomUint8Models}, with tables. */
    public static IntegerModel of(long seed) {
        return seed % 2 == 0
                ? in(RandomModels.of(seed), seed, new Interval(-900, 1100))
                : in(RandomUint8Models.of(seed), seed, new Interval(0, 255));
    }

    /** The networks of {@link RandomGraphs}, sums among the layers with tables. */
    public static IntegerModel graph(long seed) {
        return seed % 2 == 0
                ? in(RandomGraphs.wide(seed), seed, new Interval(-900, 1100))
                : in(RandomGraphs.uint8(seed), seed, new Interval(0, 255));
    }

    /**
     * The network with tables of any length in about half of its layers that requantize, in one at least.
     *
     * @param outputs smallest and largest number in a table
     */
    public static IntegerModel in(IntegerModel model, long seed, Interval outputs) {
        Random random = new Random(seed * 13 + 1);
        List<Layer> scaled = model.network().scaledLayers();
        Layer always = scaled.isEmpty() ? null : scaled.get(random.nextInt(scaled.size()));
        List<Node> nodes = new ArrayList<>();
        Map<String, IntegerParameters> parameters = new LinkedHashMap<>(model.parameters());
        Map<String, SumParameters> sums = new LinkedHashMap<>(model.sums());
        for (Node node : model.network().nodes()) {
            boolean taken = node.layer().equals(always) || random.nextBoolean();
            if (node.layer().hasOwnScale() && taken) {
                nodes.add(new Node(tanh(node.layer()), node.inputs()));
                parameters.computeIfPresent(node.label(), (label, plain) -> withTable(plain, outputs, random));
                sums.computeIfPresent(node.label(), (label, plain) -> withTable(plain, outputs, random));
            } else {
                nodes.add(node);
            }
        }
        return new IntegerModel(model.network().withNodes(nodes), parameters, sums, model.padding());
    }

    private static Layer tanh(Layer layer) {
        Activation tanh = ActivationFunction.of(FunctionKind.TANH);
        return layer.weighted()
                .<Layer>map(weighted -> weighted.withActivation(tanh))
                .orElseGet(() -> new Add(layer.label(), tanh));
    }

    private static SumParameters withTable(SumParameters plain, Interval outputs, Random random) {
        int places = 2 + random.nextInt(300);
        LookupTable table = new LookupTable(random.ints(places, (int) outputs.low(), (int) outputs.high() + 1)
                .toArray());
        Requantize before = plain.requantize();
        Requantize index = new Requantize(
                new long[] {1}, before.shift(), before.rounding(), random.nextInt(places), table.indices());
        return new SumParameters(plain.multipliers(), plain.inputZeroPoints(), index, Optional.of(table));
    }

    /** Half of the tables end inside the requantized values, so that the clamp matters. */
    private static IntegerParameters withTable(IntegerParameters plain, Interval outputs, Random random) {
        int places = 2 + random.nextInt(random.nextBoolean() ? 300 : LookupTable.LARGEST - 1);
        LookupTable table = new LookupTable(random.ints(places, (int) outputs.low(), (int) outputs.high() + 1)
                .toArray());
        Requantize before = plain.requantize();
        int finer = 31 - Integer.numberOfLeadingZeros(places) - Byte.SIZE;
        int shift = Math.max(0, (before.shift() == 0 ? 8 : before.shift()) - finer);
        return plain.withRequantize(
                new Requantize(before.multipliers(), shift, before.rounding(), random.nextInt(places), table.indices()),
                Optional.of(table));
    }
}
