package intaglio.plan;

import intaglio.ir.Layer;
import intaglio.ir.Shape;
import java.util.Optional;

/** One unit of hardware work: what an engine computes, before it is decided how parallel the engine is. */
public sealed interface Stage {

    /** Label of the weighted layer. */
    String label();

    Shape input();

    Shape output();

    /** Multiplications per frame, those with padding zeros included. */
    long multiplications();

    /**
     * A convolution with the pool behind it, if there is one.
     *
     * @param conv the convolution
     * @param pool a pool with windows side by side: its window is the engine's output block
     * @param input shape the convolution reads
     * @param output shape after the pool
     */
    record Conv(Layer.Conv2d conv, Optional<Layer.Pool2d> pool, Shape input, Shape output) implements Stage {

        @Override
        public String label() {
            return conv.label();
        }

        /** Shape between convolution and pool. */
        public Shape convOutput() {
            return conv.outputShape(input);
        }

        /** Rows of the output block: those of the pool window. */
        public int blockHeight() {
            return pool.map(p -> p.window().kernelHeight()).orElse(1);
        }

        /** Pixels the engine computes; a pool that drops odd rows or columns leaves some out. */
        @Override
        public long multiplications() {
            int poolArea = pool.map(p -> p.window().area()).orElse(1);
            return (long) output.pixels() * poolArea * conv.outChannels() * conv.weightsPerChannel(input);
        }
    }

    /** A dense layer, or a convolution whose kernel covers its whole input. */
    record Dense(Layer.Weighted layer, Shape input) implements Stage {

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
