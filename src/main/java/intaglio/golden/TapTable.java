package intaglio.golden;

import intaglio.ir.Shape;
import intaglio.ir.Window;
import intaglio.op.Pool2d;
import intaglio.op.Weighted;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Which input element every tap of a window reads, for every window position: a group of a convolution then is a matrix
 * product per position, and a dense layer is one with a single position.
 *
 * @param elements position x tap, in the order of the weights; {@link #PADDING} where the tap lies outside the input
 */
public record TapTable(int[][] elements) {

    /** What stands for an element outside the input. */
    public static final int PADDING = -1;

    /** One table for each group of a convolution; one for a dense layer. */
    public static List<TapTable> of(Weighted layer, Shape input) {
        return layer.movingWindow()
                .map(window -> IntStream.range(0, layer.groups())
                        .mapToObj(group -> ofGroup(window, input, input.channels() / layer.groups(), group))
                        .toList())
                .orElseGet(() -> List.of(new TapTable(
                        new int[][] {IntStream.range(0, input.elements()).toArray()})));
    }

    private static TapTable ofGroup(Window window, Shape input, int channels, int group) {
        int width = window.outWidth(input.width());
        int[][] elements = new int[window.outHeight(input.height()) * width][];
        for (int position = 0; position < elements.length; position++) {
            int first = group * channels;
            elements[position] = window(window, input, first, first + channels, position / width, position % width);
        }
        return new TapTable(elements);
    }

    /** The input elements of every output element of a pool; {@link #PADDING} outside. */
    public static int[][] windows(Pool2d pool, Shape input) {
        Shape output = pool.outputShape(input);
        int[][] windows = new int[output.elements()][];
        for (int element = 0; element < windows.length; element++) {
            int channel = element / output.pixels();
            int outY = element % output.pixels() / output.width();
            int outX = element % output.width();
            windows[element] = window(pool.window(), input, channel, channel + 1, outY, outX);
        }
        return windows;
    }

    /** Elements of one window over the channels {@code fromChannel..toChannel-1}, in CHW order. */
    private static int[] window(Window window, Shape input, int fromChannel, int toChannel, int outY, int outX) {
        int[] elements = new int[(toChannel - fromChannel) * window.area()];
        int tap = 0;
        for (int channel = fromChannel; channel < toChannel; channel++) {
            for (int kernelY = 0; kernelY < window.kernelHeight(); kernelY++) {
                for (int kernelX = 0; kernelX < window.kernelWidth(); kernelX++) {
                    int inY = outY * window.strideY() + kernelY * window.dilationY() - window.padTop();
                    int inX = outX * window.strideX() + kernelX * window.dilationX() - window.padLeft();
                    boolean inside = inY >= 0 && inY < input.height() && inX >= 0 && inX < input.width();
                    elements[tap++] = inside ? input.index(channel, inY, inX) : PADDING;
                }
            }
        }
        return elements;
    }
}
