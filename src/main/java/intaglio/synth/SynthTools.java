package intaglio.synth;

import intaglio.diag.ExitCode;
import intaglio.diag.IntaglioException;
import intaglio.diag.Problem;
import intaglio.tool.Tool;
import intaglio.tool.ToolFinder;
import intaglio.tool.ToolFinder.Found;
import intaglio.tool.Version;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * The programs of a flow on this machine.
 *
 * @param router empty where the flow has none
 */
public record SynthTools(Found yosys, Optional<Found> router) {

    /**
     * Looks for them.
     *
     * @throws IntaglioException exit code 4, one line for each that is missing or too old
     */
    public static SynthTools find(Flow flow) {
        return find(flow, ToolFinder::find);
    }

    static SynthTools find(Flow flow, BiFunction<Tool, Version, Optional<Found>> finder) {
        List<Problem> problems = new ArrayList<>();
        Optional<Found> yosys = find("yosys", flow.leastYosys(), flow, finder, problems);
        Optional<Found> router = flow.router().flatMap(one -> {
            Version least = Tool.named(one.command()).orElseThrow().least();
            return find(one.command(), least, flow, finder, problems);
        });
        if (!problems.isEmpty()) {
            throw new IntaglioException(ExitCode.TOOL, problems);
        }
        return new SynthTools(yosys.orElseThrow(), router);
    }

    private static Optional<Found> find(
            String command,
            Version least,
            Flow flow,
            BiFunction<Tool, Version, Optional<Found>> finder,
            List<Problem> problems) {
        Optional<Found> found = finder.apply(Tool.named(command).orElseThrow(), least);
        if (found.isPresent() && found.get().version().isAtLeast(least)) {
            return found;
        }
        String what = found.map(one ->
                        "is version " + one.version() + ", " + least + " or newer is needed for --flow " + flow.name())
                .orElse("not found on this machine");
        problems.add(
                new Problem(command, what, "install it with: ./intaglio synth --flow " + flow.name() + " --install"));
        return Optional.empty();
    }
}
