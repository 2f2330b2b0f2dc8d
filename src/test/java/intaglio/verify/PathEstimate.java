package intaglio.verify;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Estimates the longest way from register to register of a flattened Yosys netlist for ECP5, before placement: delays of
 * the cells as nextpnr has them for speed grade 6, and the same time for every wire but a carry.
 */
final class PathEstimate {

    /** Nanoseconds: an average wire of a placed design; one bit of a carry chain; registers and memories to output. */
    private static final double WIRE = 1.1;

    private static final double CARRY = 0.035;
    private static final Map<String, Double> SOURCES = Map.of("TRELLIS_FF", 0.52, "DP16KD", 5.61);
    private static final Map<String, Double> CELLS = Map.of(
            "LUT4", 0.24, "PFUMX", 0.17, "L6MUX21", 0.24, "CCU2C", 0.45, "MULT18X18D", 3.93, "TRELLIS_DPR16X4", 0.24);
    private static final Set<String> CLOCKS = Set.of("CLK", "CLKA", "CLKB", "WCK", "CLK0", "CLK1", "CLK2", "CLK3");

    private record Cell(String name, String type, Map<String, List<Integer>> inputs) {}

    private record Arrival(double ns, Arrival before, Cell through) {}

    /** A longest way: its time, and the cells from a register to a register. */
    record Worst(double ns, String from, String to, String through) {}

    private final Map<Integer, Cell> drivers = new HashMap<>();
    private final Map<Integer, Arrival> arrivals = new HashMap<>();
    private final List<Cell> ends = new ArrayList<>();

    private PathEstimate() {}

    /**
     * The longest way into the registers of each instance.
     *
     * @param netlist what {@code synth_ecp5 -json} writes
     * @return by the name of the instance that holds the register
     */
    static Map<String, Worst> of(Path netlist, String top) throws IOException {
        PathEstimate estimate = new PathEstimate();
        estimate.read(new ObjectMapper()
                .readTree(netlist.toFile())
                .path("modules")
                .path(top)
                .path("cells"));
        Map<String, Worst> worst = new TreeMap<>();
        for (Cell end : estimate.ends) {
            Worst way = estimate.into(end);
            worst.merge(instance(end.name()), way, (a, b) -> a.ns() >= b.ns() ? a : b);
        }
        return worst;
    }

    private void read(JsonNode cells) {
        cells.properties().forEach(entry -> {
            JsonNode node = entry.getValue();
            Map<String, List<Integer>> inputs = new TreeMap<>();
            Cell cell = new Cell(entry.getKey(), node.path("type").asText(), inputs);
            node.path("connections").properties().forEach(port -> {
                boolean output = node.path("port_directions")
                        .path(port.getKey())
                        .asText()
                        .equals("output");
                for (JsonNode bit : port.getValue()) {
                    if (bit.isInt() && output) {
                        drivers.put(bit.asInt(), cell);
                    } else if (bit.isInt() && !CLOCKS.contains(port.getKey())) {
                        inputs.computeIfAbsent(port.getKey(), key -> new ArrayList<>())
                                .add(bit.asInt());
                    }
                }
            });
            if (SOURCES.containsKey(cell.type()) || cell.type().equals("TRELLIS_DPR16X4")) {
                ends.add(cell);
            }
        });
    }

    /** Everything in front of the last {@code u_..} of a name is the place of its module. */
    static String instance(String cell) {
        String place = "top";
        String[] parts = cell.split("\\.");
        for (int i = 0; i < parts.length - 1; i++) {
            place = parts[i].startsWith("u_") ? (place.equals("top") ? "" : place + ".") + parts[i] : place;
        }
        return place;
    }

    private Worst into(Cell end) {
        Arrival latest = new Arrival(0, null, end);
        for (Map.Entry<String, List<Integer>> port : end.inputs().entrySet()) {
            // A read of distributed RAM goes through it, a write ends there.
            if (!(end.type().equals("TRELLIS_DPR16X4") && port.getKey().equals("RAD"))) {
                for (int bit : port.getValue()) {
                    Arrival arrival = at(bit);
                    latest =
                            arrival.ns() + WIRE > latest.ns() ? new Arrival(arrival.ns() + WIRE, arrival, end) : latest;
                }
            }
        }
        StringBuilder through = new StringBuilder();
        String from = "input";
        for (Arrival step = latest.before(); step != null; step = step.before()) {
            if (step.through() != null) {
                from = step.through().name();
                through.insert(0, " " + step.through().type());
            }
        }
        return new Worst(latest.ns(), from, end.name(), through.toString().strip());
    }

    private Arrival at(int bit) {
        Arrival known = arrivals.get(bit);
        if (known == null) {
            known = arrival(drivers.get(bit));
            arrivals.put(bit, known);
        }
        return known;
    }

    private Arrival arrival(Cell cell) {
        if (cell == null || !CELLS.containsKey(cell.type())) {
            return new Arrival(cell == null ? 0 : SOURCES.getOrDefault(cell.type(), 0.0), null, cell);
        }
        Arrival latest = new Arrival(0, null, cell);
        for (Map.Entry<String, List<Integer>> port : cell.inputs().entrySet()) {
            boolean carry = port.getKey().equals("CIN");
            boolean inSlice =
                    cell.type().matches("PFUMX|L6MUX21") && port.getKey().matches("ALUT|BLUT|D0|D1");
            double delay = carry ? 2 * CARRY : CELLS.get(cell.type()) + (inSlice ? 0 : WIRE);
            if (cell.type().equals("TRELLIS_DPR16X4") && !port.getKey().equals("RAD")) {
                continue;
            }
            for (int bit : port.getValue()) {
                Arrival before = at(bit);
                latest = before.ns() + delay > latest.ns() ? new Arrival(before.ns() + delay, before, cell) : latest;
            }
        }
        return latest;
    }
}
