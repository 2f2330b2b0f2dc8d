package intaglio.verify;

import intaglio.data.ImageSet;
import intaglio.graph.IntegerModel;
import intaglio.ir.Shape;
import intaglio.plan.Plan;
import intaglio.range.RangeAnalysis;
import intaglio.range.Ranges;
import intaglio.rtl.Compilation;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Output folders as the compiler writes them, and images to feed them. */
final class Compiled {

    private Compiled() {}

    static Path design(IntegerModel model, int multipliers, Path out) {
        Ranges ranges = RangeAnalysis.of(model);
        new Compilation(model, ranges, Plan.of(model, ranges, multipliers)).write(out, "test", Map.of());
        return out;
    }

    static ImageSet noise(Shape shape, int count) {
        byte[] pixels = new byte[count * shape.elements()];
        new Random(19).nextBytes(pixels);
        return new ImageSet(shape, count, pixels, List.of());
    }
}
