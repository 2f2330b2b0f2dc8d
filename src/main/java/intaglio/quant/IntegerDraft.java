package intaglio.quant;

import intaglio.graph.IntegerModel;
import intaglio.graph.Network;
import intaglio.ir.IntegerParameters;
import intaglio.ir.SumParameters;
import intaglio.num.Interval;
import intaglio.op.Weighted;
import intaglio.range.RangeAnalysis;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The integers of a network while they are found, layer after layer. */
final class IntegerDraft {

    private final Network network;
    private final Map<String, IntegerParameters> parameters = new LinkedHashMap<>();
    private final Map<String, SumParameters> sums = new LinkedHashMap<>();
    private final Map<String, Integer> padding = new LinkedHashMap<>();

    /**
     * Nothing known yet.
     *
     * @param network as trained, or as in the integers
     */
    IntegerDraft(Network network) {
        this.network = network.inIntegers();
    }

    void put(String label, IntegerParameters layer) {
        parameters.put(label, layer);
    }

    void put(String label, SumParameters sum) {
        sums.put(label, sum);
    }

    /** A sum that is known. */
    SumParameters sum(String label) {
        return sums.get(label);
    }

    /** What the padding of a pool reads as. */
    void putPadding(String label, int value) {
        padding.put(label, value);
    }

    /** The whole network, once every layer is known. */
    IntegerModel model() {
        return new IntegerModel(network, parameters, sums, padding);
    }

    /**
     * Proved accumulators of each output channel: the outputs of the network up to a layer if it handed its accumulators
     * on. With ReLU without the negative ones, whose outputs are the zero point whatever the multiplier.
     *
     * @param identity the layer with its accumulators as outputs; all layers before it are known
     */
    List<Interval> accumulators(Weighted layer, IntegerParameters identity) {
        Map<String, IntegerParameters> known = new LinkedHashMap<>(parameters);
        known.put(layer.label(), identity);
        return RangeAnalysis.of(new IntegerModel(network.upTo(layer.label()), known, sums, padding))
                .layer(layer.label())
                .outputByChannel();
    }

    /** The network that gives a tensor; empty for the image. All layers before it are known. */
    Optional<IntegerModel> upTo(String label) {
        return label.equals(Network.INPUT)
                ? Optional.empty()
                : Optional.of(new IntegerModel(network.upTo(label), parameters, sums, padding));
    }

    /** Proved outputs of a layer that is known. */
    Interval output(String label) {
        return upTo(label)
                .map(model -> RangeAnalysis.of(model).layer(label).output())
                .orElse(new Interval(0, IntegerModel.INPUT_MAX));
    }
}
