package intaglio.tool;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/** Looks at every external program: what is here, what is missing, what each is for. */
public final class Doctor {

    /**
     * One program as found.
     *
     * @param found empty where it is missing
     */
    public record Finding(Tool tool, Optional<Version> found) {

        public boolean isFine() {
            return found.isPresent() && found.get().isAtLeast(tool.least());
        }

        /** Fine, or needed by no verb but {@code synth}. */
        boolean isNoHindrance() {
            return isFine() || tool.isOptional();
        }
    }

    private final List<Finding> findings;

    private Doctor(List<Finding> findings) {
        this.findings = findings;
    }

    /** Examines this machine. */
    public static Doctor examine() {
        return examine(Tool.all(), ToolVersions::find);
    }

    static Doctor examine(List<Tool> tools, Function<Tool, Optional<Version>> finder) {
        return new Doctor(tools.stream()
                .map(tool -> new Finding(tool, finder.apply(tool)))
                .toList());
    }

    public List<Finding> findings() {
        return findings;
    }

    public boolean isFine() {
        return findings.stream().allMatch(Finding::isNoHindrance);
    }

    /** The report, one line a program, then the command that installs what is missing. */
    public List<String> report() {
        List<String> lines = new ArrayList<>();
        lines.add(line("program", "found", "needed", "", "for", "what for"));
        for (Finding finding : findings) {
            Tool tool = finding.tool();
            lines.add(line(
                    tool.command(),
                    finding.found().map(Version::toString).orElse("-"),
                    tool.least() + "+",
                    verdict(finding),
                    tool.neededBy(),
                    tool.purpose()));
        }
        lines.add("");
        lines.add(advice());
        return lines;
    }

    private String advice() {
        List<String> packages = findings.stream()
                .filter(finding -> !finding.isNoHindrance())
                .map(finding -> finding.tool().debianPackage())
                .toList();
        if (packages.isEmpty()) {
            return findings.stream().allMatch(Finding::isFine)
                    ? "everything is here"
                    : "everything is here but what synth needs; ./intaglio synth --flow FLOW --install gets it";
        }
        return "./intaglio demo and ./intaglio test install what is missing; by hand:"
                + " sudo apt-get install --no-install-recommends " + String.join(" ", packages);
    }

    private static String verdict(Finding finding) {
        if (finding.isFine()) {
            return "ok";
        }
        if (finding.isNoHindrance()) {
            return "optional";
        }
        return finding.found().isEmpty() ? "MISSING" : "TOO OLD";
    }

    private static String line(String command, String found, String least, String verdict, String verb, String what) {
        return String.format(Locale.ROOT, "%-18s %-10s %-7s %-8s %-5s %s", command, found, least, verdict, verb, what);
    }
}
