package intaglio.verify;

import intaglio.diag.TextFile;
import intaglio.graph.IntegerModel;
import intaglio.range.RangeChecker;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What is checked in an output folder before anything is simulated. */
@FunctionalInterface
interface StaticChecks {

    /** Everything that is wrong, in the order of the checks. */
    List<Failure> failures(Path out, DesignPlan plan, IntegerModel model) throws IOException;

    /** All of them, for what the compiler has written. */
    static List<Failure> all(Path out, DesignPlan plan, IntegerModel model) throws IOException {
        List<Failure> failures = new ArrayList<>(ProbeCoverage.check(plan, model.network()));
        failures.addAll(ranges(out, model));
        try {
            VerilogDesign design = VerilogDesign.read(out, plan.top());
            failures.addAll(RomCheck.check(out, design, plan, model));
            failures.addAll(ConstantCheck.check(design, plan, model));
            // What the bench needs of the units can be read.
            Units.of(design, plan);
        } catch (IllegalArgumentException | ArithmeticException unreadable) {
            failures.add(new Failure("constants", "rtl", unreadable.getMessage()));
        }
        return failures;
    }

    private static List<Failure> ranges(Path out, IntegerModel model) {
        String text = TextFile.read(out.resolve("ranges.json"), "compile the model again");
        return RangeChecker.differences(text, model).stream()
                .map(difference -> new Failure("ranges", "ranges.json", difference))
                .toList();
    }
}
