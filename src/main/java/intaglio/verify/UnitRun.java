package intaglio.verify;

import intaglio.diag.IntaglioException;
import intaglio.tool.ToolResult;
import intaglio.tool.ToolRunner;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The run of a bench that drives each unit alone.
 *
 * @param failures what is otherwise than it must be
 * @param summary totals
 */
record UnitRun(List<Failure> failures, RunSummary summary) {

    static final String NAME = "units";

    private static final Duration LIMIT = Duration.ofHours(1);

    /**
     * Drives all units.
     *
     * @param out the output folder
     * @param vectors what {@link UnitVectors} wrote
     * @param log receives everything the bench prints
     */
    static UnitRun of(Bench bench, Path out, Path vectors, Path log) {
        List<String> command = List.of(
                bench.program().toString(),
                "--units",
                vectors.toAbsolutePath().toString(),
                "+verilator+rand+reset+2",
                "+verilator+seed+1");
        ToolResult tool = ToolRunner.run(command, out, LIMIT, log);
        List<String> lines = ToolLog.lines(log);
        if (tool.exit() == 2) {
            throw IntaglioException.tool("bench", tool.tail().strip(), "this is a fault of the verifier");
        }
        BenchResult result = BenchResult.parse(lines);
        List<Failure> failures = new ArrayList<>();
        for (String complaint : ToolLog.complaints(lines)) {
            failures.add(new Failure("simulator warning", NAME, complaint.strip()));
        }
        result.failures().forEach(line -> failures.add(failure(bench, line)));
        if (result.units().size() != bench.units().size()
                || result.units().stream().anyMatch(UnitRun::isSilent)) {
            failures.add(new Failure(
                    "unit count",
                    NAME,
                    "the bench drove " + result.units().size() + " of "
                            + bench.units().size() + " units, or one of them without a value"));
        }
        if (tool.exit() != 0 && failures.isEmpty()) {
            failures.add(new Failure("exit code", NAME, "the bench ended with exit code " + tool.exit()));
        }
        return new UnitRun(failures, summary(result, failures.size(), tool.wall()));
    }

    private static boolean isSilent(BenchResult.Line unit) {
        return unit.number("values") == 0;
    }

    private static RunSummary summary(BenchResult result, int failures, Duration wall) {
        long values =
                result.units().stream().mapToLong(unit -> unit.number("values")).sum();
        long cycles = result.run() == null ? 0 : result.run().number("cycles");
        return new RunSummary(NAME, 0, values, cycles, failures, wall);
    }

    private static Failure failure(Bench bench, BenchResult.Line line) {
        Unit unit = bench.units().get(Math.toIntExact(line.number("unit")));
        String check = "unit " + unit.name();
        return switch (line.text("kind")) {
            case "unit" ->
                new Failure(
                        check,
                        NAME,
                        "input " + line.text("input")
                                + (line.number("factor") > 0 ? ", multiplier " + line.text("factor") : "")
                                + ": expected "
                                + result(unit, line.number("expected")) + ", got " + result(unit, line.number("got")));
            case "unit-silent" -> new Failure(check, NAME, line.text("missing") + " beats did not come out");
            default -> new Failure(check, NAME, "a beat came out that was not expected");
        };
    }

    private static String result(Unit unit, long value) {
        if (unit.kind() != Unit.Kind.ARGMAX) {
            return Long.toString(value);
        }
        long last = value >> (unit.resultBits() - 1);
        return last == 0 ? "no last logit" : "class " + (value - (last << (unit.resultBits() - 1)));
    }
}
