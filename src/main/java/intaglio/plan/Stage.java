package intaglio.plan;

import intaglio.ir.Shape;
import intaglio.ir.Window;
import intaglio.op.Conv2d;
import intaglio.op.Pool2d;
import intaglio.op.Weighted;
import java.util.Optional;

/** One unit of hardware work: what an engine computes, before it is decided how parallel the engine is. */
public sealed interface Stage {

    /** Label of the layer; of a convolution with its pool, that of the convolution. */
    String label();

    Shape input();

    Shape output();

    /** Multiplications per frame, those with padding zeros included. */
    long multiplications();

    /** A stage that moves a window over planes: a convolution, or a pool of its own. */
    sealed interface Windowed extends Stage {

        Window window();

        /** Parts the channels are split into; outputs of one part see the inputs of that part only. */
        int groups();

        /** Channels the window operation gives. */
        int outChannels();

        /** Shape the window operation gives, before a pool behind it. */
        Shape windowOutput();

        /** The pool that is computed with the convolution before it. */
        Optional<Pool2d> fusedPool();

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

        /** Pixels the engine computes; a pool that drops odd rows or columns leaves some out. */
        @Override
        public long multiplications() {
            int poolArea = fusedPool.map(pool -> pool.window().area()).orElse(1);
            return (long) output.pixels() * poolArea * conv.outChannels() * conv.weightsPerChannel(input);
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
        public long multiplications() {
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
        public Shape output() {
            return Shape.vector(layer.outChannels());
        }

        @Override
        public long multiplications() {
            return (long) layer.outChannels() * input.elements();
        }
    }
}
