package intaglio.synth;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import intaglio.export.JsonText;

/** {@code synth.json}: what synthesis found, for programs. */
public final class SynthJson {

    private SynthJson() {}

    /** The whole file. */
    public static String of(SynthResult result) {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        root.put("top", result.design().top());
        root.put("multipliers", result.design().multipliers());
        root.put("interval", result.design().interval());
        root.put("flow", result.flow().name());
        root.put("device", result.device().name());
        root.put("yosys", result.tools().yosys().version().toString());
        result.tools()
                .router()
                .ifPresent(router -> root.put("nextpnr", router.version().toString()));
        resources(root.putObject("used"), result.used());
        resources(root.putObject("available"), result.device().resources());
        root.put("fits", SynthReport.shortage(result).isEmpty());
        result.median().ifPresent(median -> {
            root.put("megahertz", median.megahertz());
            root.put("framesPerSecond", result.framesPerSecond().orElseThrow());
        });
        ArrayNode seeds = root.putArray("seeds");
        result.routings().forEach(routing -> seeds.add(seed(routing)));
        result.cellPath().ifPresent(path -> root.set("cellPath", path(path)));
        ArrayNode notes = root.putArray("notes");
        result.flow().notes().forEach(notes::add);
        ObjectNode cells = root.putObject("cells");
        result.cells().forEach(cells::put);
        return JsonText.of(root);
    }

    private static ObjectNode seed(Routing routing) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("seed", routing.seed());
        node.put("megahertz", routing.megahertz());
        ArrayNode paths = node.putArray("paths");
        routing.paths().forEach(path -> paths.add(path(path)));
        ObjectNode used = node.putObject("used");
        routing.used().forEach(used::put);
        return node;
    }

    private static ObjectNode path(TimedPath path) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("nanoseconds", rounded(path.nanoseconds()));
        node.put("wires", rounded(path.wires()));
        node.put("from", path.from());
        ArrayNode through = node.putArray("through");
        path.through().forEach(through::add);
        node.put("to", path.to());
        return node;
    }

    /** To picoseconds, as the tools have them. */
    private static double rounded(double nanoseconds) {
        return Math.rint(nanoseconds * 1000) / 1000;
    }

    private static void resources(ObjectNode node, Resources resources) {
        node.put("lut", resources.lut());
        node.put("flipFlops", resources.flipFlops());
        node.put("dsp", resources.dsp());
        node.put("blockRam", resources.blockRam());
    }
}
