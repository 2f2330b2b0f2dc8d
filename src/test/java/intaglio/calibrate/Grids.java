package intaglio.calibrate;

import intaglio.quant.WeightGrid;
import java.util.List;

/** Grids of weights for tests. */
final class Grids {

    private Grids() {}

    /** 0..255 around 128, with one scale. */
    static WeightGrid ofSteps(double scale) {
        return new WeightGrid(new double[] {scale}, new int[] {128}, 0, 255, List.of());
    }
}
