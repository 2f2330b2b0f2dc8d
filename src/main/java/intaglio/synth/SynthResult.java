package intaglio.synth;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SortedMap;

/**
 * What synthesis found.
 *
 * @param cells number of cells of each type, by Yosys
 * @param routings one for each seed; empty where the flow has no router or the device has no room
 * @param cellPath the longest path of cells without wires, where there is no router and Yosys knows the times
 */
public record SynthResult(
        DesignFolder design,
        Flow flow,
        Device device,
        SynthTools tools,
        SortedMap<String, Integer> cells,
        List<Routing> routings,
        Optional<TimedPath> cellPath) {

    /** By Yosys, before placement. */
    public Resources counted() {
        return Yosys.resources(cells, flow);
    }

    /** By the router where it counts the same thing, else by Yosys. */
    public Resources used() {
        return new Resources(
                used(Resources.Kind.LUT),
                used(Resources.Kind.FLIP_FLOP),
                used(Resources.Kind.DSP),
                used(Resources.Kind.BLOCK_RAM));
    }

    private double used(Resources.Kind kind) {
        Optional<String> name = flow.router().map(router -> router.used().get(kind));
        return median().isPresent() && name.isPresent()
                ? median().get().used().getOrDefault(name.get(), 0)
                : kind.of(counted());
    }

    /** The seed with the median clock; of an even number, the slower of the two in the middle. */
    public Optional<Routing> median() {
        return routings.isEmpty()
                ? Optional.empty()
                : Optional.of(routings.stream()
                        .sorted(Comparator.comparingDouble(Routing::megahertz))
                        .toList()
                        .get((routings.size() - 1) / 2));
    }

    /** At the median clock and the planned interval. */
    public OptionalDouble framesPerSecond() {
        return median().stream()
                .mapToDouble(routing -> routing.megahertz() * 1e6 / design.interval())
                .findFirst();
    }
}
