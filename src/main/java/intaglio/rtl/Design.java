package intaglio.rtl;

import intaglio.diag.IntaglioException;
import intaglio.graph.IntegerModel;
import intaglio.plan.Plan;
import intaglio.range.Ranges;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The emitted hardware, still in memory.
 *
 * @param top name of the top module
 * @param modules Verilog text by module name; library modules first, the top last
 * @param engines the engines, in network order
 * @param roms texts of the ROM files by their names; empty where the contents stand in the Verilog
 * @param romModules the modules with the contents by the names that their files would have; empty where there are files
 * @param probes what can be compared with the golden model, in network order
 * @param output the way out
 */
public record Design(
        String top,
        Map<String, String> modules,
        List<EngineModule> engines,
        Map<String, String> roms,
        Map<String, String> romModules,
        List<Probe> probes,
        OutputView output) {

    private static final Pattern LIBRARY_MODULE = Pattern.compile("^ *(intaglio_\\w+) #\\(", Pattern.MULTILINE);

    /**
     * Emits every module of a planned network.
     *
     * @throws IntaglioException (bad input) where a layer is requantized in a way no engine is
     */
    public static Design of(IntegerModel model, Ranges ranges, Plan plan) {
        return of(model, ranges, plan, DesignOptions.DEFAULT);
    }

    /** The same with the user's choices. */
    public static Design of(IntegerModel model, Ranges ranges, Plan plan, DesignOptions options) {
        ArithmeticCheck.of(model, ranges, plan);
        Names names = Names.of(model.network(), plan);
        TemplateEngine templates = new TemplateEngine();
        Edges edges = new Edges(plan.graph(), ranges);
        Emission emission = new Emission(model, ranges, edges, names, templates);
        List<EngineModule> engines =
                plan.engines().stream().map(engine -> engine.accept(emission)).toList();
        List<Boolean> roms =
                engines.stream().map(engine -> !engine.roms().isEmpty()).toList();
        TopView top = new TopView(model.network(), plan, names, edges, roms, options.tlast());
        String topText = templates.render("top.v.vm", Map.of("v", top, "toolVersion", ToolVersion.VERSION));
        Design design = assemble(top, topText, engines);
        return options.inline() ? design.inline(templates) : design;
    }

    /** With the contents of the ROMs in the Verilog. */
    private Design inline(TemplateEngine templates) {
        List<RomImage> images =
                engines.stream().flatMap(engine -> engine.roms().stream()).toList();
        InlineRoms.Result inline = InlineRoms.of(top, modules, images, templates);
        return new Design(top, inline.modules(), engines, Map.of(), inline.moduleByFile(), probes, output);
    }

    private static Design assemble(TopView top, String topText, List<EngineModule> engines) {
        Map<String, String> modules = new LinkedHashMap<>();
        Map<String, String> roms = new LinkedHashMap<>();
        List<Probe> probes = new ArrayList<>();
        TreeSet<String> libraries = new TreeSet<>(librariesOf(topText));
        engines.forEach(engine -> libraries.addAll(librariesOf(engine.text())));
        Map<String, String> libraryTexts = new java.util.TreeMap<>();
        while (!libraries.isEmpty()) {
            String library = libraries.pollFirst();
            if (!libraryTexts.containsKey(library)) {
                String text = TemplateEngine.library(library);
                libraryTexts.put(library, text);
                libraries.addAll(librariesOf(text));
            }
        }
        modules.putAll(libraryTexts);
        for (EngineModule engine : engines) {
            modules.put(engine.module(), engine.text());
            engine.roms().forEach(rom -> roms.put(rom.file(), rom.text()));
            probes.addAll(engine.probes());
        }
        modules.put(top.module(), topText);
        return new Design(top.module(), modules, engines, roms, Map.of(), probes, top.out());
    }

    static List<String> librariesOf(String text) {
        List<String> names = new ArrayList<>();
        Matcher matcher = LIBRARY_MODULE.matcher(text);
        while (matcher.find()) {
            // A network may be called intaglio: then its engines have such names, too.
            if (TemplateEngine.hasLibrary(matcher.group(1))) {
                names.add(matcher.group(1));
            }
        }
        return names;
    }
}
