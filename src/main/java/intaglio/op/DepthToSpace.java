package intaglio.op;

import intaglio.ir.Shape;
import java.util.List;

/**
 * Channels become pixels, also called pixel shuffle: each pixel of {@code C * block^2} channels becomes a block of
 * {@code block x block} pixels of C channels.
 *
 * @param block rows and columns of a block, 2 or more; its square divides the channels
 * @param order which channel becomes which pixel
 */
public record DepthToSpace(String label, int block, Order order) implements Weightless {

    /** Order of the channels, as ONNX names it. */
    public enum Order {
        /** Channel, row, column: pixel (i, j) of output channel c is input channel {@code (c * block + i) * block + j}. */
        CRD,
        /** Row, column, channel: it is input channel {@code (i * block + j) * C + c}. */
        DCR
    }

    public DepthToSpace {
        if (block < 2) {
            throw new IllegalArgumentException("a block of " + block);
        }
    }

    @Override
    public Shape outputShape(List<Shape> inputs) {
        Shape input = inputs.get(0);
        return new Shape(input.channels() / (block * block), input.height() * block, input.width() * block);
    }

    /** Input channel of an output channel's pixel in row {@code row} and column {@code column} of its block. */
    public int inputChannel(int channel, int row, int column, Shape output) {
        return order == Order.CRD
                ? (channel * block + row) * block + column
                : (row * block + column) * output.channels() + channel;
    }

    @Override
    public <R> R match(LayerCases<R> cases) {
        return cases.depthToSpace(this);
    }
}
