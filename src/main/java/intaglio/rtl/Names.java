package intaglio.rtl;

import intaglio.graph.Network;
import intaglio.plan.DenseEngine;
import intaglio.plan.Engine;
import intaglio.plan.JoinEngine;
import intaglio.plan.Plan;
import intaglio.plan.ShuffleEngine;
import intaglio.plan.Stage;
import intaglio.plan.WindowEngine;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The one place that decides what the emitted modules, instances, wires and ROM files are called.
 *
 * <p>The network, each layer and each engine have a stem, from which all their names are made. The stem is the user's
 * label where every one of those names is free. Else it is the label with {@code _2}, {@code _3}, ... behind it: the
 * first with which they are. A name is not free where it is a keyword, a module of the library, a word of the template
 * that it goes into, or made from another stem before.
 */
public final class Names {

    /** The top of the bench that verification puts around a design. */
    private static final String BENCH = "bench_top";

    /** The labels of merged layers become a file name, and most file systems allow 255 characters. */
    private static final int LONGEST_MERGED = 100;

    private static final String MODULES = "modules";
    private static final String FILES = "files";
    private static final String TOP = "top";

    /**
     * A name, and where it must be the only one of its kind.
     *
     * @param scope the modules, the ROM files, or what stands inside one module
     */
    private record Name(String scope, String text) {}

    private final Map<String, Set<String>> taken = new HashMap<>();
    private final Map<String, String> layers = new HashMap<>();
    private final Map<Engine, String> engines = new HashMap<>();
    private final List<String> notes = new ArrayList<>();
    private final String top;

    private Names(Network network, Plan plan) {
        taken.put(MODULES, new HashSet<>(Set.of(BENCH)));
        taken.put(FILES, new HashSet<>());
        taken.put(TOP, TemplateEngine.words("top.v.vm"));
        top = stem(network.name(), "network '" + network.name() + "'", stem -> List.of(new Name(MODULES, stem)));
        for (Engine engine : plan.engines()) {
            engine.accept(new Engine.Kinds<Void>() {
                @Override
                public Void window(WindowEngine window) {
                    addStage(window);
                    return null;
                }

                @Override
                public Void dense(DenseEngine dense) {
                    addDense(dense);
                    return null;
                }

                @Override
                public Void join(JoinEngine join) {
                    addStage(join);
                    return null;
                }

                @Override
                public Void shuffle(ShuffleEngine shuffle) {
                    addStage(shuffle);
                    return null;
                }
            });
        }
    }

    /** The names of a planned network. */
    public static Names of(Network network, Plan plan) {
        return new Names(network, plan);
    }

    /** The top module. */
    String top() {
        return top;
    }

    /** The module of an engine. */
    String module(Engine engine) {
        return top + "_" + stem(engine);
    }

    /** What the instance and the ROM files of an engine are called after. */
    String stem(Engine engine) {
        return engines.get(engine);
    }

    /** What the wires and the output stage of a layer are called after. */
    String layer(String label) {
        return layers.get(label);
    }

    /** A sentence for every label that is not in the Verilog as it is. */
    public List<String> notes() {
        return List.copyOf(notes);
    }

    /** An engine of one stage is called after its first layer. */
    private void addStage(Engine engine) {
        List<String> labels = engine.stages().get(0).layers();
        addLayer(labels.get(0), stem -> both(ofEngine(stem), ofLayer(stem)));
        engines.put(engine, layers.get(labels.get(0)));
        labels.stream().skip(1).forEach(label -> addLayer(label, Names::ofLayer));
    }

    private void addDense(DenseEngine engine) {
        String inside = "engine " + engine.label();
        taken.put(inside, TemplateEngine.words("dense_engine.v.vm"));
        boolean merged = engine.layers().size() > 1;
        for (Stage.Dense stage : engine.layers()) {
            addLayer(
                    stage.label(),
                    stem -> both(both(ofLayer(stem), ofDenseLayer(inside, stem)), merged ? List.of() : ofEngine(stem)));
        }
        if (merged) {
            String label = mergedLabel(engine);
            engines.put(engine, stem(label, "the array '" + label + "'", this::ofEngine));
        } else {
            engines.put(engine, layers.get(engine.label()));
        }
    }

    private static String mergedLabel(DenseEngine engine) {
        Stage.Dense first = engine.layers().get(0);
        Stage.Dense last = engine.layers().get(engine.layers().size() - 1);
        return engine.label().length() <= LONGEST_MERGED ? engine.label() : first.label() + "_to_" + last.label();
    }

    private void addLayer(String label, Function<String, List<Name>> made) {
        layers.put(label, stem(label, "layer '" + label + "'", made));
    }

    /** Module, instance and ROM files. */
    private List<Name> ofEngine(String stem) {
        return List.of(
                new Name(MODULES, top + "_" + stem), new Name(TOP, "u_" + stem), new Name(FILES, stem + "_bias"));
    }

    /** Wires behind a layer, and the ROMs of its multipliers and its table. */
    private static List<Name> ofLayer(String stem) {
        return both(
                names(TOP, stem + "_out_", "space", "room", "claim", "valid", "data"),
                names(FILES, stem + "_", "multiplier", "table"));
    }

    /** Wires and instances of a layer inside the array that it shares. */
    private static List<Name> ofDenseLayer(String inside, String stem) {
        return both(names(inside, stem + "_", "valid", "y"), List.of(new Name(inside, "u_output_" + stem)));
    }

    private static List<Name> names(String scope, String stem, String... ends) {
        return Stream.of(ends).map(end -> new Name(scope, stem + end)).toList();
    }

    private static List<Name> both(List<Name> some, List<Name> others) {
        return Stream.concat(some.stream(), others.stream()).toList();
    }

    /** The first stem whose names are all free; they are taken from now on. */
    private String stem(String label, String what, Function<String, List<Name>> made) {
        String stem = label;
        for (int i = 2; !obstacles(made.apply(stem)).isEmpty(); i++) {
            stem = label + "_" + i;
        }
        if (!stem.equals(label)) {
            notes.add(what + " is called " + stem + " in the Verilog, because "
                    + obstacles(made.apply(label)).get(0));
        }
        made.apply(stem).forEach(name -> taken.get(name.scope()).add(name.text()));
        return stem;
    }

    private List<String> obstacles(List<Name> names) {
        return names.stream()
                .flatMap(name -> {
                    if (Keywords.ALL.contains(name.text())) {
                        return Stream.of(name.text() + " is a keyword");
                    }
                    boolean library = name.scope().equals(MODULES) && TemplateEngine.hasLibrary(name.text());
                    return library || taken.get(name.scope()).contains(name.text())
                            ? Stream.of(name.text() + " is taken")
                            : Stream.empty();
                })
                .collect(Collectors.toList());
    }
}
