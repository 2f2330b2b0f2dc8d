package intaglio.inspect;

import intaglio.graph.FloatModel;
import intaglio.graph.Network;
import intaglio.graph.Node;
import intaglio.graph.Shapes;
import intaglio.ir.FloatParameters;
import intaglio.ir.Shape;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** A model that says its graph: what was done to the images is open, where neither the model nor the user says it. */
public record ModelInspection(FloatModel model) {

    /** Its layers. */
    public List<LayerRow> rows() {
        List<LayerRow> rows = new ArrayList<>();
        Network network = model.network();
        Shapes shapes = network.shapes();
        String before = Network.INPUT;
        for (Node node : network.nodes()) {
            long parameters = node.layer()
                    .weighted()
                    .map(layer -> count(model.parameters(layer)))
                    .orElse(0L);
            LayerRow row = LayerRow.of(node.layer(), shapes.inputs(node), parameters);
            rows.add(node.inputs().equals(List.of(before)) ? row : row.reading(node.inputs()));
            before = node.label();
        }
        return rows;
    }

    private static long count(FloatParameters parameters) {
        return (long) parameters.weights().length + parameters.bias().length;
    }

    /**
     * Ranks what may have been done to the images.
     *
     * @param labels of at least {@code count} images
     * @param count images to use at most
     * @param progress is told what is going on
     */
    public Findings search(
            Path images, Optional<int[]> labels, int count, InputChoices inputs, Consumer<String> progress) {
        Shape input = model.network().input();
        List<Hypothesis> all = inputs.of(input).stream()
                .map(one -> new Hypothesis(Optional.empty(), one))
                .toList();
        Evaluator evaluator = new Evaluator(images, labels, count, new ModelNetwork(model));
        Neighbours none = new Neighbours(inputs, List.of(), List.of());
        Ranking ranking = new HypothesisSearch(evaluator, none, progress).run(all);
        return FindingsOf.ranking(
                ranking,
                entry -> new Finding(
                        "",
                        entry.hypothesis().input(),
                        entry.score().correct(),
                        -entry.score().likelihood(),
                        entry.score().confidence(),
                        ranking.close().contains(entry),
                        ranking.takes(entry),
                        List.of(),
                        rows(),
                        Optional.empty()));
    }
}
