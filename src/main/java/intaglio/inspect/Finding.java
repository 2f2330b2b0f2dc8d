package intaglio.inspect;

import intaglio.graph.Network;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One hypothesis and what came of it.
 *
 * @param graph what the file does not say of the graph, in words; empty where it says all
 * @param input what was done to an image
 * @param correct images that are classified right
 * @param loss mean cross entropy of the softmax with the labels; each image's at most 10
 * @param confidence mean of the largest value of the softmax
 * @param close whether it differs from the best by no more than chance
 * @param taken whether it is the one to take
 * @param unsupported what the compiler does not build of it
 * @param rows its layers
 * @param network present for a state_dict where the compiler builds it
 */
public record Finding(
        String graph,
        InputHypothesis input,
        int correct,
        double loss,
        double confidence,
        boolean close,
        boolean taken,
        List<String> unsupported,
        List<LayerRow> rows,
        Optional<FoundNetwork> network) {

    /**
     * A network with the names of its tensors.
     *
     * @param tensors prefix by label
     * @param norms prefix of the batch normalization by label of the layer that it follows
     */
    public record FoundNetwork(Network network, Map<String, String> tensors, Map<String, String> norms) {}

    /** In one line: graph and input. */
    public String text() {
        return graph.isEmpty() ? input.text() : graph + "; " + input.text();
    }
}
