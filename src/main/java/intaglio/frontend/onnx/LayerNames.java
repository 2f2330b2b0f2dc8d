package intaglio.frontend.onnx;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a layer should be called, from whatever names the exporter left in the file. */
final class LayerNames {

    private static final Pattern CLASSIC_CONV = Pattern.compile("c(\\d{1,3})");

    /** What onnxruntime's quantizer appends to the name of a weight tensor. */
    private static final Pattern QUANTIZED = Pattern.compile("_(quantized|QuantizeLinear_Output)$");

    private LayerNames() {}

    /** From the name of the weight tensor ({@code c1.weight}), or of the module ({@code /c1/Conv}), or the kind. */
    static String weighted(Node node, String kind) {
        for (int i = 1; i < node.inputs().size(); i++) {
            Constant constant = node.constant(i);
            String tensor = constant == null || constant.quantized() == null
                    ? node.inputs().get(i)
                    : QUANTIZED.matcher(constant.quantized().source()).replaceFirst("");
            if (tensor.endsWith(".weight") && !tensor.contains("::") && tensor.length() > ".weight".length()) {
                return tensor.substring(0, tensor.length() - ".weight".length());
            }
        }
        return module(node, kind);
    }

    /** From the module; without one, a pool behind LeNet's convolution {@code c1} is called {@code s2} as in LeNet. */
    static String pool(Node node, String before) {
        String module = module(node);
        if (!module.isEmpty()) {
            return module;
        }
        Matcher classic = CLASSIC_CONV.matcher(before);
        return classic.matches() ? "s" + (Integer.parseInt(classic.group(1)) + 1) : "pool";
    }

    /** From the module, or the kind. */
    static String module(Node node, String kind) {
        String module = module(node);
        return module.isEmpty() ? kind : module;
    }

    /** {@code c1} of {@code /c1/Conv} or {@code /net/c1/Conv}; the whole name where it is no path; else empty. */
    private static String module(Node node) {
        String name = node.name();
        int last = name.lastIndexOf('/');
        String path = last < 0 ? "" : name.substring(0, last);
        String module = path.substring(path.lastIndexOf('/') + 1);
        if (last >= 0) {
            return module;
        }
        // Conv_0, as older exporters number them, says no more than the kind does.
        boolean numbered = name.toLowerCase(Locale.ROOT).matches(node.op().toLowerCase(Locale.ROOT) + "[_0-9]*");
        return numbered ? "" : name;
    }
}
