package intaglio.inspect;

import intaglio.diag.Problems;
import intaglio.floating.FloatNetwork;
import intaglio.floating.FloatNetworkBuilder;
import intaglio.frontend.layer.ChannelOrder;
import intaglio.frontend.layer.FoldedWeights;
import intaglio.ir.Activation;
import intaglio.ir.FloatParameters;
import intaglio.ir.Shape;
import intaglio.op.Conv2d;
import intaglio.op.Dense;
import intaglio.op.Layer;
import intaglio.op.Pool2d;
import java.util.Arrays;
import java.util.List;

/** Networks of the tensors of a state_dict. */
final class StateDictNetwork implements HypothesisNetwork {

    private final List<WeightedTensors> tensors;
    private final List<FloatParameters> plain;
    private final List<FloatParameters> folded;
    private final boolean channelsLast;

    /**
     * Folds the batch normalizations.
     *
     * @param channelsLast whether dense layers read images in the order rows, columns, channels
     * @param problems takes values beyond 32-bit floats
     */
    StateDictNetwork(List<WeightedTensors> tensors, boolean channelsLast, Problems problems) {
        this.tensors = tensors;
        this.channelsLast = channelsLast;
        this.plain = tensors.stream()
                .map(layer -> parameters(layer, false, problems))
                .toList();
        this.folded =
                tensors.stream().map(layer -> parameters(layer, true, problems)).toList();
    }

    private static FloatParameters parameters(WeightedTensors layer, boolean folded, Problems problems) {
        FoldedWeights weights = new FoldedWeights(layer.weight().values(), layer.outChannels());
        if (layer.bias() != null) {
            weights.add(layer.bias().values(), 1);
        }
        if (folded) {
            layer.norm().ifPresent(norm -> weights.normalize(norm.values()));
        }
        return weights.toParameters(layer.prefix(), problems);
    }

    @Override
    public Shape input(Hypothesis hypothesis) {
        return hypothesis.graph().orElseThrow().input();
    }

    @Override
    public FloatNetwork build(Hypothesis hypothesis) {
        Graph graph = hypothesis.graph().orElseThrow();
        FloatNetworkBuilder builder =
                new FloatNetworkBuilder(graph.input(), hypothesis.input().normalization());
        for (int i = 0; i < graph.blocks().size(); i++) {
            add(builder, i, graph.blocks().get(i));
        }
        return builder.build();
    }

    private void add(FloatNetworkBuilder builder, int index, Block block) {
        WeightedTensors layer = tensors.get(index);
        boolean normLast = block.normLast() && layer.norm().isPresent();
        boolean poolFirst = block.poolFirst();
        boolean within = block.function().isPlain() && !poolFirst;
        builder.layer(
                layer(layer, block, within ? block.function().activation() : Activation.NONE),
                ordered(block, (normLast ? plain : folded).get(index), builder.output()));
        if (poolFirst) {
            pool(builder, layer, block);
        }
        if (!within) {
            builder.function(layer.prefix(), block.function().table());
        }
        if (normLast) {
            FloatParameters norm = norm(layer);
            builder.affine(layer.norm().orElseThrow().prefix(), norm.weights(), norm.bias());
        }
        if (!poolFirst) {
            pool(builder, layer, block);
        }
    }

    /** Weights that read their input in CHW order. */
    private FloatParameters ordered(Block block, FloatParameters parameters, Shape input) {
        return channelsLast && block.window() == null
                ? new FloatParameters(ChannelOrder.planar(parameters.weights(), input), parameters.bias())
                : parameters;
    }

    private static Layer layer(WeightedTensors layer, Block block, Activation activation) {
        return block.window() == null
                ? new Dense(layer.prefix(), layer.outChannels(), activation)
                : new Conv2d(layer.prefix(), layer.outChannels(), block.window(), block.groups(), activation);
    }

    private static void pool(FloatNetworkBuilder builder, WeightedTensors layer, Block block) {
        block.pool()
                .ifPresent(
                        pool -> builder.layer(new Pool2d(layer.prefix() + " pool", pool.kind(), pool.window()), null));
    }

    /** The normalization by itself: one weight and one bias for each channel. */
    private static FloatParameters norm(WeightedTensors layer) {
        float[] ones = new float[layer.outChannels()];
        Arrays.fill(ones, 1);
        FoldedWeights weights = new FoldedWeights(ones, layer.outChannels());
        weights.normalize(layer.norm().orElseThrow().values());
        return weights.toParameters(layer.prefix(), new Problems());
    }
}
