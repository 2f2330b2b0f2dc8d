package intaglio.inspect;

import intaglio.ir.Activation;
import intaglio.ir.PoolKind;
import intaglio.ir.Shape;
import intaglio.op.Conv2d;
import intaglio.op.Pool2d;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;

/**
 * A sequential network as it may have been: the input and a block for each layer with weights.
 *
 * @param unusualSteps how far paddings, strides and pools are from the usual ones, 0 or more
 */
record Graph(Shape input, List<Block> blocks, int unusualSteps) {

    /** Which layers but the last have a function behind them. */
    enum Placement {
        /** All. */
        EVERYWHERE,
        /** The convolutions. */
        CONVOLUTIONS,
        /** The convolutions whose output is larger than one pixel. */
        PLANES
    }

    Graph {
        blocks = List.copyOf(blocks);
    }

    /** The same graph with other blocks. */
    Graph withBlocks(List<Block> other) {
        return new Graph(input, other, unusualSteps);
    }

    /** Every block changed; the last one has no function. */
    private Graph map(BiFunction<Integer, Block, Block> change) {
        List<Block> changed = new ArrayList<>();
        for (int i = 0; i < blocks.size(); i++) {
            changed.add(change.apply(i, blocks.get(i)));
        }
        return withBlocks(changed);
    }

    /** The function of some layers; none behind the others. */
    Graph withFunction(Function function, Placement placement, List<Shape> outputs) {
        return map((i, block) ->
                block.withFunction(i < blocks.size() - 1 && isAt(i, placement, outputs) ? function : Function.NONE));
    }

    private boolean isAt(int index, Placement placement, List<Shape> outputs) {
        return switch (placement) {
            case EVERYWHERE -> true;
            case CONVOLUTIONS -> blocks.get(index).window() != null;
            case PLANES ->
                blocks.get(index).window() != null && outputs.get(index).pixels() > 1;
        };
    }

    /** Another function wherever there is one. */
    Graph withFunction(Function function) {
        return map((i, block) -> block.function() == Function.NONE ? block : block.withFunction(function));
    }

    /** The functions of a graph of as many layers. */
    Graph withFunctionsOf(Graph other) {
        return map((i, block) -> block.withFunction(other.blocks.get(i).function()));
    }

    /** Another function in one place. */
    Graph withFunctionAt(int index, Function function) {
        return map((i, block) -> i == index ? block.withFunction(function) : block);
    }

    Graph withPoolKind(PoolKind kind) {
        return map((i, block) -> block.withPoolKind(kind));
    }

    Graph withPoolFirst(boolean first) {
        return map((i, block) -> block.withPoolFirst(first && block.pool().isPresent()));
    }

    Graph withNormLast(boolean last) {
        return map((i, block) -> block.withNormLast(last));
    }

    /** The function that most of the layers have that have one; {@link Function#NONE} where none has. */
    Function function() {
        return blocks.stream()
                .map(Block::function)
                .filter(function -> function != Function.NONE)
                .findFirst()
                .orElse(Function.NONE);
    }

    /** Outputs of the layers with weights, before their pools. */
    List<Shape> outputs(List<WeightedTensors> tensors) {
        List<Shape> outputs = new ArrayList<>();
        Shape shape = input;
        for (int i = 0; i < blocks.size(); i++) {
            Block block = blocks.get(i);
            int channels = tensors.get(i).outChannels();
            shape = block.window() == null
                    ? Shape.vector(channels)
                    : new Conv2d("x", channels, block.window(), Activation.NONE).outputShape(shape);
            outputs.add(shape);
            if (block.pool().isPresent()) {
                shape = new Pool2d("p", PoolKind.MAX, block.pool().get().window()).outputShape(shape);
            }
        }
        return outputs;
    }

    /** How many things are otherwise than most people would have them; 0 for the most usual network. */
    int unusual() {
        return unusualSteps
                + function().unusual()
                + gaps()
                + (blocks.stream().anyMatch(Block::poolFirst) ? 1 : 0)
                + (blocks.stream().anyMatch(Block::normLast) ? 1 : 0);
    }

    /** Layers without a function before one with a function. None behind the last few is usual: LeNet-5 has it so. */
    private int gaps() {
        int gaps = 0;
        int open = 0;
        for (Block block : blocks) {
            if (block.function() == Function.NONE) {
                open++;
            } else {
                gaps += open;
                open = 0;
            }
        }
        return gaps;
    }
}
