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
     * The quantization of a graph without problems.
     *
     * @param flow the output
     * @param labels of the graph's layers, in order
     */
    static GivenQuantization of(Flow flow, List<String> labels) {
        Map<String, GivenLayer> layers = new LinkedHashMap<>();
        List<String> notes = new ArrayList<>(flow.quantization().notes());
        for (int i = 0; i < labels.size(); i++) {
            LayerDraft draft = flow.graph().layers().get(i);
            if (draft.weighted().isPresent()) {
                layers.put(labels.get(i), layer(draft.weighted().get()));
            }
        }
        return new GivenQuantization(flow.quantization().input().toGiven(), layers, notes);
    }

    private static GivenLayer layer(WeightedDraft draft) {
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
