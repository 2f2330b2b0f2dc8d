package intaglio.frontend;

import com.fasterxml.jackson.databind.node.TextNode;
import intaglio.graph.Network;
import intaglio.ir.Normalization;
import intaglio.ir.PoolKind;
import intaglio.ir.Shape;
import intaglio.ir.Window;
import intaglio.op.Conv2d;
import intaglio.op.Dense;
import intaglio.op.Layer;
import intaglio.op.Pool2d;
import intaglio.op.Weighted;
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
        StringBuilder text = new StringBuilder("{\n  \"name\": ").append(quoted(network.name()));
        text.append(",\n  \"input\": ").append(List.of(input.channels(), input.height(), input.width()));
        text.append(normalization(network.normalization()));
        if (!network.assumptions().isEmpty()) {
            text.append(",\n  \"assumed\": ")
                    .append(network.assumptions().stream()
                            .map(NetworkJsonWriter::quoted)
                            .collect(Collectors.joining(",\n    ", "[\n    ", "\n  ]")));
        }
        text.append(",\n  \"layers\": [");
        String separator = "\n    ";
        for (Layer layer : network.layers()) {
            text.append(separator)
                    .append('{')
                    .append(fields(layer))
                    .append(names(layer))
                    .append('}');
            separator = ",\n    ";
        }
        return text.append("\n  ]\n}\n").toString();
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
    private String names(Layer layer) {
        String label = layer.label();
        String prefix = tensors.getOrDefault(label, label);
        return (prefix.equals(label) ? "" : ", \"tensors\": " + quoted(prefix))
                + (batchNorms.containsKey(label) ? ", \"batchnorm\": " + quoted(batchNorms.get(label)) : "");
    }

    private static String fields(Layer layer) {
        if (layer instanceof Conv2d conv) {
            return start(LayerKind.CONV2D, layer)
                    + kernel(conv.window())
                    + outChannels(conv)
                    + stride(conv.window())
                    + padding(conv.window())
                    + groups(conv)
                    + activation(conv);
        }
        if (layer instanceof Dense dense) {
            return start(LayerKind.DENSE, layer) + outChannels(dense) + activation(dense);
        }
        Pool2d pool = (Pool2d) layer;
        LayerKind kind = pool.kind() == PoolKind.AVERAGE ? LayerKind.AVGPOOL : LayerKind.MAXPOOL;
        return start(kind, layer) + kernel(pool.window()) + stride(pool.window());
    }

    private static String start(LayerKind kind, Layer layer) {
        return "\"kind\": " + quoted(kind.word()) + ", \"name\": " + quoted(layer.label());
    }

    private static String kernel(Window window) {
        return ", \"kernel\": " + List.of(window.kernelHeight(), window.kernelWidth());
    }

    private static String outChannels(Weighted layer) {
        return ", \"outChannels\": " + layer.outChannels();
    }

    private static String stride(Window window) {
        return ", \"stride\": " + List.of(window.strideY(), window.strideX());
    }

    private static String padding(Window window) {
        return ", \"padding\": " + List.of(window.padTop(), window.padLeft(), window.padBottom(), window.padRight());
    }

    private static String groups(Conv2d conv) {
        return conv.groups() == 1 ? "" : ", \"groups\": " + conv.groups();
    }

    private static String activation(Weighted layer) {
        return ActivationWords.write(layer.activation());
    }

    private static String quoted(String text) {
        return TextNode.valueOf(text).toString();
    }
}
