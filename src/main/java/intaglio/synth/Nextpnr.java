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

/** Placement and routing by nextpnr. */
final class Nextpnr {

    private static final int PATHS = 5;

    private final String command;
    private final Flow.Router router;
    private final Path work;
    private final Duration limit;

    /**
     * @param command what starts it
     * @param work the folder with the netlist, for everything that it reads and writes
     */
    Nextpnr(String command, Flow.Router router, Path work, Duration limit) {
        this.command = command;
        this.router = router;
        this.work = work;
        this.limit = limit;
    }

    /**
     * Places and routes once.
     *
     * @param clock MHz it works for
     * @throws IntaglioException exit code 4 when nextpnr fails or takes too long
     */
    Routing route(Device device, double clock, int seed, CellNames names) {
        Path log = work.resolve("seed" + seed + ".log");
        ToolResult result = ToolRunner.run(command(device, clock, seed), work, limit, log);
        if (!result.succeeded()) {
            throw IntaglioException.tool(router.command(), failure(result), "see " + log);
        }
        JsonNode report = JsonFile.object(work.resolve(report(seed)), "see " + log);
        return new Routing(seed, clock(report, log), used(report), paths(seed, names));
    }

    private List<String> command(Device device, double clock, int seed) {
        for (Map.Entry<String, String> file : router.files().entrySet()) {
            try {
                Files.writeString(work.resolve(file.getKey()), file.getValue());
            } catch (IOException e) {
                throw IntaglioException.badInput(
                        work.toString(), "cannot be written (" + IoReason.of(e) + ")", "choose another --work");
            }
        }
        List<String> words = new ArrayList<>(List.of(command));
        words.addAll(device.routerOptions());
        words.addAll(router.options());
        // Relative names: nextpnr of PyPI sees its working folder, and a /tmp of its own.
        words.addAll(List.of("--json", Yosys.NETLIST, "--freq", Double.toString(clock)));
        words.addAll(List.of("--seed", Integer.toString(seed), "--timing-allow-fail"));
        words.addAll(List.of("--report", report(seed), "--sdf", delays(seed)));
        return words;
    }

    private static String report(int seed) {
        return "seed" + seed + ".json";
    }

    private static String delays(int seed) {
        return "seed" + seed + ".sdf";
    }

    private static String failure(ToolResult result) {
        return result.tail()
                .lines()
                .filter(line -> line.startsWith("ERROR"))
                .findFirst()
                .orElse("exit code " + result.exit());
    }

    private static double clock(JsonNode report, Path log) {
        double least = Double.POSITIVE_INFINITY;
        for (JsonNode clock : report.path("fmax")) {
            least = Math.min(least, clock.path("achieved").asDouble());
        }
        if (Double.isInfinite(least)) {
            throw IntaglioException.tool("nextpnr", "its report names no clock", "see " + log);
        }
        return least;
    }

    private static SortedMap<String, Integer> used(JsonNode report) {
        SortedMap<String, Integer> used = new TreeMap<>();
        report.path("utilization").properties().forEach(entry -> {
            int count = entry.getValue().path("used").asInt();
            if (count > 0) {
                used.put(entry.getKey(), count);
            }
        });
        return used;
    }

    private List<TimedPath> paths(int seed, CellNames names) {
        Path file = work.resolve(delays(seed));
        try {
            List<TimedPath> paths = SdfFile.read(file).longest(PATHS, names::register, CellNames::kind);
            Files.delete(file);
            return paths;
        } catch (IOException e) {
            throw IntaglioException.tool(
                    "nextpnr", "its delays cannot be read (" + IoReason.of(e) + ")", "see " + file);
        }
    }
}
