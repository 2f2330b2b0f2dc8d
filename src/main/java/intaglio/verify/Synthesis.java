package intaglio.verify;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import intaglio.diag.IntaglioException;
import intaglio.tool.ToolResult;
import intaglio.tool.ToolRunner;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Synthesizes a design for Xilinx 7 with Yosys and counts what it takes. */
public final class Synthesis {

    private static final Duration LIMIT = Duration.ofHours(1);

    private Synthesis() {}

    /**
     * What a design takes, from Yosys {@code synth_xilinx -family xc7 -flatten}: counts of cells, no placement.
     *
     * @param dsp DSP48E1
     * @param lut LUT1 to LUT6, the LUTs of distributed RAM (4 per RAM32M or RAM64M, 2 per dual-port cell) and shift
     *     registers
     * @param flipFlops FDRE and its relatives
     * @param bram36 RAMB36E1, and RAMB18E1 as halves
     * @param cells number of each kind of cell
     * @param wall time
     */
    public record Report(
            int dsp, int lut, int flipFlops, double bram36, SortedMap<String, Integer> cells, Duration wall) {}

    /**
     * Synthesizes the top of an output folder.
     *
     * @param scratch an existing folder for the log and the statistics
     * @throws IntaglioException exit code 4 when Yosys is missing or fails
     */
    public static Report xc7(Path out, String top, Path scratch) {
        try {
            Path statistics = Files.createTempFile(scratch, "stat-", ".json").toAbsolutePath();
            Path log = scratch.resolve("synthesis-" + top + ".log");
            String script = "read_verilog -defer " + String.join(" ", Verilator.rtlFiles(out))
                    + "; synth_xilinx -family xc7 -flatten -top " + top
                    + "; tee -q -o " + statistics + " stat -json";
            ToolResult result = ToolRunner.run(List.of("yosys", "-p", script), out, LIMIT, log);
            if (result.exit() != 0) {
                throw IntaglioException.tool("yosys", "exit code " + result.exit(), "see " + log);
            }
            JsonNode cells = new ObjectMapper()
                    .readTree(statistics.toFile())
                    .path("design")
                    .path("num_cells_by_type");
            Files.delete(statistics);
            return report(cells, result.wall());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Report report(JsonNode counted, Duration wall) {
        SortedMap<String, Integer> cells = new TreeMap<>();
        for (Map.Entry<String, JsonNode> entry : counted.properties()) {
            cells.put(entry.getKey(), entry.getValue().asInt());
        }
        int lut = 0;
        int flipFlops = 0;
        for (Map.Entry<String, Integer> cell : cells.entrySet()) {
            lut += cell.getValue() * lutsOf(cell.getKey());
            flipFlops += cell.getKey().matches("FD[RSCP]E(_1)?") ? cell.getValue() : 0;
        }
        double bram36 = cells.getOrDefault("RAMB36E1", 0) + cells.getOrDefault("RAMB18E1", 0) / 2.0;
        return new Report(cells.getOrDefault("DSP48E1", 0), lut, flipFlops, bram36, cells, wall);
    }

    private static int lutsOf(String cell) {
        if (cell.matches("LUT[1-6]|SRL16E|SRLC32E|SRLC16E|RAM(32|64)X1S(_1)?")) {
            return 1;
        }
        if (cell.matches("RAM(32|64)X1D(_1)?|RAM128X1S(_1)?")) {
            return 2;
        }
        return cell.matches("RAM32M|RAM64M|RAM128X1D|RAM256X1S") ? 4 : 0;
    }
}
