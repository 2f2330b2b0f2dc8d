package intaglio.verify;

import intaglio.diag.IntaglioException;
import intaglio.tool.ToolResult;
import intaglio.tool.ToolRunner;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A built bench of one design, ready for any number of runs.
 *
 * @param folder where it was built: its sources, the compiled program, a copy of the RTL
 * @param plan of the design
 * @param units modules that it can drive alone
 */
public record Bench(Path folder, DesignPlan plan, List<Unit> units) {

    public Bench {
        units = List.copyOf(units);
    }

    private static final Duration RUN_LIMIT = Duration.ofHours(6);

    /** The program; it has to be started in the output folder, because ROM files are named from there. */
    public Path program() {
        return folder.resolve("obj").resolve("bench").toAbsolutePath();
    }

    /** The outcome of one run: what the bench reported, and what verification objects to. */
    public record Outcome(BenchRun run, BenchResult result, List<Failure> failures, Duration wall) {

        public Outcome {
            failures = List.copyOf(failures);
        }

        public boolean passed() {
            return failures.isEmpty();
        }
    }

    /**
     * Runs the bench on a vector file.
     *
     * @param out the output folder that holds the ROM files
     * @param log receives everything the bench prints
     */
    public Outcome run(Path out, BenchRun run, Path vectors, Path log) {
        List<String> command = command(run, vectors);
        ToolResult tool = ToolRunner.run(command, out, RUN_LIMIT, log);
        List<String> lines = ToolLog.lines(log);
        BenchResult result = BenchResult.parse(lines);
        if (tool.exit() == 2) {
            throw IntaglioException.tool("bench", tool.tail().strip(), "this is a fault of the verifier");
        }
        List<Failure> failures = new ArrayList<>();
        for (String complaint : ToolLog.complaints(lines)) {
            failures.add(new Failure("simulator warning", run.name(), complaint.strip()));
        }
        failures.addAll(new Scoreboard(plan, run).judge(result));
        if (tool.exit() != 0 && failures.isEmpty()) {
            failures.add(new Failure("exit code", run.name(), "the bench ended with exit code " + tool.exit()));
        }
        return new Outcome(run, result, failures, tool.wall());
    }

    List<String> command(BenchRun run, Path vectors) {
        List<String> command = new ArrayList<>();
        command.add(program().toString());
        command.add("--vectors");
        command.add(vectors.toAbsolutePath().toString());
        command.addAll(run.arguments(plan));
        return command;
    }
}
