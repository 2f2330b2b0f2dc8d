package intaglio.report;

import com.fasterxml.jackson.databind.JsonNode;
import intaglio.diag.IntaglioException;
import intaglio.diag.JsonFile;
import intaglio.graph.IntegerModel;
import intaglio.op.Weighted;
import intaglio.range.RangeAnalysis;
import intaglio.rtl.TemplateEngine;
import intaglio.rtl.ToolVersion;
import intaglio.verify.DesignPlan;
import intaglio.verify.Verifier;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The page: HTML with its drawings inside, nothing from elsewhere, and the same bytes for the same folder. */
public final class ReportPage {

    private static final String COMPILE_AGAIN = "compile the model again";

    private ReportPage() {}

    /**
     * The page of an output folder.
     *
     * @param verification what {@code verify --json} wrote
     * @throws IntaglioException exit code 3, where a file cannot be read or belongs to another design
     */
    public static String of(Path out, Optional<Path> verification) {
        DesignPlan plan = DesignPlan.read(out);
        IntegerModel model = Verifier.model(out);
        Map<String, Integer> weights = new LinkedHashMap<>();
        for (Weighted layer : model.network().weightedLayers()) {
            weights.put(layer.label(), model.parameters(layer).weights().length);
        }
        ReportView view = new ReportView(
                model.network(),
                RangeAnalysis.of(model),
                plan,
                costs(JsonFile.object(out.resolve("plan.json"), COMPILE_AGAIN)),
                weights,
                verification.map(file -> verification(file, plan.top())),
                options(JsonFile.object(out.resolve("manifest.json"), COMPILE_AGAIN)));
        return TemplateEngine.forHtml().render("report.html.vm", Map.of("r", view, "version", ToolVersion.VERSION));
    }

    private static Map<String, ReportView.EngineCost> costs(JsonNode plan) {
        Map<String, ReportView.EngineCost> costs = new LinkedHashMap<>();
        for (JsonNode engine : plan.path("engines")) {
            costs.put(
                    engine.path("name").asText(),
                    new ReportView.EngineCost(
                            engine.path("multipliers").asInt(),
                            engine.path("cycles").asLong(),
                            engine.path("multiplications").asLong()));
        }
        return costs;
    }

    private static Map<String, String> options(JsonNode manifest) {
        Map<String, String> options = new TreeMap<>();
        manifest.path("options")
                .properties()
                .forEach(
                        option -> options.put(option.getKey(), option.getValue().asText()));
        return options;
    }

    private static JsonNode verification(Path file, String top) {
        JsonNode root = JsonFile.object(file, "make it with: intaglio verify --json " + file);
        String of = root.path("top").asText();
        if (!of.equals(top)) {
            throw IntaglioException.badInput(
                    file.toString(),
                    "is of the design '" + of + "', the folder holds '" + top + "'",
                    "verify this folder with --json " + file);
        }
        return root;
    }
}
