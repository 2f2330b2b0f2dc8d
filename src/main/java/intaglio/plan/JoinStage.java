package intaglio.plan;

import intaglio.graph.IntegerModel;
import intaglio.ir.Shape;
import intaglio.ir.SumParameters;
import intaglio.op.Add;
import intaglio.op.Concat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A stage that reads several streams of the same height and width, row by row. */
public interface JoinStage extends Stage {

    /** Whether it reads its inputs in turn, those of one pixel after the other; else all at once. */
    boolean inTurn();

    /** The sum that it is, where it is one. */
    default Optional<Add> sum() {
        return Optional.empty();
    }

    /** No multiplications of the plan. */
    @Override
    default long multiplications() {
        return 0;
    }

    @Override
    default List<Candidate> candidates(StageGraph graph, int index, Map<String, Widths> widths) {
        return JoinCandidates.of(this, graph, index, widths);
    }

    @Override
    default boolean takesAnyBeat() {
        return true;
    }

    /** The sum of all inputs, element by element. */
    record Sum(Add add, List<Shape> inputs) implements JoinStage {

        public Sum {
            inputs = List.copyOf(inputs);
        }

        @Override
        public String label() {
            return add.label();
        }

        @Override
        public Shape output() {
            return add.outputShape(inputs);
        }

        @Override
        public boolean inTurn() {
            return false;
        }

        @Override
        public Optional<Add> sum() {
            return Optional.of(add);
        }

        @Override
        public int combineCycles(IntegerModel model) {
            SumParameters parameters = model.sums().get(label());
            return Pipeline.products(parameters) + Pipeline.addends(parameters);
        }

        @Override
        public int finishCycles(IntegerModel model) {
            return Pipeline.finish(model.sums().get(label()));
        }

        @Override
        public int tablePlaces(IntegerModel model) {
            return model.sums()
                    .get(label())
                    .table()
                    .map(table -> (int) table.indices().high() + 1)
                    .orElse(0);
        }
    }

    /** The channels of all inputs one after the other. */
    record Channels(Concat concat, List<Shape> inputs) implements JoinStage {

        public Channels {
            inputs = List.copyOf(inputs);
        }

        @Override
        public String label() {
            return concat.label();
        }

        @Override
        public Shape output() {
            return concat.outputShape(inputs);
        }

        @Override
        public boolean inTurn() {
            return true;
        }

        @Override
        public int combineCycles(IntegerModel model) {
            return Pipeline.CHOOSE;
        }

        @Override
        public int finishCycles(IntegerModel model) {
            return 0;
        }

        @Override
        public int tablePlaces(IntegerModel model) {
            return 0;
        }
    }
}
