package intaglio.frontend.onnx;

import intaglio.ir.GivenLayer;
import intaglio.ir.GivenQuantization;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Collects what a quantized model says about its layers. */
final class GivenLayers {

    private GivenLayers() {}

    /**
     * The quantization of a chain without problems.
     *
     * @param labels of the chain's layers, in order
     */
    static GivenQuantization of(LayerChain chain, List<String> labels) {
        Map<String, GivenLayer> layers = new LinkedHashMap<>();
        List<String> notes = new ArrayList<>(chain.quantization().notes());
        for (int i = 0; i < labels.size(); i++) {
            LayerDraft draft = chain.layers().get(i);
            if (draft.isWeighted()) {
                layers.put(labels.get(i), layer(draft));
            }
        }
        return new GivenQuantization(chain.quantization().input().toGiven(), layers, notes);
    }

    private static GivenLayer layer(LayerDraft draft) {
        LayerQuantization quantization = draft.quantization();
        QuantizedTensor weights = quantization.weights();
        Grid output = quantization.output();
        return new GivenLayer(
                weights.bytes(),
                weights.byteZeroPoints(),
                weights.realScales(),
                quantization.bias(draft.weights().outChannels()),
                quantization.input().toGiven(),
                output == null ? null : output.toGiven());
    }
}
