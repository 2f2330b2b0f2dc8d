package intaglio.rtl;

import intaglio.diag.IntaglioException;
import intaglio.diag.Problems;
import intaglio.graph.IntegerModel;
import intaglio.ir.IntegerParameters;
import intaglio.ir.PoolKind;
import intaglio.ir.Requantize;
import intaglio.num.Interval;
import intaglio.op.Weighted;
import intaglio.plan.DenseEngine;
import intaglio.plan.Engine;
import intaglio.plan.Plan;
import intaglio.plan.Stage;
import intaglio.plan.WindowEngine;
import intaglio.range.LayerRanges;
import intaglio.range.Ranges;
import java.util.ArrayList;
import java.util.Arrays;
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
 * @param roms ROM images by file name
 * @param probes what can be compared with the golden model, in network order
 * @param dataBits bits of {@code m_axis_tdata}
 * @param classBits bits of {@code m_axis_tuser}
 */
public record Design(
        String top,
        Map<String, String> modules,
        List<EngineModule> engines,
        Map<String, String> roms,
        List<Probe> probes,
        int dataBits,
        int classBits) {

    private static final Pattern LIBRARY_MODULE = Pattern.compile("^ *(intaglio_\\w+) #\\(", Pattern.MULTILINE);

    /**
     * Emits every module of a planned network.
     *
     * @throws IntaglioException (bad input) where a layer is requantized in a way no engine is
     */
    public static Design of(IntegerModel model, Ranges ranges, Plan plan) {
        checkArithmetic(model, ranges, plan);
        Names names = Names.of(model.network(), plan);
        TemplateEngine templates = new TemplateEngine();
        List<EngineModule> engines = new ArrayList<>();
        List<Integer> edgeWidths = new ArrayList<>();
        Interval x = new Interval(0, IntegerModel.INPUT_MAX);
        for (int i = 0; i < plan.engines().size(); i++) {
            Engine engine = plan.engines().get(i);
            boolean framesBehind =
                    !(i + 1 < plan.engines().size() && plan.engines().get(i + 1) instanceof WindowEngine);
            engines.add(emit(templates, model, ranges, names, engine, x, framesBehind));
            x = outputRange(ranges, engine);
            edgeWidths.add(x.bits());
        }
        TopView top = new TopView(model.network(), plan, names, edgeWidths, x);
        String topText = templates.render("top.v.vm", Map.of("v", top, "toolVersion", ToolVersion.VERSION));
        return assemble(top, topText, engines);
    }

    /** The engines scale by up to 31 bits, and divide where that is exact with as many. */
    private static void checkArithmetic(IntegerModel model, Ranges ranges, Plan plan) {
        Problems problems = new Problems();
        for (Engine engine : plan.engines()) {
            if (engine instanceof WindowEngine window && window.stage() instanceof Stage.Pool pool) {
                checkMean(pool, ranges.layer(pool.label()), problems);
            }
        }
        for (Weighted layer : model.network().weightedLayers()) {
            Requantize requantize = model.parameters(layer).requantize();
            String where = "network '" + model.network().name() + "', layer '" + layer.label() + "'";
            long largest = Arrays.stream(requantize.multipliers()).max().orElseThrow();
            if (largest >= 1L << 30) {
                problems.add(
                        where,
                        "has a multiplier of " + largest + ", more than 30 bits",
                        "quantize it with a narrower multiplier");
            }
        }
        problems.throwIfAny();
    }

    private static void checkMean(Stage.Pool stage, LayerRanges ranges, Problems problems) {
        if (stage.pool().kind() == PoolKind.AVERAGE) {
            try {
                MeanDivision.of(ranges.sum(), stage.window().area());
            } catch (ArithmeticException tooWide) {
                problems.add(
                        "layer '" + stage.label() + "'",
                        tooWide.getMessage(),
                        "use a larger shift in the layer before it, uint8 activations, or a window of 2^n values");
            }
        }
    }

    private static EngineModule emit(
            TemplateEngine templates,
            IntegerModel model,
            Ranges ranges,
            Names names,
            Engine engine,
            Interval x,
            boolean framesBehind) {
        String module = names.module(engine);
        String name = names.stem(engine);
        if (engine instanceof WindowEngine window) {
            return emit(
                    templates,
                    model,
                    ranges,
                    window,
                    new WindowView(
                            module,
                            name,
                            window,
                            x,
                            ranges.layer(window.label()).output(),
                            padding(model, window),
                            framesBehind));
        }
        DenseEngine dense = (DenseEngine) engine;
        List<DenseLayerView> layers = new ArrayList<>();
        int layerBits = intaglio.plan.Integers.bitsFor(dense.layers().size());
        Interval input = x;
        for (Stage.Dense stage : dense.layers()) {
            layers.add(new DenseLayerView(
                    names.layer(stage.label()),
                    stage,
                    layers.size(),
                    layerBits,
                    parameters(model, stage.label()),
                    ranges.layer(stage.label()),
                    input));
            input = ranges.layer(stage.label()).output();
        }
        return new DenseModule(new DenseView(module, name, dense, layers, x)).emit(templates);
    }

    private static EngineModule emit(
            TemplateEngine templates, IntegerModel model, Ranges ranges, WindowEngine engine, WindowView view) {
        LayerRanges layer = ranges.layer(engine.label());
        if (engine.isPool()) {
            return new PoolModule(view, new PoolView(engine, layer)).emit(templates);
        }
        Interval poolSum = engine.stage()
                .fusedPool()
                .map(pool -> ranges.layer(pool.label()).sum())
                .orElse(null);
        ConvView conv = new ConvView(view.name(), engine, parameters(model, engine.label()), layer, view.x(), poolSum);
        return new ConvModule(view, conv).emit(templates);
    }

    /** What stands for 0.0, one or one for each input channel; pools have no padding. */
    private static int[] padding(IntegerModel model, WindowEngine engine) {
        return engine.isPool()
                ? new int[] {0}
                : parameters(model, engine.label()).inputZeroPoints();
    }

    private static IntegerParameters parameters(IntegerModel model, String label) {
        return model.network().weightedLayers().stream()
                .filter(layer -> layer.label().equals(label))
                .map(model::parameters)
                .findFirst()
                .orElseThrow();
    }

    /** Interval of what an engine hands on; a pool stays inside the interval of its convolution. */
    private static Interval outputRange(Ranges ranges, Engine engine) {
        Stage last = engine.stages().get(engine.stages().size() - 1);
        LayerRanges layer = ranges.layer(last.label());
        return layer.output();
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
        return new Design(top.module(), modules, engines, roms, probes, top.dataBits(), top.classBits());
    }

    private static List<String> librariesOf(String text) {
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
