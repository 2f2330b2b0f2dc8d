package intaglio.synth;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the delays that nextpnr writes ({@code --sdf}, IEEE 1497, one statement a line). The slowest of the three values
 * counts.
 */
final class SdfFile {

    private static final String NAME = "((?:\\\\.|[^\\s()\\\\])+)";
    private static final String TRIPLE = "\\((-?\\d+):(-?\\d+):(-?\\d+)\\)";
    private static final Pattern CELL_TYPE = Pattern.compile("\\s*\\(CELLTYPE \"(.*)\"\\)");
    private static final Pattern INSTANCE = Pattern.compile("\\s*\\(INSTANCE " + NAME + "?\\s*\\)");
    private static final Pattern WIRE =
            Pattern.compile("\\s*\\(INTERCONNECT " + NAME + " " + NAME + " " + TRIPLE + " " + TRIPLE + "\\)");
    private static final Pattern CELL_DELAY =
            Pattern.compile("\\s*\\(IOPATH " + NAME + " " + NAME + " " + TRIPLE + " " + TRIPLE + "\\)");
    private static final Pattern SETUP = Pattern.compile("\\s*\\(SETUPHOLD \\((?:pos|neg)edge " + NAME + "\\) "
            + "\\((?:pos|neg)edge " + NAME + "\\) " + TRIPLE + " " + TRIPLE + "\\)");
    private static final Pattern ESCAPE = Pattern.compile("\\\\(.)");
    private static final double PICOSECONDS = 1000;

    private final TimingGraph graph = new TimingGraph();
    private String type = "";
    private String instance = "";

    private SdfFile() {}

    /** The delays as a graph of pins. */
    static TimingGraph read(Path file) throws IOException {
        SdfFile sdf = new SdfFile();
        try (BufferedReader lines = Files.newBufferedReader(file)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                sdf.statement(line);
            }
        }
        return sdf.graph;
    }

    private void statement(String line) {
        on(CELL_TYPE, line, found -> type = found.group(1));
        on(INSTANCE, line, found -> {
            instance = found.group(1) == null ? "" : plain(found.group(1));
            graph.cell(instance, type);
        });
        on(WIRE, line, found -> graph.wire(pin(found.group(1)), pin(found.group(2)), slowest(found)));
        on(
                CELL_DELAY,
                line,
                found -> graph.cellDelay(pin(instance, found.group(1)), pin(instance, found.group(2)), slowest(found)));
        on(SETUP, line, found -> {
            double setup = Integer.parseInt(found.group(5)) / PICOSECONDS;
            graph.setup(pin(instance, found.group(1)), pin(instance, found.group(2)), setup);
        });
    }

    private static void on(Pattern statement, String line, Consumer<Matcher> action) {
        Matcher found = statement.matcher(line);
        if (found.matches()) {
            action.accept(found);
        }
    }

    /** Of rising and falling edge. */
    private static double slowest(Matcher found) {
        return Math.max(Integer.parseInt(found.group(5)), Integer.parseInt(found.group(8))) / PICOSECONDS;
    }

    /** {@code CELL/PORT}; a slash in the name of a cell is escaped. */
    private static TimingGraph.Pin pin(String text) {
        int slash = text.lastIndexOf('/');
        return pin(plain(text.substring(0, Math.max(slash, 0))), text.substring(slash + 1));
    }

    private static TimingGraph.Pin pin(String cell, String port) {
        return new TimingGraph.Pin(cell, plain(port));
    }

    private static String plain(String text) {
        return ESCAPE.matcher(text).replaceAll("$1");
    }
}
