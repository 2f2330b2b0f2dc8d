package intaglio.frontend;

import intaglio.diag.Problems;
import intaglio.frontend.NetworkCheck.Sizes;
import intaglio.graph.Network;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Checks what the layers of a described network read: labels that are there, before the layer, and all of them. */
final class GraphCheck {

    private final Problems problems;

    /** Sizes of what the layers so far give, by label. */
    private final Map<String, Sizes> known = new LinkedHashMap<>();

    private final Set<String> labels = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    private final Set<String> read = new HashSet<>();
    private final List<LayerDescription> unknown = new ArrayList<>();
    private Sizes last = Sizes.UNKNOWN;

    GraphCheck(Problems problems) {
        this.problems = problems;
    }

    /** The network's input. */
    void add(String label, Sizes sizes) {
        known.put(label, sizes);
    }

    /** A layer and what it gives. */
    void add(LayerDescription layer, Sizes sizes) {
        if (!labels.add(layer.label())) {
            problems.add(layer.where(), "a layer '" + layer.label() + "' is there already", "rename one of them");
        }
        known.put(layer.label(), sizes);
        last = sizes;
    }

    /** Sizes of what a layer reads, at least one; unknown where it reads what is not there. */
    List<Sizes> inputs(LayerDescription layer) {
        List<Sizes> inputs = new ArrayList<>();
        for (String label : layer.inputs()) {
            inputs.add(known.getOrDefault(label, Sizes.UNKNOWN));
            read.add(label);
        }
        if (!known.keySet().containsAll(layer.inputs())) {
            unknown.add(layer);
        }
        count(layer);
        return inputs.isEmpty() ? List.of(Sizes.UNKNOWN) : inputs;
    }

    private void count(LayerDescription layer) {
        int count = layer.inputs().size();
        if (layer.kind().readsSeveral() && count == 1) {
            problems.add(
                    layer.where(),
                    "reads '" + shown(layer.inputs().get(0)) + "' alone, "
                            + layer.kind().word() + " takes two or more",
                    "write \"inputs\": [\"a\", \"b\"]");
        }
        if (!layer.kind().readsSeveral() && count > 1) {
            problems.add(
                    layer.where(),
                    "reads " + count + " layers, " + layer.kind().word() + " takes one",
                    "let them meet in an add or a concat before it");
        }
        if (Set.copyOf(layer.inputs()).size() < count) {
            problems.add(layer.where(), "reads one layer twice", "name each layer once");
        }
    }

    /** Reports what is read and never comes, or comes and is never read. */
    void finish(NetworkDescription network) {
        List<LayerDescription> layers = network.layers();
        List<String> all = layers.stream().map(LayerDescription::label).toList();
        for (LayerDescription layer : unknown) {
            layer.inputs().stream()
                    .filter(label -> !label.equals(Network.INPUT)
                            && all.indexOf(label) >= 0 == all.indexOf(label) >= layers.indexOf(layer))
                    .forEach(label -> problems.add(
                            layer.where(),
                            "reads '" + label + "'"
                                    + (all.contains(label)
                                            ? ", which comes only at or behind it"
                                            : ", and no layer is called so"),
                            all.contains(label)
                                    ? "put the layer behind all that it reads"
                                    : Spelling.suggestion(label, all)));
        }
        for (LayerDescription layer : layers.subList(0, Math.max(0, layers.size() - 1))) {
            if (!read.contains(layer.label())) {
                problems.add(
                        layer.where(),
                        "nothing reads '" + layer.label() + "', and it is not the last layer",
                        "name it among the \"inputs\" of a layer behind it, or take it out");
            }
        }
    }

    /** Sizes of what the last layer gives. */
    Sizes last() {
        return last;
    }

    /** A label as files have it. */
    static String shown(String label) {
        return label.equals(Network.INPUT) ? NetworkJson.INPUT : label;
    }
}
