package intaglio.floating;

import intaglio.golden.MoveTable;
import java.util.List;

/** Values that only change their places. */
record FloatMoveStage(MoveTable table) implements FloatStage {

    @Override
    public int outputElements() {
        return table.elements().length;
    }

    @Override
    public void run(List<float[][]> inputs, float[][] output) {
        for (int element = 0; element < output.length; element++) {
            float[] from = inputs.get(table.inputs()[element])[table.elements()[element]];
            System.arraycopy(from, 0, output[element], 0, from.length);
        }
    }
}
