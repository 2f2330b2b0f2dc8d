package intaglio.verify;

import intaglio.graph.IntegerModel;
import intaglio.ir.Shape;
import intaglio.op.Conv2d;
import intaglio.op.Layer;
import intaglio.op.Weighted;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
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

    private RomCheck(Path out, VerilogDesign design, DesignPlan plan, IntegerModel model) {
        this.out = out;
        this.design = design;
        this.plan = plan;
        this.model = model;
    }

    static List<Failure> check(Path out, VerilogDesign design, DesignPlan plan, IntegerModel model) throws IOException {
        RomCheck check = new RomCheck(out, design, plan, model);
        List<String> labels =
                model.network().layers().stream().map(Layer::label).toList();
        if (!plan.engines().stream()
                .flatMap(engine -> engine.layers().stream())
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
            contents = layout(engine).map(RomLayout::contents).orElse(Map.of());
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
        checked.add(rom.file());
        Path file = out.resolve("rom").resolve(rom.file());
        if (!Files.isRegularFile(file)) {
            fail(rom.file(), "is missing");
            return;
        }
        RomFile.read(file).difference(expected).ifPresent(difference -> fail(rom.file(), difference));
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

    /** Empty for a pool. */
    private Optional<RomLayout> layout(PlannedEngine engine) {
        List<LayerNumbers> numbers = numbers(engine.layers());
        if (engine.folding() instanceof PlannedEngine.Dense dense) {
            if (numbers.size() != engine.layers().size() || numbers.isEmpty()) {
                throw new IllegalArgumentException("layers " + engine.layers() + " are not all dense");
            }
            return Optional.of(new DenseRoms(engine, dense, numbers));
        }
        if (numbers.isEmpty()) {
            return Optional.empty();
        }
        if (!(numbers.get(0).layer() instanceof Conv2d conv)) {
            throw new IllegalArgumentException("layer " + engine.layers().get(0) + " is no convolution");
        }
        PlannedEngine.Window window = (PlannedEngine.Window) engine.folding();
        return Optional.of(new WindowRoms(engine, window, numbers.get(0), conv));
    }

    private List<LayerNumbers> numbers(List<String> labels) {
        List<LayerNumbers> numbers = new ArrayList<>();
        List<Shape> shapes = model.network().shapes().inOrder();
        for (int i = 0; i < shapes.size() - 1; i++) {
            Layer layer = model.network().layers().get(i);
            if (layer instanceof Weighted weighted && labels.contains(layer.label())) {
                numbers.add(new LayerNumbers(weighted, shapes.get(i), model.parameters(weighted)));
            }
        }
        return numbers;
    }

    private void fail(String what, String text) {
        failures.add(new Failure("rom " + what, STEP, text));
    }
}
