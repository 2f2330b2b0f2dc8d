package intaglio.rtl;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import intaglio.export.JsonText;
import intaglio.graph.IntegerModel;
import intaglio.ir.Shape;
import intaglio.plan.DenseEngine;
import intaglio.plan.Engine;
import intaglio.plan.JoinEngine;
import intaglio.plan.Plan;
import intaglio.plan.ShuffleEngine;
import intaglio.plan.Stage;
import intaglio.plan.WindowEngine;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** {@code plan.json}: what the design costs, and how its inner streams map to the network's tensors. */
final class PlanJson {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private PlanJson() {}

    static String write(IntegerModel model, Plan plan, Design design) {
        ObjectNode root = NODES.objectNode();
        Shape input = model.network().input();
        root.put("top", design.top());
        root.putObject("input")
                .put("channels", input.channels())
                .put("height", input.height())
                .put("width", input.width());
        if (design.output().marked()) {
            root.withObject("/input").put("tlast", true);
        }
        Shape output = model.network().output();
        root.putObject("output")
                .put("kind", model.network().outputKind().name().toLowerCase(Locale.ROOT))
                .put("channels", output.channels())
                .put("height", output.height())
                .put("width", output.width())
                .put("dataBits", design.output().dataBits())
                .put("userBits", design.output().userBits());
        root.put("interval", plan.timing().interval());
        root.put("shortestInterval", plan.timing().shortest());
        root.put("longestInterval", plan.timing().longest());
        root.put("latency", plan.timing().latency());
        root.put("warmUpFrames", plan.timing().warmUpFrames());
        root.put("periodFrames", plan.timing().periodFrames());
        root.put("multipliers", plan.multipliers());
        root.put("multiplications", plan.multiplications());
        ArrayNode engines = root.putArray("engines");
        for (int i = 0; i < plan.engines().size(); i++) {
            engines.add(engine(plan.engines().get(i), design.engines().get(i), design.romModules()));
        }
        ArrayNode probes = root.putArray("probes");
        design.probes().forEach(probe -> probes.add(probe(probe)));
        return JsonText.of(root);
    }

    private static ObjectNode engine(Engine engine, EngineModule module, Map<String, String> romModules) {
        ObjectNode node = NODES.objectNode();
        node.put("name", module.name());
        node.put("module", module.module());
        ArrayNode layers = node.putArray("layers");
        for (Stage stage : engine.stages()) {
            stage.layers().forEach(layers::add);
        }
        node.put("multipliers", engine.multipliers());
        node.put("cycles", engine.issueCycles());
        node.put("multiplications", engine.multiplications());
        engine.accept(new Sizes(node));
        ArrayNode roms = node.putArray("roms");
        module.roms().forEach(rom -> roms.add(rom(rom, romModules)));
        return node;
    }

    /** What only engines of one kind have. */
    private record Sizes(ObjectNode node) implements Engine.Kinds<ObjectNode> {

        @Override
        public ObjectNode window(WindowEngine window) {
            return node.put("pe", window.folding().pe())
                    .put("pixels", window.pixels())
                    .put("tapRows", window.folding().tapRows())
                    .put("tapColumns", window.folding().tapColumns())
                    .put("channels", window.folding().channels())
                    .put("laneGroups", window.folding().laneGroups())
                    .put("drainChannels", window.folding().drainChannels())
                    .put("ringRows", window.ringRows());
        }

        @Override
        public ObjectNode dense(DenseEngine dense) {
            return node.put("pe", dense.folding().pe())
                    .put("simd", dense.folding().simd())
                    .put("inputChannels", dense.input().channels())
                    .put("inputPixels", dense.input().pixels());
        }

        @Override
        public ObjectNode join(JoinEngine join) {
            node.put("wordChannels", join.channels()).put("wordPixels", join.pixels());
            ArrayNode rows = node.putArray("rows");
            join.rows().forEach(rows::add);
            return node;
        }

        @Override
        public ObjectNode shuffle(ShuffleEngine shuffle) {
            node.put("wordChannels", shuffle.channels()).put("wordPixels", 1);
            node.putArray("rows").add(shuffle.rows());
            return node;
        }
    }

    private static ObjectNode rom(RomImage rom, Map<String, String> romModules) {
        ObjectNode node = NODES.objectNode();
        node.put("file", rom.file());
        node.put("holds", rom.fields().holds());
        if (rom.fields().tap() >= 0) {
            node.put("tap", rom.fields().tap());
            node.put("bank", rom.fields().bank());
            node.put("firstWord", rom.fields().firstWord());
        }
        if (rom.fields().layer() != null) {
            node.put("layer", rom.fields().layer());
        }
        node.put("bits", rom.fields().bits());
        if (romModules.containsKey(rom.file())) {
            node.put("module", romModules.get(rom.file()));
        }
        return node;
    }

    private static ObjectNode probe(Probe probe) {
        ObjectNode node = NODES.objectNode();
        node.put("layer", probe.layer());
        node.put("stage", probe.stage());
        node.put("valid", probe.valid());
        node.put("data", probe.data());
        node.put("bits", probe.bits());
        node.put("signed", probe.signed());
        node.set("beats", loops(probe.beats()));
        node.set("lanes", loops(probe.lanes()));
        return node;
    }

    private static ArrayNode loops(List<Probe.Loop> loops) {
        ArrayNode array = NODES.arrayNode();
        loops.forEach(loop -> array.addArray().add(loop.count()).add(loop.stride()));
        return array;
    }
}
