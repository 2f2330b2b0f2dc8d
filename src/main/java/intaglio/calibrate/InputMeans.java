package intaglio.calibrate;

import intaglio.graph.Network;
import intaglio.graph.Node;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Means over all images of what layers with weights read, element by element. */
final class InputMeans {

    private final List<Node> nodes;
    private final int images;
    private final Map<String, double[]> means = new LinkedHashMap<>();

    /**
     * @param images how many there will be
     */
    InputMeans(Network network, int images) {
        this.images = images;
        nodes = network.nodes();
        for (Node node : nodes) {
            if (node.layer().weighted().isPresent() && !node.input().equals(Network.INPUT)) {
                means.put(node.input(), new double[network.shapes().input(node).elements()]);
            }
        }
    }

    /** Adds one image: the outputs of every layer. */
    void add(float[][] outputs) {
        for (int i = 0; i < outputs.length; i++) {
            double[] mean = means.get(nodes.get(i).label());
            for (int element = 0; mean != null && element < mean.length; element++) {
                mean[element] += (double) outputs[i][element] / images;
            }
        }
    }

    /** By label of the layer that gives the tensor. */
    Map<String, double[]> byLabel() {
        return means;
    }
}
