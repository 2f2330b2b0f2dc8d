package intaglio.frontend.keras;

import ai.onnx.proto.OnnxMl.AttributeProto;
import intaglio.onnx.OnnxGraphBuilder;
import java.util.Locale;

/** Pools over one or two axes, and over the whole plane. */
final class Pools {

    private Pools() {}

    /** MaxPooling1D and its kin; {@code type} is MaxPool or AveragePool, whose padding does not count. */
    static LayerRule sliding(String type, int axes) {
        return call -> {
            LayerConfig config = call.config();
            long[] kernel = config.integers("pool_size", axes, 2);
            long[] strides = config.has("strides") ? config.integers("strides", axes, 1) : kernel;
            return call.canvas()
                    .node(
                            type,
                            call.name(),
                            call.canvas().forLayer(call.input(), config),
                            OnnxGraphBuilder.integers("kernel_shape", kernel),
                            OnnxGraphBuilder.integers("strides", strides),
                            padding(call));
        };
    }

    /** GlobalMaxPooling2D and its kin. */
    static LayerRule global(String type) {
        return call -> {
            Value pooled = call.canvas().node(type, call.name(), call.canvas().forLayer(call.input(), call.config()));
            if (call.config().flag("keepdims", false)) {
                return pooled;
            }
            Value flat =
                    call.canvas().node("Flatten", call.name() + "_flat", pooled, OnnxGraphBuilder.integer("axis", 1));
            return Value.vector(flat.name(), pooled.channels());
        };
    }

    /** The words are those of a convolution: "same" puts the odd pixel at the bottom and at the right. */
    static AttributeProto padding(LayerCall call) {
        String padding = call.config().text("padding", "valid").toLowerCase(Locale.ROOT);
        if (!padding.equals("same") && !padding.equals("valid")) {
            call.problem("its padding is '" + padding + "'", "use padding 'same' or 'valid'");
        }
        return OnnxGraphBuilder.text("auto_pad", padding.equals("same") ? "SAME_UPPER" : "VALID");
    }
}
