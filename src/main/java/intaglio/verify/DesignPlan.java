package intaglio.verify;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import intaglio.diag.IntaglioException;
import intaglio.diag.IoReason;
import intaglio.ir.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * What verification needs from the {@code plan.json} of a compiled design.
 *
 * @param top name of the top module
 * @param input shape of one image
 * @param output the output stream
 * @param interval cycles between two frames in steady state, without stalls
 * @param shortestInterval the shortest of them, where they differ
 * @param longestInterval the longest of them, where they differ
 * @param latency cycles from the first input beat of frame 0 to its last output beat, without stalls
 * @param multipliers number of hardware multipliers
 * @param engines the modules between input and output, in order
 * @param probes streams inside the design
 */
public record DesignPlan(
        String top, Shape input, Output output, long interval, long shortestInterval, long longestInterval, long latency,
        int multipliers, List<PlannedEngine> engines, List<Probe> probes) {

    /**
     * The output stream.
     *
     * @param elements words per frame
     * @param dataBits width of {@code m_axis_tdata}, 1..64
     * @param classBits width of {@code m_axis_tuser}, 1..31
     */
    public record Output(int elements, int dataBits, int classBits) {}

    private static final Pattern NAME =
            Pattern.compile("\\w+(\\[\\d+\\])?(\\.\\w+(\\[\\d+\\])?)*(\\[\\d+:\\d+\\])?");
    private static final long MOST_CYCLES = 1_000_000_000_000L;

    public DesignPlan {
        engines = List.copyOf(engines);
        probes = List.copyOf(probes);
    }

    /** Cycles that empty the design, with a margin: used for watchdogs and waiting times. */
    long settleCycles() {
        return 2 * (latency + interval) + 1000;
    }

    /** Reads {@code plan.json} of an output folder. */
    public static DesignPlan read(Path out) {
        Path file = out.resolve("plan.json");
        try {
            return parse(new ObjectMapper().readTree(Files.readString(file)));
        } catch (JsonProcessingException e) {
            throw bad(file, "is no JSON (" + e.getOriginalMessage() + ")");
        } catch (IOException e) {
            throw bad(file, "cannot be read (" + IoReason.of(e) + ")");
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw bad(file, e.getMessage());
        }
    }

    private static IntaglioException bad(Path file, String what) {
        return IntaglioException.badInput(file.toString(), what, "compile the model again");
    }

    private static DesignPlan parse(JsonNode root) {
        JsonNode input = child(root, "input");
        JsonNode output = child(root, "output");
        List<Probe> probes = new ArrayList<>();
        for (JsonNode probe : child(root, "probes")) {
            probes.add(probe(probe));
        }
        List<PlannedEngine> engines = new ArrayList<>();
        for (JsonNode engine : child(root, "engines")) {
            engines.add(engine(engine));
        }
        return new DesignPlan(
                name(root, "top"),
                new Shape(number(input, "channels"), number(input, "height"), number(input, "width")),
                new Output(number(output, "elements"), number(output, "dataBits"), number(output, "classBits")),
                cycles(root, "interval"),
                cycles(root, "shortestInterval"),
                cycles(root, "longestInterval"),
                cycles(root, "latency"),
                number(root, "multipliers"),
                engines,
                probes);
    }

    private static PlannedEngine engine(JsonNode node) {
        List<String> layers = new ArrayList<>();
        child(node, "layers").forEach(label -> layers.add(label.asText()));
        List<PlannedRom> roms = new ArrayList<>();
        for (JsonNode rom : child(node, "roms")) {
            PlannedRom.Holds holds = PlannedRom.Holds.valueOf(text(rom, "holds").toUpperCase(Locale.ROOT));
            roms.add(new PlannedRom(
                    romFile(rom),
                    holds,
                    size(rom, "bits"),
                    holds == PlannedRom.Holds.WEIGHTS ? number(rom, "tap") : -1,
                    holds == PlannedRom.Holds.MULTIPLIERS ? text(rom, "layer") : null));
        }
        PlannedEngine.Folding folding = node.has("simd")
                ? new PlannedEngine.Dense(size(node, "pe"), size(node, "simd"), size(node, "inputChannels"),
                        size(node, "inputPixels"))
                : new PlannedEngine.Window(size(node, "pe"), size(node, "tapRows"), size(node, "tapColumns"),
                        size(node, "channels"), size(node, "laneGroups"), size(node, "drainChannels"));
        return new PlannedEngine(name(node, "name"), name(node, "module"), layers, folding, roms);
    }

    private static Probe probe(JsonNode node) {
        int bits = number(node, "bits");
        if (bits < 1 || bits > Long.SIZE) {
            throw new IllegalArgumentException("a probe has " + bits + " bits, not 1 to 64");
        }
        return new Probe(
                name(node, "layer"),
                Stage.valueOf(text(node, "stage").toUpperCase(Locale.ROOT)),
                name(node, "valid"),
                name(node, "data"),
                bits,
                child(node, "signed").asBoolean(),
                loops(child(node, "beats")),
                loops(child(node, "lanes")));
    }

    private static String romFile(JsonNode node) {
        String file = text(node, "file");
        if (!file.matches("\\w+\\.mem")) {
            throw new IllegalArgumentException("'file' is '" + file + "', not of the form name.mem");
        }
        return file;
    }

    private static List<Loop> loops(JsonNode node) {
        List<Loop> loops = new ArrayList<>();
        for (JsonNode loop : node) {
            if (loop.size() != 2) {
                throw new IllegalArgumentException("a loop of a probe is not [count, stride]");
            }
            loops.add(new Loop(loop.get(0).asInt(), loop.get(1).asInt()));
        }
        return loops;
    }

    private static JsonNode child(JsonNode node, String name) {
        JsonNode child = node.get(name);
        if (child == null) {
            throw new IllegalArgumentException("has no '" + name + "'");
        }
        return child;
    }

    private static String text(JsonNode node, String name) {
        return child(node, name).asText();
    }

    /** A name that goes into Verilog text: an identifier, hierarchical perhaps, and perhaps a part of a vector. */
    private static String name(JsonNode node, String field) {
        String name = text(node, field);
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("'" + field + "' is '" + name + "', which is no Verilog name");
        }
        return name;
    }

    private static long cycles(JsonNode node, String field) {
        JsonNode number = child(node, field);
        if (!number.isIntegralNumber() || number.asLong() < 1 || number.asLong() > MOST_CYCLES) {
            throw new IllegalArgumentException("'" + field + "' is " + number + ", not a number of cycles");
        }
        return number.asLong();
    }

    private static int size(JsonNode node, String name) {
        int size = number(node, name);
        if (size < 1) {
            throw new IllegalArgumentException("'" + name + "' is " + size + ", not 1 or more");
        }
        return size;
    }

    private static int number(JsonNode node, String name) {
        JsonNode number = child(node, name);
        if (!number.canConvertToInt() || !number.isIntegralNumber()) {
            throw new IllegalArgumentException("'" + name + "' is " + number + ", not an integer");
        }
        return number.asInt();
    }
}
