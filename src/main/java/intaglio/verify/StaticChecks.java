package intaglio.verify;

import intaglio.ir.IntegerModel;
import intaglio.range.RangeChecker;
import java.io.IOException;
import java.nio.file.Files;
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
        } catch (IllegalArgumentException unreadable) {
            failures.add(new Failure("constants", "rtl", unreadable.getMessage()));
        }
        return failures;
    }

    private static List<Failure> ranges(Path out, IntegerModel model) throws IOException {
        Path file = out.resolve("ranges.json");
        if (!Files.isRegularFile(file)) {
            return List.of(new Failure("ranges", "ranges.json", "is missing"));
        }
        return RangeChecker.differences(Files.readString(file), model).stream()
                .map(difference -> new Failure("ranges", "ranges.json", difference))
                .toList();
    }
}
