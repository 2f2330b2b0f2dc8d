package intaglio.rtl;

import intaglio.graph.IntegerModel;
import intaglio.num.Interval;
import intaglio.plan.Engine;
import intaglio.plan.EngineGraph;
import intaglio.plan.Stage;
import intaglio.plan.StageGraph;
import intaglio.range.Ranges;
import java.util.List;

/**
 * The proved intervals of the streams between engines.
 *
 * @param graph the engines
 * @param ranges the proved intervals of the layers
 */
public record Edges(EngineGraph graph, Ranges ranges) {

    /** What an engine, or the input, hands on; a pool stays inside the interval of its convolution. */
    Interval of(int source) {
        if (source == StageGraph.INPUT) {
            return new Interval(0, IntegerModel.INPUT_MAX);
        }
        List<Stage> stages = graph.engines().get(source).stages();
        return ranges.layer(stages.get(stages.size() - 1).label()).output();
    }

    /** What an engine reads, port by port. */
    List<Interval> inputs(Engine engine) {
        return graph.sources().get(graph.engines().indexOf(engine)).stream()
                .map(this::of)
                .toList();
    }
}
