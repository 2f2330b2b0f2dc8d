package intaglio.synth;

import java.util.Collection;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * From the names that Yosys gives to cells back to instances and registers of our modules. Yosys calls a cell after a
 * wire at one of its ports, {@code WIRE_TYPE_PORT}, and numbers the cells of one name.
 */
final class CellNames {

    private static final Pattern MEMORY_PART = Pattern.compile("(\\.\\d+)+$");
    private static final Pattern INDEX = Pattern.compile("\\[\\d+]");

    private final Pattern suffix;

    /** @param types the types of cells in the netlist */
    CellNames(Collection<String> types) {
        String all =
                types.stream().map(Pattern::quote).reduce((a, b) -> a + "|" + b).orElse("\\b\\B");
        this.suffix = Pattern.compile("_(" + all + ")(_|$)");
    }

    /** Instance and register, for instance {@code u_c3.u_engine.u_macs.gen_pe[0].u_lane.product_q}. */
    String register(String cell) {
        Matcher matcher = suffix.matcher(cell);
        String wire = matcher.find() ? cell.substring(0, matcher.start()) : cell;
        return MEMORY_PART.matcher(wire).replaceAll("");
    }

    /** The same for all layers, and for all repetitions of a generate loop: the name without the layer and the indices. */
    static String kind(String register) {
        return INDEX.matcher(register.substring(register.indexOf('.') + 1)).replaceAll("[]");
    }
}
