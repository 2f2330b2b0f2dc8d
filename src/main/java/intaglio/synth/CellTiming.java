package intaglio.synth;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The longest path of Xilinx cells alone, without wires, as the pass {@code sta} of Yosys prints it: from the register at
 * its end backwards, each cell below the time at its output.
 */
final class CellTiming {

    private static final Pattern LATEST = Pattern.compile("Latest arrival time in '.*' is (\\d+):");
    private static final Pattern CELL = Pattern.compile("\\s+\\d+ (\\S+) \\((\\w+)\\.(\\w+)(?:->(\\w+))?\\)");
    /** The end, where Yosys knows no set-up time of it; the name of the wire there is two lines below. */
    private static final Pattern UNKNOWN_END = Pattern.compile("\\s+\\d+ \\(<unknown>\\)");

    private static final Pattern WIRE = Pattern.compile("\\s+\\\\?(\\S+)(?: \\[\\d+])?");
    private static final double PICOSECONDS = 1000;

    private static final String CLOCKS = "C|CLK|CLKARDCLK|CLKBWRCLK|WCLK";

    private CellTiming() {}

    /** Commands behind those of the synthesis. */
    static List<String> script(String top) {
        return List.of(
                "read_json " + Yosys.NETLIST,
                "read_verilog -lib -specify +/xilinx/cells_sim.v +/xilinx/cells_xtra.v",
                "hierarchy -top " + top,
                "sta");
    }

    /** From the log of such a run; nothing where this Yosys says nothing of it. */
    static Optional<TimedPath> read(Path log, CellNames names) {
        List<String> lines;
        try {
            lines = Files.readAllLines(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        for (int i = 0; i < lines.size(); i++) {
            Matcher latest = LATEST.matcher(lines.get(i));
            if (latest.find()) {
                return path(Long.parseLong(latest.group(1)) / PICOSECONDS, lines.subList(i + 1, lines.size()), names);
            }
        }
        return Optional.empty();
    }

    private static Optional<TimedPath> path(double nanoseconds, List<String> lines, CellNames names) {
        List<Matcher> cells = new ArrayList<>();
        for (String line : lines.subList(0, Math.max(lines.indexOf(""), 0))) {
            Matcher cell = CELL.matcher(line);
            if (cell.matches()) {
                cells.add(cell);
                // A clock starts the path; behind it is the network that distributes the clock.
                if (cell.group(3).matches(CLOCKS) && cell.group(4) != null) {
                    break;
                }
            }
        }
        boolean endIsUnknown =
                !lines.isEmpty() && UNKNOWN_END.matcher(lines.get(0)).matches();
        List<Matcher> between = cells.subList(Math.min(endIsUnknown ? 0 : 1, cells.size()), cells.size());
        if (between.isEmpty()) {
            return Optional.empty();
        }
        List<String> through = new ArrayList<>();
        between.subList(0, between.size() - 1).forEach(cell -> through.add(0, cell.group(2)));
        String from = names.register(between.get(between.size() - 1).group(1));
        String to = endIsUnknown ? wire(lines) : cells.get(0).group(1);
        return Optional.of(new TimedPath(nanoseconds, 0, from, List.copyOf(through), names.register(to)));
    }

    private static String wire(List<String> lines) {
        return lines.stream()
                .map(WIRE::matcher)
                .filter(Matcher::matches)
                .map(found -> found.group(1))
                .findFirst()
                .orElse("?");
    }
}
