package intaglio.golden;

import java.util.List;

/** Values that only change their places. */
final class MoveStage implements Stage {

    /** Of each output element, which input it comes from, and which element of that. */
    private final int[] inputs;

    private final int[] elements;
    private final boolean wide;

    MoveStage(MoveTable table, boolean wide) {
        inputs = table.inputs();
        elements = table.elements();
        this.wide = wide;
    }

    @Override
    public Lanes newOutput(int lanes) {
        return wide ? Lanes.wide(elements.length, lanes) : Lanes.narrow(elements.length, lanes);
    }

    @Override
    public void run(List<Lanes> tensors, Lanes output, AccumulatorRecorder recorder) {
        for (int element = 0; element < elements.length; element++) {
            Lanes from = tensors.get(inputs[element]);
            if (wide) {
                from.copy(elements[element], output.longs(element));
            } else {
                System.arraycopy(from.ints(elements[element]), 0, output.ints(element), 0, output.lanes());
            }
        }
    }
}
