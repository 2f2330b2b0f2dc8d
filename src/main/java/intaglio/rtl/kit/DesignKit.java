package intaglio.rtl.kit;

import intaglio.graph.Network;
import intaglio.plan.Plan;
import intaglio.rtl.Design;
import intaglio.rtl.DesignOptions;
import intaglio.rtl.TemplateEngine;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The files for those who put a design into theirs: {@code ports.md} with its drawing, a FuseSoC core, scripts for
 * synthesis, a wrapper with AXI's clock and reset, and a test bench with frames.
 */
public final class DesignKit {

    private static final String CLASS_WORD = "intaglio_class_word";

    private DesignKit() {}

    /**
     * Text by path in the output folder.
     *
     * @param frames what the test bench compares with; none: there is no test bench
     */
    public static Map<String, String> texts(
            Design design, Network network, Plan plan, DesignOptions options, SampleFrames frames) {
        KitView view = new KitView(
                design,
                plan,
                network.input(),
                network.output(),
                network.outputKind(),
                options,
                free(design, design.top() + "_axi"),
                frames.count());
        TemplateEngine templates = new TemplateEngine();
        Map<String, Object> values =
                Map.of("k", view, "d", "$", "t", TimingDiagram.of(options.tlast(), view.inputBeats(), view.words()));
        Map<String, String> files = new LinkedHashMap<>();
        files.put("ports.md", "ports.md.vm");
        files.put("ports.svg", "ports.svg.vm");
        files.put(view.top() + ".core", "core.vm");
        files.put("yosys.ys", "yosys.ys.vm");
        files.put("vivado.tcl", "vivado.tcl.vm");
        files.put("quartus.tcl", "quartus.tcl.vm");
        files.put("axi/" + view.axi() + ".v", "axi.v.vm");
        if (view.hasFrames()) {
            files.put("tb/Makefile", "makefile.vm");
            files.put("tb/tb_" + view.top() + ".v", "tb.v.vm");
            files.put("tb/test_" + view.top() + ".py", "test.py.vm");
        }
        Map<String, String> texts = new LinkedHashMap<>();
        files.forEach((path, template) -> texts.put(path, templates.render("kit/" + template, values)));
        texts.put("axi/" + CLASS_WORD + ".v", TemplateEngine.library(CLASS_WORD));
        if (view.hasFrames()) {
            texts.putAll(new FrameFiles(view, frames).texts());
        }
        return texts;
    }

    /** The name, with as many underscores behind it as make it no module of the design. */
    private static String free(Design design, String name) {
        return design.modules().containsKey(name) ? free(design, name + "_") : name;
    }
}
