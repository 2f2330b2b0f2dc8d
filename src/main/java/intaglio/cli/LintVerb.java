package intaglio.cli;

import intaglio.diag.ExitCode;
import intaglio.tool.ToolCheck;
import intaglio.verify.DesignPlan;
import intaglio.verify.Lint;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.commons.cli.Options;

/** {@code lint}: every module of a design through three linters. */
final class LintVerb implements Verb {

    private static final Path DEFAULT_OUT = Path.of("rtl-out");

    @Override
    public String name() {
        return "lint";
    }

    @Override
    public String summary() {
        return "check the emitted Verilog with Verilator, Icarus Verilog and Yosys";
    }

    @Override
    public List<String> operands() {
        return List.of("[OUT]");
    }

    @Override
    public Options options() {
        return new Options();
    }

    @Override
    public List<String> details() {
        return List.of(
                "OUT is what compile wrote (default " + DEFAULT_OUT + "). Each module is a top of its own: verilator",
                "--lint-only -Wall, iverilog -g2005 -Wall, and Yosys' hierarchy -check; proc; check. A word of any of",
                "them ends with exit code 1.");
    }

    @Override
    public ExitCode run(Arguments arguments, Console console) {
        Path out = arguments.operand(0).orElse(DEFAULT_OUT);
        arguments.throwIfWrong();
        ToolCheck.require("verilator", "iverilog", "yosys");
        Recovery.of(out, console);
        CompiledFolder.check(out);
        Lint.Report report = check(out);
        report.findings().forEach(finding -> console.print(finding.toString()));
        console.print(report.modules() + " modules, " + report.runs() + " runs of linters, "
                + report.findings().size() + " findings");
        return report.clean() ? ExitCode.OK : ExitCode.MISMATCH;
    }

    private static Lint.Report check(Path out) {
        try {
            Path scratch = Files.createTempDirectory("intaglio-lint-");
            try {
                return Lint.check(out, DesignPlan.read(out).top(), scratch);
            } finally {
                Files.delete(scratch);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
