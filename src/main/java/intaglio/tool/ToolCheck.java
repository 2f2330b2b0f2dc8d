package intaglio.tool;

import intaglio.diag.ExitCode;
import intaglio.diag.IntaglioException;
import intaglio.diag.Problem;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Makes sure, before any work, that the programs of a verb are on this machine and new enough. */
public final class ToolCheck {

    private ToolCheck() {}

    /**
     * Fails where a program is missing or too old.
     *
     * @param commands programs of the table
     * @throws IntaglioException exit code 4, one line for every program that is missing or too old
     */
    public static void require(String... commands) {
        require(List.of(commands), ToolVersions::find);
    }

    static void require(List<String> commands, Function<Tool, Optional<Version>> finder) {
        List<Problem> problems = Tool.all().stream()
                .filter(tool -> commands.contains(tool.command()))
                .map(tool -> new Doctor.Finding(tool, finder.apply(tool)))
                .filter(finding -> !finding.isFine())
                .map(ToolCheck::problem)
                .toList();
        if (!problems.isEmpty()) {
            throw new IntaglioException(ExitCode.TOOL, problems);
        }
    }

    private static Problem problem(Doctor.Finding finding) {
        Tool tool = finding.tool();
        String what = finding.found()
                .map(version -> "is version " + version + ", " + tool.least() + " or newer is needed")
                .orElse("not found on this machine");
        return new Problem(tool.command(), what, Tool.howToInstall(tool.command()));
    }
}
