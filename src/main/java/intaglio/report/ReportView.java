package intaglio.report;

import com.fasterxml.jackson.databind.JsonNode;
import intaglio.graph.Network;
import intaglio.graph.Node;
import intaglio.ir.Shape;
import intaglio.num.Interval;
import intaglio.range.LayerRanges;
import intaglio.range.Ranges;
import intaglio.verify.DesignPlan;
import intaglio.verify.PlannedEngine;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What {@code report.html.vm} says.
 *
 * @param network the network
 * @param ranges its proved intervals
 * @param plan engines and timing
 * @param costs multipliers, busy cycles and multiplications of each engine, by its name
 * @param weights parameters of each layer that has some, by label
 * @param verification the result of {@code verify --json}; empty where there is none
 * @param options the options of the compilation, by name
 */
public record ReportView(
        Network network,
        Ranges ranges,
        DesignPlan plan,
        Map<String, EngineCost> costs,
        Map<String, Integer> weights,
        Optional<JsonNode> verification,
        Map<String, String> options) {

    /** Clock of the frame rate that is told. */
    private static final double CLOCK = 100e6;

    private static final int BAR = 620;

    /** What an engine costs; plan.json says it. */
    public record EngineCost(int multipliers, long cycles, long multiplications) {}

    /** An engine as a row of a table and a bar. */
    public record EngineRow(String name, String layers, EngineCost cost, String share, int y, int barWidth) {}

    /** A layer as a row of the table, and as a box. */
    public record LayerRow(
            String label,
            String inputs,
            String shape,
            String weights,
            String accumulator,
            String output,
            String bits) {}

    public String top() {
        return plan.top();
    }

    public Shape input() {
        return network.input();
    }

    public Shape outputShape() {
        return network.output();
    }

    public String framesPerSecond() {
        return String.format(Locale.ROOT, "%,.0f", CLOCK / plan.interval());
    }

    public String utilisation() {
        long all =
                costs.values().stream().mapToLong(EngineCost::multiplications).sum();
        return percent(all, (double) plan.multipliers() * plan.interval());
    }

    public int parameters() {
        return weights.values().stream().mapToInt(Integer::intValue).sum();
    }

    public int roms() {
        return plan.engines().stream().mapToInt(engine -> engine.roms().size()).sum();
    }

    private static String percent(double part, double whole) {
        return whole == 0 ? "" : String.format(Locale.ROOT, "%.1f %%", 100 * part / whole);
    }

    public List<EngineRow> engines() {
        List<EngineRow> rows = new ArrayList<>();
        for (PlannedEngine engine : plan.engines()) {
            EngineCost cost = costs.get(engine.name());
            rows.add(new EngineRow(
                    engine.name(),
                    String.join(", ", engine.layers()),
                    cost,
                    percent(cost.multiplications(), (double) cost.multipliers() * plan.interval()),
                    30 * rows.size(),
                    (int) Math.min(BAR, BAR * cost.cycles() / plan.longestInterval())));
        }
        return rows;
    }

    public int barsHeight() {
        return 30 * plan.engines().size();
    }

    public List<LayerRow> layers() {
        return network.nodes().stream().map(this::row).toList();
    }

    private LayerRow row(Node node) {
        LayerRanges layer = ranges.layer(node.label());
        Integer count = weights.get(node.label());
        return new LayerRow(
                node.label(),
                String.join(", ", node.inputs()).replace(Network.INPUT, "the image"),
                network.shapes().output(node).toString(),
                count == null ? "" : String.format(Locale.ROOT, "%,d", count),
                text(layer.accumulator()),
                text(layer.output()),
                layer.output().bits() + (layer.output().isSigned() ? " signed" : ""));
    }

    private static String text(Interval interval) {
        return interval == null ? "" : interval.toString();
    }

    public boolean verified() {
        return verification.isPresent();
    }

    public boolean passed() {
        return verification.orElseThrow().path("passed").asBoolean();
    }

    public long frames() {
        return verification.orElseThrow().path("frames").asLong();
    }

    public String values() {
        return String.format(
                Locale.ROOT, "%,d", verification.orElseThrow().path("values").asLong());
    }

    /** Name, frames, values and failures of each run. */
    public List<List<String>> runs() {
        List<List<String>> rows = new ArrayList<>();
        for (JsonNode run : verification.orElseThrow().path("runs")) {
            rows.add(List.of(
                    run.path("name").asText(),
                    run.path("frames").asText(),
                    run.path("values").asText(),
                    run.path("failures").asText()));
        }
        return rows;
    }

    public List<String> failures() {
        List<String> texts = new ArrayList<>();
        for (JsonNode failure : verification.orElseThrow().path("failures")) {
            texts.add(
                    failure.path("check").asText() + ": " + failure.path("text").asText());
        }
        return texts;
    }
}
