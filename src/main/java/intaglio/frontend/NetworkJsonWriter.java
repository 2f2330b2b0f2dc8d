package intaglio.frontend;

import com.fasterxml.jackson.databind.node.TextNode;
import intaglio.graph.Network;
import intaglio.graph.Node;
import intaglio.graph.OutputKind;
import intaglio.ir.Normalization;
import intaglio.ir.Shape;
import intaglio.ir.Window;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Writes the format of {@link NetworkJson}, with every key spelt out and one layer per line. */
final class NetworkJsonWriter {

    private final Map<String, String> tensors;
    private final Map<String, String> batchNorms;

    /**
     * A writer.
     *
     * @param tensors prefix of the tensors by label; of the others it is the label
     * @param batchNorms prefix of a batch normalization's tensors, by label of the layer before it
     */
    NetworkJsonWriter(Map<String, String> tensors, Map<String, String> batchNorms) {
        this.tensors = tensors;
        this.batchNorms = batchNorms;
    }

    String write(Network network) {
        Shape input = network.input();
        StringBuilder text = new StringBuilder("{");
        if (!isFirstFormat(network)) {
            text.append("\n  \"format\": ").append(NetworkJson.FORMAT).append(',');
        }
        text.append("\n  \"name\": ").append(quoted(network.name()));
        text.append(",\n  \"input\": ").append(List.of(input.channels(), input.height(), input.width()));
        text.append(normalization(network.normalization()));
        if (network.outputKind() != OutputKind.LOGITS) {
            text.append(",\n  \"output\": ").append(quoted(OutputMeaning.word(network.outputKind())));
        }
        if (!network.assumptions().isEmpty()) {
            text.append(",\n  \"assumed\": ")
                    .append(network.assumptions().stream()
                            .map(NetworkJsonWriter::quoted)
                            .collect(Collectors.joining(",\n    ", "[\n    ", "\n  ]")));
        }
        text.append(",\n  \"layers\": [");
        String separator = "\n    ";
        String before = Network.INPUT;
        for (Node node : network.nodes()) {
            text.append(separator)
                    .append('{')
                    .append(fields(node, before))
                    .append(names(node.label()))
                    .append('}');
            separator = ",\n    ";
            before = node.label();
        }
        return text.append("\n  ]\n}\n").toString();
    }

    /** Whether programs that know chains of layers alone can read the file. */
    private static boolean isFirstFormat(Network network) {
        return network.isChain()
                && network.outputKind() == OutputKind.LOGITS
                && network.nodes().stream()
                        .map(node -> LayerDescription.of("", node.layer(), node.inputs()))
                        .allMatch(layer -> layer.kind().isFirstFormat() && isFirstFormat(layer));
    }

    private static boolean isFirstFormat(LayerDescription layer) {
        Window window = layer.window();
        return window == null || (!window.isDilated() && (layer.kind() == LayerKind.CONV2D || !window.isPadded()));
    }

    private static String normalization(Normalization normalization) {
        return ",\n  \"pixels\": " + quoted(normalization.pixels().word())
                + ", \"mean\": " + numbers(normalization.mean())
                + ", \"std\": " + numbers(normalization.std());
    }

    /** Every double has one spelling, and reads back as the same one. */
    private static String numbers(List<Double> values) {
        return values.stream().map(value -> Double.toString(value)).collect(Collectors.joining(", ", "[", "]"));
    }

    /** Where the tensors are called otherwise than the layer. */
    private String names(String label) {
        String prefix = tensors.getOrDefault(label, label);
        return (prefix.equals(label) ? "" : ", \"tensors\": " + quoted(prefix))
                + (batchNorms.containsKey(label) ? ", \"batchnorm\": " + quoted(batchNorms.get(label)) : "");
    }

    /** All keys but those of tensors, in the order of the documentation. */
    private static String fields(Node node, String before) {
        LayerDescription layer = LayerDescription.of("", node.layer(), node.inputs());
        Window window = layer.window();
        return "\"kind\": " + quoted(layer.kind().word()) + ", \"name\": " + quoted(layer.label())
                + (node.inputs().equals(List.of(before)) ? "" : inputs(node.inputs()))
                + (window == null ? "" : ", \"kernel\": " + List.of(window.kernelHeight(), window.kernelWidth()))
                + (layer.kind().isWeighted() ? ", \"outChannels\": " + layer.outChannels() : "")
                + (window == null ? "" : ", \"stride\": " + List.of(window.strideY(), window.strideX()))
                + (window == null || (layer.kind() != LayerKind.CONV2D && !window.isPadded()) ? "" : padding(window))
                + (window == null || !window.isDilated()
                        ? ""
                        : ", \"dilation\": " + List.of(window.dilationY(), window.dilationX()))
                + (layer.groups() == 1 ? "" : ", \"groups\": " + layer.groups())
                + (layer.order() == null
                        ? ""
                        : ", \"block\": " + layer.block() + ", \"order\": " + quoted(NetworkJson.word(layer.order())))
                + (layer.kind().has("activation") ? ActivationWords.write(layer.activation()) : "");
    }

    private static String inputs(List<String> labels) {
        return ", \"inputs\": "
                + labels.stream()
                        .map(label -> quoted(label.equals(Network.INPUT) ? NetworkJson.INPUT : label))
                        .collect(Collectors.joining(", ", "[", "]"));
    }

    private static String padding(Window window) {
        return ", \"padding\": " + List.of(window.padTop(), window.padLeft(), window.padBottom(), window.padRight());
    }

    private static String quoted(String text) {
        return TextNode.valueOf(text).toString();
    }
}
