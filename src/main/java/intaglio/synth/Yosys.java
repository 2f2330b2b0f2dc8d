package intaglio.synth;

import com.fasterxml.jackson.databind.JsonNode;
import intaglio.diag.IntaglioException;
import intaglio.diag.IoReason;
import intaglio.diag.JsonFile;
import intaglio.tool.ToolResult;
import intaglio.tool.ToolRunner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Synthesis by Yosys: from the Verilog of a design to a netlist of a family's cells. */
final class Yosys {

    /** In the working folder. */
    static final String NETLIST = "netlist.json";

    private static final String SCRIPT = "synth.ys";
    private static final String STATISTICS = "cells.json";

    private final String command;
    private final Path work;
    private final Duration limit;

    /**
     * @param command what starts Yosys
     * @param work a folder for everything that it reads and writes
     */
    Yosys(String command, Path work, Duration limit) {
        this.command = command;
        this.work = work;
        this.limit = limit;
    }

    /**
     * Synthesizes a design; {@link #NETLIST} is there afterwards.
     *
     * @return number of cells of each type
     * @throws IntaglioException exit code 4 when Yosys fails or takes too long
     */
    SortedMap<String, Integer> synthesize(DesignFolder design, Flow flow) {
        design.copyTo(work);
        run(SCRIPT, script(design, flow), work.resolve("yosys.log"));
        return cells(work.resolve(STATISTICS));
    }

    /** Runs commands; paths in them are relative to the working folder, because a tool of PyPI sees nothing else. */
    ToolResult run(String name, List<String> script, Path log) {
        try {
            Files.writeString(work.resolve(name), String.join("\n", script) + "\n");
        } catch (IOException e) {
            throw IntaglioException.badInput(
                    work.toString(), "cannot be written (" + IoReason.of(e) + ")", "choose another --work");
        }
        ToolResult result = ToolRunner.run(List.of(command, "-s", name), work, limit, log);
        if (!result.succeeded()) {
            throw IntaglioException.tool("yosys", "exit code " + result.exit(), "see " + log);
        }
        return result;
    }

    private static List<String> script(DesignFolder design, Flow flow) {
        List<String> script = new ArrayList<>();
        String sources = design.sources().stream().map(Path::toString).collect(Collectors.joining(" "));
        // -defer: a parameter of the top is set before the module is elaborated.
        script.add("read_verilog -defer " + sources);
        script.add("hierarchy -top " + design.top() + " -chparam BLOCK_WIDTH " + flow.blockWidth());
        flow.passes().forEach(pass -> script.add(pass.replace("@TOP@", design.top())));
        script.add("tee -q -o " + STATISTICS + " stat -json");
        script.add("write_json " + NETLIST);
        return script;
    }

    /** From the output of {@code stat -json}; Yosys 0.38 and newer count comments on scopes, too. */
    static SortedMap<String, Integer> cells(Path statistics) {
        JsonNode counts = JsonFile.object(statistics, "see yosys.log beside it")
                .path("design")
                .path("num_cells_by_type");
        SortedMap<String, Integer> cells = new TreeMap<>();
        counts.properties().forEach(entry -> {
            if (!entry.getKey().startsWith("$")) {
                cells.put(entry.getKey(), entry.getValue().asInt());
            }
        });
        return cells;
    }

    /** What the cells take of a device. */
    static Resources resources(SortedMap<String, Integer> cells, Flow flow) {
        return new Resources(
                sum(cells, flow, Resources.Kind.LUT),
                sum(cells, flow, Resources.Kind.FLIP_FLOP),
                sum(cells, flow, Resources.Kind.DSP),
                sum(cells, flow, Resources.Kind.BLOCK_RAM));
    }

    private static double sum(SortedMap<String, Integer> cells, Flow flow, Resources.Kind resource) {
        double sum = 0;
        for (Flow.CellKind kind : flow.cells()) {
            if (kind.resource() == resource) {
                sum += kind.count()
                        * cells.entrySet().stream()
                                .filter(cell -> cell.getKey().matches(kind.types()))
                                .mapToInt(Map.Entry::getValue)
                                .sum();
            }
        }
        return sum;
    }
}
