package intaglio.verify;

import intaglio.graph.IntegerModel;
import intaglio.graph.Node;
import intaglio.ir.LookupTable;
import intaglio.ir.Shape;
import intaglio.op.Layer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Compares every bit of every ROM file with what the weights, the network and the plan say it must hold. A simulation
 * sees only what its images drive; this sees everything, and shares no code with what wrote the files.
 */
final class RomCheck {

    private static final String STEP = "ROM files";

    private final Path out;
    private final VerilogDesign design;
    private final DesignPlan plan;
    private final IntegerModel model;
    private final List<Failure> failures = new ArrayList<>();
    private final Set<String> checked = new HashSet<>();
    private InlineContents inline;

    private RomCheck(Path out, VerilogDesign design, DesignPlan plan, IntegerModel model) {
        this.out = out;
        this.design = design;
        this.plan = plan;
        this.model = model;
    }

    static List<Failure> check(Path out, VerilogDesign design, DesignPlan plan, IntegerModel model) throws IOException {
        RomCheck check = new RomCheck(out, design, plan, model);
        List<String> labels =
                model.network().layers().stream().map(Layer::label).sorted().toList();
        if (!plan.engines().stream()
                .flatMap(engine -> engine.layers().stream())
                .sorted()
                .toList()
                .equals(labels)) {
            check.fail("engines", "the engines of plan.json are not made of the layers of network.json");
            return check.failures;
        }
        for (PlannedEngine engine : plan.engines()) {
            check.checkEngine(engine);
        }
        check.checkOthers();
        return check.failures;
    }

    private void checkEngine(PlannedEngine engine) throws IOException {
        Map<PlannedRom, RomContents> contents;
        try {
            contents = engine.folding().match(new Contents(engine));
            RomWiring.differences(design, engine, contents, requantizers(engine))
                    .forEach(difference -> fail("of " + engine.name(), difference));
        } catch (IllegalArgumentException inconsistent) {
            fail("of " + engine.name(), inconsistent.getMessage());
            return;
        }
        for (PlannedRom rom : contents.keySet().stream()
                .sorted(Comparator.comparing(PlannedRom::file))
                .toList()) {
            checkFile(rom, contents.get(rom));
        }
    }

    /** The requantizer of each layer, by label. */
    private Map<String, VerilogDesign.Place> requantizers(PlannedEngine engine) {
        return plan.probes().stream()
                .filter(probe ->
                        probe.stage() == Stage.ACCUMULATOR && engine.layers().contains(probe.layer()))
                .collect(Collectors.toMap(Probe::layer, design::listened, (a, b) -> a));
    }

    private void checkFile(PlannedRom rom, RomContents expected) throws IOException {
        if (rom.module() != null) {
            inline().difference(rom, expected).ifPresent(difference -> fail(rom.file(), difference));
            return;
        }
        checked.add(rom.file());
        Path file = out.resolve("rom").resolve(rom.file());
        if (!Files.isRegularFile(file)) {
            fail(rom.file(), "is missing");
            return;
        }
        RomFile.read(file).difference(expected).ifPresent(difference -> fail(rom.file(), difference));
    }

    /** Read at the first ROM whose contents stand in the Verilog. */
    private InlineContents inline() throws IOException {
        if (inline == null) {
            inline = new InlineContents(out);
        }
        return inline;
    }

    /** Files that no engine has. */
    private void checkOthers() throws IOException {
        Path folder = out.resolve("rom");
        for (Path file : Files.isDirectory(folder) ? FileTree.files(folder) : List.<Path>of()) {
            if (!checked.contains(file.toString())) {
                fail(file.toString(), "belongs to no engine of plan.json");
            }
        }
    }

    /** The table of a sum; others of these engines read no ROM. */
    private Map<PlannedRom, RomContents> tables(PlannedEngine engine) {
        Layer layer = model.network().node(engine.layers().get(0)).layer();
        Optional<LookupTable> table =
                layer.sum().flatMap(sum -> model.sums().get(sum.label()).table());
        boolean holdTables = engine.roms().stream().allMatch(rom -> rom.holds() == PlannedRom.Holds.TABLE);
        if (engine.roms().size() != (table.isPresent() ? 1 : 0) || !holdTables) {
            throw new IllegalArgumentException("the plan lists " + engine.roms().size() + " ROMs for engine "
                    + engine.name() + ", which needs " + (table.isPresent() ? "one table" : "none"));
        }
        Map<PlannedRom, RomContents> contents = new HashMap<>();
        table.ifPresent(outputs -> contents.put(
                engine.roms().get(0), RomLayout.table(engine.roms().get(0), layer.label(), outputs.outputs())));
        return contents;
    }

    /** What the ROMs of one engine have to hold. */
    private final class Contents implements PlannedEngine.Kinds<Map<PlannedRom, RomContents>> {

        private final PlannedEngine engine;
        private final List<LayerNumbers> numbers;

        private Contents(PlannedEngine engine) {
            this.engine = engine;
            numbers = numbers(engine.layers());
        }

        /** A pool has none. */
        @Override
        public Map<PlannedRom, RomContents> window(PlannedEngine.Window folding) {
            return numbers.isEmpty() ? Map.of() : new WindowRoms(engine, folding, numbers.get(0)).contents();
        }

        @Override
        public Map<PlannedRom, RomContents> dense(PlannedEngine.Dense folding) {
            if (numbers.size() != engine.layers().size() || numbers.isEmpty()) {
                throw new IllegalArgumentException("layers " + engine.layers() + " are not all dense");
            }
            return new DenseRoms(engine, folding, numbers).contents();
        }

        @Override
        public Map<PlannedRom, RomContents> rows(PlannedEngine.Rows folding) {
            return tables(engine);
        }
    }

    private List<LayerNumbers> numbers(List<String> labels) {
        List<LayerNumbers> numbers = new ArrayList<>();
        for (Node node : model.network().nodes()) {
            if (labels.contains(node.label())) {
                node.layer().weighted().ifPresent(weighted -> {
                    Shape input = model.network().shapes().input(node);
                    numbers.add(new LayerNumbers(weighted, input, model.parameters(weighted)));
                });
            }
        }
        return numbers;
    }

    private void fail(String what, String text) {
        failures.add(new Failure("rom " + what, STEP, text));
    }
}
