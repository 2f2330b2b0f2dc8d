package intaglio.golden;

import intaglio.ir.Shape;
import intaglio.op.DepthToSpace;
import java.util.List;

/**
 * Where each output element of a layer that only moves values comes from.
 *
 * @param inputs by output element, the number of the input
 * @param elements by output element, the element of that input
 */
public record MoveTable(int[] inputs, int[] elements) {

    /** The inputs one after the other: in CHW order that is what joining channels means. */
    public static MoveTable concat(List<Shape> shapes) {
        int total = shapes.stream().mapToInt(Shape::elements).sum();
        MoveTable table = new MoveTable(new int[total], new int[total]);
        int next = 0;
        for (int input = 0; input < shapes.size(); input++) {
            for (int element = 0; element < shapes.get(input).elements(); element++) {
                table.inputs[next] = input;
                table.elements[next++] = element;
            }
        }
        return table;
    }

    /** Channels that become pixels. */
    public static MoveTable depthToSpace(DepthToSpace layer, Shape input) {
        Shape output = layer.outputShape(List.of(input));
        int[] elements = new int[output.elements()];
        int block = layer.block();
        for (int channel = 0; channel < output.channels(); channel++) {
            for (int row = 0; row < output.height(); row++) {
                for (int column = 0; column < output.width(); column++) {
                    int from = layer.inputChannel(channel, row % block, column % block, output);
                    elements[output.index(channel, row, column)] = input.index(from, row / block, column / block);
                }
            }
        }
        return new MoveTable(new int[elements.length], elements);
    }
}
