package intaglio.ir;

/**
 * One layer of a sequential network: its attributes, never its weights (those are in {@link FloatModel} and
 * {@link IntegerModel}, by label).
 */
public sealed interface Layer {

    /** The name in the model file, for instance {@code c1}; unique in its network. */
    String label();

    /** Output shape for the given input shape. The importer has checked that the layer fits. */
    Shape outputShape(Shape input);

    /** A layer with a weight matrix: it has parameters and a requantization. */
    sealed interface Weighted extends Layer {

        Activation activation();

        /** Number of output channels or features. */
        int outChannels();

        /** Weights per output channel: {@code inChannels * kernelHeight * kernelWidth}. */
        int weightsPerChannel(Shape input);
    }

    /** Convolution; weights OIHW. */
    record Conv2d(String label, int outChannels, Window window, Activation activation) implements Weighted {

        @Override
        public Shape outputShape(Shape input) {
            return new Shape(outChannels, window.outHeight(input.height()), window.outWidth(input.width()));
        }

        @Override
        public int weightsPerChannel(Shape input) {
            return input.channels() * window.area();
        }
    }

    /** Fully connected layer over the flattened (CHW order) input; weights OI. */
    record Dense(String label, int outChannels, Activation activation) implements Weighted {

        @Override
        public Shape outputShape(Shape input) {
            return Shape.vector(outChannels);
        }

        @Override
        public int weightsPerChannel(Shape input) {
            return input.elements();
        }
    }

    /** Pooling, each channel for itself; no padding. */
    record Pool2d(String label, PoolKind kind, Window window) implements Layer {

        @Override
        public Shape outputShape(Shape input) {
            return new Shape(input.channels(), window.outHeight(input.height()), window.outWidth(input.width()));
        }
    }
}
