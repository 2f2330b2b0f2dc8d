package intaglio.quant;

import intaglio.graph.Network;
import intaglio.graph.Node;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Layers whose outputs need one scale, because a later layer puts them side by side: those that a
 * {@link intaglio.op.Concat} joins.
 */
final class SharedScales {

    /** By label of a layer, the labels of all that share its scale, its own among them. */
    private final Map<String, Set<String>> groups = new LinkedHashMap<>();

    SharedScales(Network network) {
        for (Node node : network.nodes()) {
            if (!node.layer().hasOwnScale() && node.inputs().size() > 1) {
                join(network.origins(node.label()));
            }
        }
    }

    private void join(Set<String> labels) {
        Set<String> group = new LinkedHashSet<>(labels);
        labels.forEach(label -> group.addAll(groups.getOrDefault(label, Set.of())));
        group.forEach(label -> groups.put(label, group));
    }

    /** The layers, and perhaps {@link Network#INPUT}, that share a scale with one; at least itself. */
    Set<String> of(String label) {
        return groups.getOrDefault(label, Set.of(label));
    }

    /** All groups of more than one. */
    List<Set<String>> groups() {
        List<Set<String>> all = new ArrayList<>(new LinkedHashSet<>(groups.values()));
        all.removeIf(group -> group.size() < 2);
        return all;
    }

    /** Labels in quotes, for messages. */
    static String names(Set<String> group) {
        List<String> names = new ArrayList<>();
        for (String label : new TreeSet<>(group)) {
            names.add(label.equals(Network.INPUT) ? "the image" : "'" + label + "'");
        }
        return String.join(", ", names);
    }
}
