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

        /** Weights per output channel: {@code inChannels / groups * kernelHeight * kernelWidth}. */
        int weightsPerChannel(Shape input);

        /**
         * Input channel that a weight multiplies.
         *
         * @param weight index among the weights of that output channel
         */
        int inputChannel(int outChannel, int weight, Shape input);

        /** The same layer with another activation. */
        Weighted withActivation(Activation other);
    }

    /**
     * Convolution; weights OIHW, I being {@code inChannels / groups}.
     *
     * @param groups input and output channels are split into this many parts, and part g of the outputs sees part g of
     *     the inputs only; divides both counts. 1: every output sees every input; as many as input channels: depthwise
     */
    record Conv2d(String label, int outChannels, Window window, int groups, Activation activation) implements Weighted {

        public Conv2d {
            if (groups < 1 || outChannels % groups != 0) {
                throw new IllegalArgumentException(outChannels + " channels in " + groups + " groups");
            }
        }

        /** One group: every output channel sees every input channel. */
        public Conv2d(String label, int outChannels, Window window, Activation activation) {
            this(label, outChannels, window, 1, activation);
        }

        @Override
        public Shape outputShape(Shape input) {
            return new Shape(outChannels, window.outHeight(input.height()), window.outWidth(input.width()));
        }

        @Override
        public int weightsPerChannel(Shape input) {
            return groupInputs(input) * window.area();
        }

        /** Input channels of a group. */
        public int groupInputs(Shape input) {
            return input.channels() / groups;
        }

        /** Output channels of a group. */
        public int groupOutputs() {
            return outChannels / groups;
        }

        /** First input channel that an output channel sees. */
        public int firstInput(int outChannel, Shape input) {
            return outChannel / groupOutputs() * groupInputs(input);
        }

        @Override
        public int inputChannel(int outChannel, int weight, Shape input) {
            return firstInput(outChannel, input) + weight / window.area();
        }

        @Override
        public Conv2d withActivation(Activation other) {
            return new Conv2d(label, outChannels, window, groups, other);
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

        @Override
        public int inputChannel(int outChannel, int weight, Shape input) {
            return weight / input.pixels();
        }

        @Override
        public Dense withActivation(Activation other) {
            return new Dense(label, outChannels, other);
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
