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
    private final Path log;
    private final List<LintFinding> findings = new ArrayList<>();
    private int runs;

    private Lint(Path out, Path log) {
        this.out = out;
        this.files = Verilator.rtlFiles(out);
        this.log = log;
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
            Path log = Files.createTempFile(scratch, "lint-", ".log");
            Report report = new Lint(out, log).run(top);
            Files.delete(log);
            return report;
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
        for (String module : modules) {
            lint(module);
        }
        return new Report(findings, modules.size(), runs);
    }

    private void lint(String top) {
        List<String> verilator = new ArrayList<>(List.of("verilator", "--lint-only", "-Wall", "--top-module", top));
        verilator.addAll(files);
        tool("verilator", top, verilator);
        List<String> iverilog =
                new ArrayList<>(List.of("iverilog", "-g2005", "-Wall", "-s", top, "-o", "/dev/null"));
        iverilog.addAll(files);
        tool("iverilog", top, iverilog);
        String script = "read_verilog -defer " + String.join(" ", files) + "; hierarchy -check -top " + top
                + "; proc; check -assert";
        tool("yosys", top, List.of("yosys", "-q", "-p", script));
    }

    /** All three are silent when they have nothing to object. */
    private void tool(String name, String top, List<String> command) {
        ToolResult result = ToolRunner.run(command, out, LIMIT, log);
        runs++;
        List<String> said = ToolLog.lines(log).stream()
                .filter(line -> !line.startsWith("$ ") && !line.isBlank())
                .toList();
        if (!said.isEmpty()) {
            findings.add(new LintFinding(name, top, String.join("\n", said.subList(0, Math.min(12, said.size())))));
        } else if (result.exit() != 0) {
            findings.add(new LintFinding(name, top, "exit code " + result.exit()));
        }
    }
}
