package intaglio.verify;

import intaglio.tool.ToolResult;
import intaglio.tool.ToolRunner;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Lints the emitted Verilog with Verilator ({@code -Wall}), Icarus ({@code -g2005 -Wall}) and Yosys
 * ({@code hierarchy -check; proc; check -assert}): the whole design, and each module as a top of its own with its
 * default parameters. Nothing may be said by any tool, and no warning may be switched off in the files.
 */
public final class Lint {

    private static final Duration LIMIT = Duration.ofMinutes(10);
    private static final Pattern MODULE = Pattern.compile("(?m)^\\s*module\\s+(\\w+)");
    private static final Pattern WAIVER = Pattern.compile("verilator\\s+lint_off|verilator_config|verilog_lint");

    private final Path out;
    private final List<String> files;
    private final Path scratch;
    private final List<LintFinding> findings = new ArrayList<>();

    private Lint(Path out, Path scratch) {
        this.out = out;
        this.files = Verilator.rtlFiles(out);
        this.scratch = scratch;
    }

    /**
     * What the linters found.
     *
     * @param findings empty for a clean design
     * @param modules number of modules that were a top, the design's own top among them
     * @param runs number of tool runs, so that "nothing found" cannot mean "nothing run"
     */
    public record Report(List<LintFinding> findings, int modules, int runs) {

        public Report {
            findings = List.copyOf(findings);
        }

        public boolean clean() {
            return findings.isEmpty();
        }
    }

    /**
     * Lints an output folder.
     *
     * @param top of the whole design
     * @param scratch an existing folder for logs
     */
    public static Report check(Path out, String top, Path scratch) {
        try {
            return new Lint(out, scratch).run(top);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Report run(String top) throws IOException {
        List<String> modules = new ArrayList<>();
        for (String file : files) {
            String text = Files.readString(out.resolve(file));
            Matcher waiver = WAIVER.matcher(text);
            if (waiver.find()) {
                findings.add(new LintFinding("waiver", file, waiver.group()));
            }
            Matcher module = MODULE.matcher(text);
            while (module.find()) {
                modules.add(module.group(1));
            }
        }
        if (!modules.contains(top)) {
            findings.add(new LintFinding("files", top, "no file of filelist.f has this module"));
        }
        List<ToolRun> runs =
                modules.stream().flatMap(module -> runs(module).stream()).toList();
        findings(runs).forEach(finding -> finding.ifPresent(findings::add));
        return new Report(findings, modules.size(), runs.size());
    }

    /** One tool on one module. */
    private record ToolRun(String tool, String top, List<String> command) {}

    private List<ToolRun> runs(String top) {
        List<String> verilator = new ArrayList<>(List.of("verilator", "--lint-only", "-Wall", "--top-module", top));
        verilator.addAll(files);
        List<String> iverilog = new ArrayList<>(List.of("iverilog", "-g2005", "-Wall", "-s", top, "-o", "/dev/null"));
        iverilog.addAll(files);
        String script = "read_verilog -defer " + String.join(" ", files) + "; hierarchy -check -top " + top
                + "; proc; check -assert";
        return List.of(
                new ToolRun("verilator", top, verilator),
                new ToolRun("iverilog", top, iverilog),
                new ToolRun("yosys", top, List.of("yosys", "-q", "-p", script)));
    }

    /** Of all runs, in their order; as many at a time as there are processors. */
    private List<Optional<LintFinding>> findings(List<ToolRun> runs) throws IOException {
        List<Callable<Optional<LintFinding>>> tasks = new ArrayList<>();
        runs.forEach(run -> tasks.add(() -> finding(run)));
        return Workers.run(Runtime.getRuntime().availableProcessors(), tasks);
    }

    /** All three tools are silent when they have nothing to object. */
    private Optional<LintFinding> finding(ToolRun run) throws IOException {
        Path log = Files.createTempFile(scratch, "lint-", ".log");
        ToolResult result = ToolRunner.run(run.command(), out, LIMIT, log);
        List<String> said = ToolLog.lines(log).stream()
                .filter(line -> !line.startsWith("$ ") && !line.isBlank())
                .toList();
        Files.delete(log);
        if (said.isEmpty() && result.exit() == 0) {
            return Optional.empty();
        }
        String text = said.isEmpty()
                ? "exit code " + result.exit()
                : String.join("\n", said.subList(0, Math.min(12, said.size())));
        return Optional.of(new LintFinding(run.tool(), run.top(), text));
    }
}
