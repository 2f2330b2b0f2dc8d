package intaglio.plan;

import intaglio.graph.IntegerModel;
import intaglio.ir.IntegerParameters;
import intaglio.ir.PoolKind;
import intaglio.ir.Shape;
import intaglio.ir.Window;
import intaglio.op.Conv2d;
import intaglio.op.Layer;
import intaglio.op.Pool2d;
import intaglio.op.Weighted;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** One unit of hardware work: what an engine computes, before it is decided how parallel the engine is. */
public interface Stage {

    /** Label of the layer; of a convolution with its pool, that of the convolution. */
    String label();

    /** Labels of all its layers, in order; what it writes is called after the last. */
    default List<String> layers() {
        return List.of(label());
    }

    /** The shapes it reads. */
    List<Shape> inputs();

    /** The first of them. */
    default Shape input() {
        return inputs().get(0);
    }

    Shape output();

    /** Multiplications per frame, those with padding zeros included. */
    long multiplications();

    /** Of a stage with several inputs: cycles from the words of the inputs to an accumulator or the chosen word. */
    default int combineCycles(IntegerModel model) {
        return 0;
    }

    /** Cycles from a sum in the drain to the activation or the pooled value. */
    int finishCycles(IntegerModel model);

    /** Places of the table that is its activation; 0 where there is none. */
    int tablePlaces(IntegerModel model);

    /** The pool whose mean it computes by a division. */
    default Optional<Pool2d> mean() {
        return Optional.empty();
    }

    /** Every engine that may be of use for it, and those it shares with stages behind it. */
    List<Candidate> candidates(StageGraph graph, int index, Map<String, Widths> widths);

    /** The stage where it may share an array with its neighbours. */
    default Optional<Dense> shareable() {
        return Optional.empty();
    }

    /** Whether its engine takes any beat, whatever its own parallelism is. */
    default boolean takesAnyBeat() {
        return false;
    }

    /** A stage that moves a window over planes: a convolution, or a pool of its own. */
    interface Windowed extends Stage {

        Window window();

        /** Parts the channels are split into; outputs of one part see the inputs of that part only. */
        int groups();

        /** Channels the window operation gives. */
        int outChannels();

        /** Shape the window operation gives, before a pool behind it. */
        Shape windowOutput();

        /** The pool that is computed with the convolution before it. */
        Optional<Pool2d> fusedPool();

        /** The convolution that it computes. */
        Optional<Conv2d> convolution();

        /** The pool that is all it computes. */
        Optional<Pool2d> ownPool();

        /** Whether inputs are multiplied by weights; a pool compares or adds them. */
        default boolean multiplies() {
            return ownPool().isEmpty();
        }

        @Override
        default List<String> layers() {
            return Stream.concat(Stream.of(label()), fusedPool().map(Layer::label).stream())
                    .toList();
        }

        @Override
        default List<Candidate> candidates(StageGraph graph, int index, Map<String, Widths> widths) {
            return WindowCandidates.of(this, graph, index, widths);
        }

        /** Input channels of a group. */
        default int groupInputs() {
            return input().channels() / groups();
        }

        /** Output channels of a group. */
        default int groupOutputs() {
            return outChannels() / groups();
        }

        /** Rows of the output block: those of the fused pool's window. */
        default int blockHeight() {
            return fusedPool().map(pool -> pool.window().kernelHeight()).orElse(1);
        }
    }

    /**
     * A convolution with the pool behind it, if the engine can compute it on the way.
     *
     * @param conv the convolution
     * @param fusedPool a pool with windows side by side: its window is the engine's output block
     * @param input shape the convolution reads
     * @param output shape after the pool
     */
    record Conv(Conv2d conv, Optional<Pool2d> fusedPool, Shape input, Shape output) implements Windowed {

        @Override
        public String label() {
            return conv.label();
        }

        @Override
        public List<Shape> inputs() {
            return List.of(input);
        }

        @Override
        public Window window() {
            return conv.window();
        }

        @Override
        public int groups() {
            return conv.groups();
        }

        @Override
        public int outChannels() {
            return conv.outChannels();
        }

        @Override
        public Shape windowOutput() {
            return conv.outputShape(input);
        }

        @Override
        public Optional<Conv2d> convolution() {
            return Optional.of(conv);
        }

        @Override
        public Optional<Pool2d> ownPool() {
            return Optional.empty();
        }

        /** Pixels the engine computes; a pool that drops odd rows or columns leaves some out. */
        @Override
        public long multiplications() {
            int poolArea = fusedPool.map(pool -> pool.window().area()).orElse(1);
            return (long) output.pixels() * poolArea * conv.outChannels() * conv.weightsPerChannel(input);
        }

        @Override
        public int finishCycles(IntegerModel model) {
            return Pipeline.finish(model.parameters(conv));
        }

        @Override
        public int tablePlaces(IntegerModel model) {
            return places(model.parameters(conv));
        }
    }

    /**
     * A pool with an engine of its own: overlapping windows, means over any area, whole planes.
     *
     * @param pool the layer
     * @param input shape it reads
     */
    record Pool(Pool2d pool, Shape input) implements Windowed {

        @Override
        public String label() {
            return pool.label();
        }

        @Override
        public List<Shape> inputs() {
            return List.of(input);
        }

        @Override
        public Window window() {
            return pool.window();
        }

        /** Every channel for itself. */
        @Override
        public int groups() {
            return input.channels();
        }

        @Override
        public int outChannels() {
            return input.channels();
        }

        @Override
        public Shape output() {
            return pool.outputShape(input);
        }

        @Override
        public Shape windowOutput() {
            return output();
        }

        @Override
        public Optional<Pool2d> fusedPool() {
            return Optional.empty();
        }

        @Override
        public Optional<Conv2d> convolution() {
            return Optional.empty();
        }

        @Override
        public Optional<Pool2d> ownPool() {
            return Optional.of(pool);
        }

        @Override
        public long multiplications() {
            return 0;
        }

        @Override
        public Optional<Pool2d> mean() {
            return pool.kind() == PoolKind.MAX ? Optional.empty() : Optional.of(pool);
        }

        @Override
        public int finishCycles(IntegerModel model) {
            return switch (pool.kind()) {
                case MAX -> 0;
                case AVERAGE -> Pipeline.MEAN;
                case AVERAGE_INSIDE -> Pipeline.MEAN_INSIDE;
            };
        }

        @Override
        public int tablePlaces(IntegerModel model) {
            return 0;
        }
    }

    /** A dense layer, or a convolution whose kernel covers its whole input. */
    record Dense(Weighted layer, Shape input) implements Stage {

        @Override
        public String label() {
            return layer.label();
        }

        @Override
        public List<Shape> inputs() {
            return List.of(input);
        }

        @Override
        public Shape output() {
            return Shape.vector(layer.outChannels());
        }

        @Override
        public long multiplications() {
            return (long) layer.outChannels() * input.elements();
        }

        @Override
        public int finishCycles(IntegerModel model) {
            return Pipeline.finish(model.parameters(layer));
        }

        @Override
        public int tablePlaces(IntegerModel model) {
            return places(model.parameters(layer));
        }

        @Override
        public List<Candidate> candidates(StageGraph graph, int index, Map<String, Widths> widths) {
            return DenseCandidates.of(graph, index, widths);
        }

        @Override
        public Optional<Dense> shareable() {
            return Optional.of(this);
        }
    }

    private static int places(IntegerParameters parameters) {
        return parameters.table().map(table -> (int) table.indices().high() + 1).orElse(0);
    }
}
