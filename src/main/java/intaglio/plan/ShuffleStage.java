package intaglio.plan;

import intaglio.graph.IntegerModel;
import intaglio.ir.Shape;
import intaglio.op.DepthToSpace;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Channels that become pixels.
 *
 * @param layer the operation
 * @param input shape it reads
 */
public record ShuffleStage(DepthToSpace layer, Shape input) implements Stage {

    @Override
    public String label() {
        return layer.label();
    }

    @Override
    public List<Shape> inputs() {
        return List.of(input);
    }

    @Override
    public Shape output() {
        return layer.outputShape(List.of(input));
    }

    @Override
    public long multiplications() {
        return 0;
    }

    @Override
    public int finishCycles(IntegerModel model) {
        return 0;
    }

    @Override
    public int tablePlaces(IntegerModel model) {
        return 0;
    }

    /** One for each divisor of the output channels. */
    @Override
    public List<Candidate> candidates(StageGraph graph, int index, Map<String, Widths> widths) {
        List<Candidate> candidates = new ArrayList<>();
        for (int channels : Splits.divisors(output().channels())) {
            ShuffleEngine engine = new ShuffleEngine(this, channels, new Stream(input, 1, 1), Engine.LEAST_ROWS);
            if (!graph.isLast(index) || graph.output().accepts(engine.output())) {
                candidates.add(new Candidate(engine, index, index, engine.issueCycles(), 0, engine.area(widths)));
            }
        }
        return candidates;
    }

    @Override
    public boolean takesAnyBeat() {
        return true;
    }
}
