package intaglio.inspect;

import intaglio.floating.FloatNetwork;
import intaglio.graph.FloatModel;
import intaglio.ir.Shape;

/** Networks of a model with a graph of its own: only the input is open. */
record ModelNetwork(FloatModel model) implements HypothesisNetwork {

    @Override
    public Shape input(Hypothesis hypothesis) {
        return model.network().input();
    }

    @Override
    public FloatNetwork build(Hypothesis hypothesis) {
        return new FloatNetwork(model.withNormalization(hypothesis.input().normalization()));
    }
}
