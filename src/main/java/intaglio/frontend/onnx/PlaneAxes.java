package intaglio.frontend.onnx;

import intaglio.ir.Shape;
import intaglio.ir.Window;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * How a node sees the rows and columns of its data. A one-dimensional network sees one axis; one-dimensional layers
 * that an exporter has written as two-dimensional ones may see what is a row as a column.
 *
 * @param count axes behind the channels, 1 or 2
 * @param turned whether rows are seen as columns and columns as rows
 */
record PlaneAxes(int count, boolean turned) {

    /** Of data whose first axis is the channels and whose others are rows and columns; empty for others. */
    static Optional<PlaneAxes> of(Flow flow) {
        if (!flow.isImageChannelsFirst() || flow.dims().length > 3) {
            return Optional.empty();
        }
        return Optional.of(of(flow, 1));
    }

    /**
     * Of an image.
     *
     * @param channels which axis its channels are, the batch being axis 0
     */
    static PlaneAxes of(Flow flow, int channels) {
        Shape shape = flow.shape();
        int[] sizes = IntStream.range(0, flow.dims().length)
                .filter(axis -> axis != channels - 1)
                .map(axis -> flow.dims()[axis])
                .toArray();
        boolean turned = sizes.length == 1
                ? shape.height() != 1
                : !Arrays.equals(sizes, new int[] {shape.height(), shape.width()});
        return new PlaneAxes(sizes.length, turned);
    }

    /** The shape as the node sees it: one axis is a row. */
    Shape asSeen(Shape own) {
        return turned ? new Shape(own.channels(), /* height= */ own.width(), /* width= */ own.height()) : own;
    }

    /** The window over the layer's rows and columns, from the one that the node sees. */
    Window own(Window seen) {
        return !turned
                ? seen
                : new Window(
                        seen.kernelWidth(),
                        seen.kernelHeight(),
                        seen.strideX(),
                        seen.strideY(),
                        seen.padLeft(),
                        seen.padTop(),
                        seen.padRight(),
                        seen.padBottom(),
                        seen.dilationX(),
                        seen.dilationY());
    }

    /** Top, left, bottom and right of the layer's image, from those that the node sees. */
    int[] own(int... pads) {
        return turned ? new int[] {pads[1], pads[0], pads[3], pads[2]} : pads;
    }

    /** Sizes of a tensor that a layer of this shape gives, as the node gives it. */
    int[] dims(Shape own) {
        Shape seen = asSeen(own);
        int[] sizes = {seen.channels(), seen.height(), seen.width()};
        return count == 2 ? sizes : new int[] {sizes[0], sizes[1] * sizes[2]};
    }

    /** Two numbers, rows before columns, from one for each axis that the node sees. */
    static int[] planar(int rows, int... numbers) {
        return numbers.length == 2 ? numbers : new int[] {rows, numbers[0]};
    }

    /** Top, left, bottom and right, from all begins and then all ends of the axes that the node sees. */
    static int[] sides(int... pads) {
        return pads.length == 4 ? pads : new int[] {0, pads[0], 0, pads[1]};
    }
}
