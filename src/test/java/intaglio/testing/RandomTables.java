package intaglio.testing;

import intaglio.graph.IntegerModel;
import intaglio.graph.Network;
import intaglio.ir.ActivationFunction;
import intaglio.ir.FunctionKind;
import intaglio.ir.IntegerParameters;
import intaglio.ir.LookupTable;
import intaglio.ir.Requantize;
import intaglio.num.Interval;
import intaglio.op.Layer;
import intaglio.op.Weighted;
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

    /**
     * The network with tables of any length in about half of its layers, in one at least.
     *
     * @param outputs smallest and largest number in a table
     */
    public static IntegerModel in(IntegerModel model, long seed, Interval outputs) {
        Random random = new Random(seed * 13 + 1);
        List<Weighted> weighted = model.network().weightedLayers();
        Weighted always = weighted.get(random.nextInt(weighted.size()));
        List<Layer> layers = new ArrayList<>();
        Map<String, IntegerParameters> parameters = new LinkedHashMap<>(model.parameters());
        for (Layer layer : model.network().layers()) {
            boolean taken = layer.equals(always) || random.nextBoolean();
            if (layer instanceof Weighted one && taken) {
                layers.add(one.withActivation(ActivationFunction.of(FunctionKind.TANH)));
                parameters.computeIfPresent(one.label(), (label, plain) -> withTable(plain, outputs, random));
            } else {
                layers.add(layer);
            }
        }
        Network network = model.network().withNodes(Network.chain(layers));
        return new IntegerModel(network, parameters);
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
