package intaglio.inspect;

import java.util.Optional;

/**
 * A network and its input as they may have been.
 *
 * @param graph empty where the model says it
 * @param input what was done to an image
 */
record Hypothesis(Optional<Graph> graph, InputHypothesis input) {

    Hypothesis withGraph(Graph other) {
        return new Hypothesis(Optional.of(other), input);
    }

    Hypothesis withInput(InputHypothesis other) {
        return new Hypothesis(graph, other);
    }

    /** How many things are otherwise than most people would have them. */
    int unusual() {
        return input.unusual() + graph.map(Graph::unusual).orElse(0);
    }
}
