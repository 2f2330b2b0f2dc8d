package intaglio.synth;

import intaglio.tool.Version;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How a family of devices is synthesized.
 *
 * @param name what {@code --flow} takes
 * @param leastYosys the oldest Yosys that infers its multiplier blocks and block RAMs
 * @param blockWidth the design's parameter {@code BLOCK_WIDTH}
 * @param passes Yosys commands behind the reading of the sources; {@code @TOP@} stands for the top module
 * @param cells what each cell of a netlist takes
 * @param router what places and routes it, where a free tool does
 * @param notes what the figures leave out, one sentence each
 */
public record Flow(
        String name,
        Version leastYosys,
        int blockWidth,
        List<String> passes,
        List<CellKind> cells,
        Optional<Router> router,
        List<String> notes) {

    /**
     * What each cell of some types takes.
     *
     * @param types regular expression of the names of cell types
     * @param count of the resource, for each cell
     */
    public record CellKind(Resources.Kind resource, String types, double count) {}

    /**
     * A nextpnr.
     *
     * @param command its name in the table of tools
     * @param options those that do not depend on the device
     * @param clock MHz it works for unless told otherwise
     * @param files further files it reads: their names and contents
     * @param used names of what its report counts, for those resources that it counts as this table does
     */
    public record Router(
            String command,
            List<String> options,
            double clock,
            Map<String, String> files,
            Map<Resources.Kind, String> used) {}
}
