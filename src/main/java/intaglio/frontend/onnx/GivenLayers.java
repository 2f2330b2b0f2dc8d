package intaglio.frontend.onnx;

import intaglio.ir.GivenActivation;
import intaglio.ir.GivenLayer;
import intaglio.ir.GivenQuantization;
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
        Map<String, GivenActivation> outputs = new LinkedHashMap<>();
        for (int i = 0; i < labels.size(); i++) {
            LayerDraft draft = flow.graph().layers().get(i);
            String label = labels.get(i);
            draft.weighted().ifPresent(weighted -> layers.put(label, layer(weighted)));
            draft.scaled().map(ScaledDraft::output).ifPresent(output -> outputs.put(label, output.toGiven()));
        }
        return new GivenQuantization(
                flow.quantization().input().toGiven(),
                layers,
                outputs,
                flow.graph().differences());
    }

    private static GivenLayer layer(WeightedDraft draft) {
        LayerQuantization quantization = draft.quantization();
        QuantizedTensor weights = quantization.weights();
        return new GivenLayer(
                weights.bytes(),
                weights.byteZeroPoints(),
                weights.realScales(),
                quantization.bias(draft.weights().outChannels()),
                quantization.input().toGiven(),
                quantization.roundsTwice());
    }
}
