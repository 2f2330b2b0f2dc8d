package intaglio.verify;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds what can be driven alone in the emitted Verilog: requantizers, means, pools, and the class of the logits. */
final class Units {

    /** Lanes are copies of each other: more of them in a beat only save time. */
    private static final int LANES = 16;

    private final VerilogDesign design;
    private final DesignPlan plan;

    private Units(VerilogDesign design, DesignPlan plan) {
        this.design = design;
        this.plan = plan;
    }

    /** All units in network order; none of a design that has no such modules. */
    static List<Unit> of(VerilogDesign design, DesignPlan plan) {
        Units units = new Units(design, plan);
        List<Unit> found = new ArrayList<>();
        for (Probe probe : plan.probes()) {
            units.requantizerOrPool(probe).ifPresent(found::add);
        }
        for (PlannedEngine engine : plan.engines()) {
            found.addAll(units.means(engine));
        }
        VerilogModule top = design.module(design.top());
        top.instances().forEach((name, instance) -> {
            if (instance.module().equals(Unit.Kind.ARGMAX.module())) {
                found.add(argmax(top, name));
            }
        });
        return found;
    }

    private Optional<Unit> requantizerOrPool(Probe probe) {
        if (!design.listensToInstance(probe)) {
            return Optional.empty();
        }
        VerilogDesign.Place place = design.listened(probe);
        String module = place.type();
        if (probe.stage() == Stage.ACCUMULATOR && module.equals(Unit.Kind.REQUANTIZE.module())) {
            return Optional.of(requantizer(probe, place));
        }
        if (probe.stage() == Stage.OUTPUT && module.equals(Unit.Kind.POOL.module())) {
            return Optional.of(pool(probe, place));
        }
        return Optional.empty();
    }

    private Unit requantizer(Probe probe, VerilogDesign.Place place) {
        int pixels = place.number("PIXELS", 1);
        int lanes = pixels * ((LANES + pixels - 1) / pixels);
        boolean signed = plan.probes().stream()
                .filter(other -> other.layer().equals(probe.layer()) && other.stage() == Stage.OUTPUT)
                .anyMatch(other -> other.signed() && design.listened(other).equals(place));
        return new Unit(
                Unit.Kind.REQUANTIZE,
                probe.layer(),
                parameters(place, Map.of("LANES", lanes)),
                place.number("S_WIDTH", 0),
                1,
                lanes,
                place.number("MULTIPLIER_WIDTH", 1),
                lanes / pixels,
                place.number("OUT_WIDTH", 0),
                signed);
    }

    private Unit pool(Probe probe, VerilogDesign.Place place) {
        int bits = place.number("WIDTH", 0);
        return new Unit(
                Unit.Kind.POOL,
                probe.layer(),
                parameters(place, Map.of("CHANNELS", LANES)),
                bits,
                place.number("PIXELS", 4),
                LANES,
                0,
                0,
                bits,
                probe.signed());
    }

    /** The mean of a pool with an engine of its own, or those for each number of values that can lie inside. */
    private List<Unit> means(PlannedEngine engine) {
        String path = "u_" + engine.name() + ".u_engine";
        if (!design.module(engine.module()).instances().containsKey("u_engine")
                || !design.place(path).type().equals("intaglio_pool_engine")
                || design.place(path).number("MAXIMUM", 0) == 1) {
            return List.of();
        }
        if (design.place(path).number("INSIDE", 0) == 0) {
            return List.of(mean(engine, design.place(path + ".u_mean"), 0));
        }
        return design.divisions(path).stream()
                .map(place ->
                        mean(engine, place, place.module().value("COUNT_HERE").intValueExact()))
                .toList();
    }

    private static Unit mean(PlannedEngine engine, VerilogDesign.Place place, int divisor) {
        return new Unit(
                Unit.Kind.MEAN,
                engine.layers().get(0),
                parameters(place, Map.of("LANES", LANES)),
                place.number("SUM_WIDTH", 0),
                1,
                LANES,
                0,
                0,
                place.number("OUT_WIDTH", 0),
                place.number("SIGNED", 0) == 1,
                divisor);
    }

    /** The result is {@code last} and, with it, the class; the logits themselves are compared in every frame. */
    private static Unit argmax(VerilogModule top, String name) {
        int classBits = top.number(name, "CLASS_WIDTH", 0);
        return new Unit(
                Unit.Kind.ARGMAX,
                "",
                parameters(new VerilogDesign.Place(top, name), Map.of()),
                top.number(name, "WIDTH", 0),
                1,
                1,
                0,
                0,
                1 + classBits,
                false);
    }

    private static Map<String, String> parameters(VerilogDesign.Place place, Map<String, Integer> other) {
        Map<String, String> parameters = place.module().arguments(place.instance());
        other.forEach((name, value) -> parameters.put(name, value.toString()));
        return parameters;
    }
}
