package intaglio.rtl;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import intaglio.export.WeightFiles;
import intaglio.frontend.NetworkJson;
import intaglio.graph.IntegerModel;
import intaglio.graph.Network;
import intaglio.plan.Plan;
import intaglio.range.Ranges;
import intaglio.range.RangesJson;
import intaglio.rtl.kit.DesignKit;
import intaglio.rtl.kit.SampleFrames;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * From an integer model and a plan to an output folder: Verilog, ROMs, weights as text, the network, ranges, plan and
 * manifest.
 *
 * @param trained the network before it became integers, which is what {@code network.json} says
 * @param model the quantized network
 * @param ranges its proved intervals
 * @param plan the engines
 * @param options the user's choices
 * @param frames frames with their results, for the test bench; without them there is none
 */
public record Compilation(
        Network trained, IntegerModel model, Ranges ranges, Plan plan, DesignOptions options, SampleFrames frames) {

    /** Of a network that has always been integers. */
    public Compilation(IntegerModel model, Ranges ranges, Plan plan) {
        this(model.network(), model, ranges, plan);
    }

    /** With files for the ROMs, no {@code tlast} at the input, and no test bench. */
    public Compilation(Network trained, IntegerModel model, Ranges ranges, Plan plan) {
        this(trained, model, ranges, plan, DesignOptions.DEFAULT, SampleFrames.none());
    }

    /** Every file by its path in the output folder, the manifest excepted. */
    public Map<String, byte[]> files() {
        Design design = Design.of(model, ranges, plan, options);
        Map<String, String> texts = new LinkedHashMap<>();
        StringBuilder list = new StringBuilder();
        design.modules().forEach((module, text) -> {
            texts.put("rtl/" + module + ".v", text);
            list.append("rtl/").append(module).append(".v\n");
        });
        design.roms().forEach((file, text) -> texts.put("rom/" + file, text));
        WeightFiles.texts(model, true).forEach((file, text) -> texts.put("weights/" + file, text));
        texts.put("network.json", NetworkJson.write(trained));
        texts.put("filelist.f", list.toString());
        texts.put("ranges.json", RangesJson.write(ranges));
        texts.put("plan.json", PlanJson.write(model, plan, design));
        texts.putAll(DesignKit.texts(design, model.network(), plan, options, frames));
        Map<String, byte[]> files = new LinkedHashMap<>();
        texts.forEach((name, text) -> files.put(name, text.getBytes(StandardCharsets.UTF_8)));
        return files;
    }

    /**
     * Writes the output folder, all of it or nothing.
     *
     * @param out the folder
     * @param modelHash SHA-256 of the model file
     * @param named what the user asked for, by name
     * @throws intaglio.diag.IntaglioException (exit code 3) where the folder cannot be written or is not ours
     */
    public void write(Path out, String modelHash, Map<String, String> named) {
        ObjectNode manifest = JsonNodeFactory.instance.objectNode();
        manifest.put("version", ToolVersion.VERSION);
        manifest.put("model", modelHash);
        ObjectNode listed = manifest.putObject("options");
        named.forEach(listed::put);
        new OutputFolder(out).replace(files(), manifest);
    }
}
