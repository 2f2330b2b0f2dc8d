package intaglio.range;

import intaglio.diag.IntaglioException;
import intaglio.graph.IntegerModel;
import intaglio.graph.Network;
import intaglio.graph.Node;
import intaglio.graph.Shapes;
import intaglio.num.Interval;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Interval analysis of the whole network from the real weights and the input range 0..255, channel by channel.
 *
 * <p>A weighted sum is largest where every input with a positive weight is at its top and every other at its bottom.
 * For the first layer that is one image, so its bounds are reached; for later layers the inputs depend on each other
 * and the bounds are sound but may not be reached. All arithmetic is exact.
 */
public final class RangeAnalysis {

    private RangeAnalysis() {}

    /**
     * Intervals of every layer.
     *
     * @throws IntaglioException (bad input) where a value of some layer can leave 64 bits
     */
    public static Ranges of(IntegerModel model) {
        Shapes shapes = model.network().shapes();
        Map<String, LayerRanges> found = new LinkedHashMap<>();
        for (Node node : model.network().nodes()) {
            List<List<Interval>> inputs = node.inputs().stream()
                    .map(label -> label.equals(Network.INPUT)
                            ? pixels(model.network())
                            : found.get(label).outputByChannel())
                    .toList();
            try {
                LayerRules rules = new LayerRules(model, shapes.inputs(node), inputs);
                found.put(node.label(), node.layer().match(rules));
            } catch (ArithmeticException overflow) {
                throw IntaglioException.badInput(
                        "network '" + model.network().name() + "', layer '" + node.label() + "'",
                        "its worst-case values need more than 64 bits",
                        "use a smaller multiplier, a larger shift or fewer layers without requantization");
            }
        }
        return new Ranges(List.copyOf(found.values()));
    }

    private static List<Interval> pixels(Network network) {
        return Collections.nCopies(network.input().channels(), new Interval(0, IntegerModel.INPUT_MAX));
    }
}
