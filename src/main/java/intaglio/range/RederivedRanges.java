package intaglio.range;

import intaglio.graph.IntegerModel;
import intaglio.graph.Network;
import intaglio.graph.Node;
import intaglio.graph.Shapes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Every interval of {@code ranges.json} once more, from extremal inputs in unbounded integers. By induction over the
 * layers no value of the network leaves them: each layer's inputs lie in the intervals derived for the layer before.
 *
 * @param label the layer
 * @param fields interval by field name of the file; without the fields that the layer does not have
 * @param outputByChannel interval of each output channel
 */
record RederivedRanges(String label, Map<String, BigRange> fields, List<BigRange> outputByChannel) {

    static List<RederivedRanges> of(IntegerModel model) {
        Map<String, RederivedRanges> layers = new LinkedHashMap<>();
        Shapes shapes = model.network().shapes();
        List<BigRange> pixels = Collections.nCopies(model.network().input().channels(), BigRange.of(0, 255));
        for (Node node : model.network().nodes()) {
            List<List<BigRange>> inputs = new ArrayList<>();
            for (String label : node.inputs()) {
                inputs.add(
                        label.equals(Network.INPUT) ? pixels : layers.get(label).outputByChannel());
            }
            layers.put(node.label(), node.layer().match(new Rederivation(model, shapes.inputs(node), inputs)));
        }
        return List.copyOf(layers.values());
    }
}
