package intaglio.synth;

import intaglio.diag.IntaglioException;
import intaglio.diag.IoReason;
import intaglio.tool.ToolResult;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;

/** Synthesizes a design, and places and routes it where the flow can. */
public final class Synthesizer {

    private final DesignFolder design;
    private final SynthTools tools;
    private final SynthOptions options;
    private final Yosys yosys;

    private Synthesizer(DesignFolder design, SynthTools tools, SynthOptions options) {
        this.design = design;
        this.tools = tools;
        this.options = options;
        this.yosys = new Yosys(tools.yosys().command(), options.work(), options.limit());
    }

    /**
     * Does all of it.
     *
     * @throws IntaglioException exit code 4 when a program fails or takes too long
     */
    public static SynthResult run(DesignFolder design, SynthTools tools, SynthOptions options) {
        return new Synthesizer(design, tools, options).run();
    }

    private SynthResult run() {
        try {
            Files.createDirectories(options.work());
        } catch (IOException e) {
            throw IntaglioException.badInput(
                    options.work().toString(), "cannot be made (" + IoReason.of(e) + ")", "choose another --work");
        }
        options.progress()
                .accept("yosys " + tools.yosys().version() + " synthesizes for "
                        + options.flow().name() + ", log: " + options.work().resolve("yosys.log"));
        SortedMap<String, Integer> cells = yosys.synthesize(design, options.flow());
        CellNames names = new CellNames(cells.keySet());
        SynthResult counted = result(cells, List.of(), Optional.empty());
        if (tools.router().isEmpty()) {
            return result(cells, List.of(), cellPath(names));
        }
        return SynthReport.shortage(counted).isEmpty() ? result(cells, route(names), Optional.empty()) : counted;
    }

    private SynthResult result(SortedMap<String, Integer> cells, List<Routing> routings, Optional<TimedPath> cellPath) {
        return new SynthResult(design, options.flow(), options.device(), tools, cells, routings, cellPath);
    }

    private List<Routing> route(CellNames names) {
        Flow.Router router = options.flow().router().orElseThrow();
        double clock = options.clock().orElse(router.clock());
        Nextpnr nextpnr = new Nextpnr(tools.router().orElseThrow().command(), router, options.work(), options.limit());
        List<Routing> routings = new ArrayList<>();
        for (int seed = 1; seed <= options.seeds(); seed++) {
            options.progress()
                    .accept("nextpnr " + tools.router().get().version() + " places and routes, seed " + seed + " of "
                            + options.seeds() + ", " + clock + " MHz asked for, log: "
                            + options.work().resolve("seed" + seed + ".log"));
            Routing routing = nextpnr.route(options.device(), clock, seed, names);
            options.progress().accept(String.format(Locale.ROOT, "seed %d: %.2f MHz", seed, routing.megahertz()));
            routings.add(routing);
        }
        return routings;
    }

    /** Empty where this Yosys has no such pass or does not know the times of a cell. */
    private Optional<TimedPath> cellPath(CellNames names) {
        try {
            ToolResult result = yosys.run(
                    "timing.ys", CellTiming.script(design.top()), options.work().resolve("timing.log"));
            return CellTiming.read(result.log(), names);
        } catch (IntaglioException e) {
            options.progress().accept("no times of cells: " + e.getMessage());
            return Optional.empty();
        }
    }
}
