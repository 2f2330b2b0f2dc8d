package intaglio.verify;

import com.fasterxml.jackson.databind.JsonNode;
import intaglio.diag.IntaglioException;
import intaglio.diag.JsonFile;
import intaglio.graph.OutputKind;
import intaglio.ir.Shape;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * What verification needs from the {@code plan.json} of a compiled design.
 *
 * @param top name of the top module
 * @param input shape of one image
 * @param tlast whether the input has a {@code tlast}
 * @param output the output stream
 * @param interval cycles between two frames in steady state, without stalls
 * @param shortestInterval the shortest of them, where they differ
 * @param longestInterval the longest of them, where they differ
 * @param latency cycles from the first input beat of frame 0 to its last output beat, without stalls
 * @param warmUpFrames frames before the intervals are steady
 * @param periodFrames frames after which the intervals repeat
 * @param multipliers number of hardware multipliers
 * @param engines the modules between input and output, in order
 * @param probes streams inside the design
 */
public record DesignPlan(
        String top,
        Shape input,
        boolean tlast,
        Output output,
        long interval,
        long shortestInterval,
        long longestInterval,
        long latency,
        int warmUpFrames,
        int periodFrames,
        int multipliers,
        List<PlannedEngine> engines,
        List<Probe> probes) {

    /**
     * The output stream.
     *
     * @param kind what a word is
     * @param shape shape of a frame
     * @param dataBits width of {@code m_axis_tdata}, 1..64
     * @param userBits width of {@code m_axis_tuser}, 1..31
     */
    public record Output(OutputKind kind, Shape shape, int dataBits, int userBits) {

        private static final int BYTE = 8;

        boolean isImage() {
            return kind == OutputKind.IMAGE;
        }

        /** Whether the class comes with the last word of a frame. */
        boolean hasClass() {
            return kind == OutputKind.LOGITS;
        }

        /** Words of a frame: pixels of an image, else values. */
        int words() {
            return isImage() ? shape.pixels() : shape.elements();
        }

        /** Words from one {@code m_axis_tlast} to the next. */
        int lineWords() {
            return isImage() ? shape.width() : words();
        }

        /** The words that a CHW tensor leaves as: rows, in them columns, in them channels. */
        long[] words(long[] tensor) {
            long[] words = new long[words()];
            int word = 0;
            for (int pixel = 0; pixel < shape.pixels(); pixel++) {
                for (int channel = 0; channel < shape.channels(); channel++) {
                    long value = tensor[channel * shape.pixels() + pixel];
                    if (isImage()) {
                        words[pixel] |= value << (BYTE * channel);
                    } else {
                        words[word++] = value;
                    }
                }
            }
            return words;
        }
    }

    private static final Pattern NAME = Pattern.compile("\\w+(\\[\\d+\\])?(\\.\\w+(\\[\\d+\\])?)*(\\[\\d+:\\d+\\])?");
    private static final String COMPILE_AGAIN = "compile the model again";
    private static final int LONGEST_TEXT = 500;

    /** No tensor of a network has more; frontend/NetworkCheck. */
    private static final int MOST_VALUES = 1 << 24;

    private static final int MOST_FRAMES = 1 << 16;

    private static final long MOST_CYCLES = 1_000_000_000_000L;

    public DesignPlan {
        engines = List.copyOf(engines);
        probes = List.copyOf(probes);
    }

    /** Cycles that empty the design, with a margin: used for watchdogs and waiting times. */
    long settleCycles() {
        return 2 * (latency + interval) + 1000;
    }

    /**
     * Reads {@code plan.json} of an output folder.
     *
     * @throws IntaglioException exit code 3, where the file is damaged
     */
    public static DesignPlan read(Path out) {
        Path file = out.resolve("plan.json");
        JsonNode root = JsonFile.object(file, COMPILE_AGAIN);
        try {
            return parse(root);
        } catch (IllegalArgumentException e) {
            throw bad(out, e.getMessage());
        }
    }

    /** What is wrong with {@code plan.json} of an output folder. */
    static IntaglioException bad(Path out, String what) {
        return IntaglioException.badInput(out.resolve("plan.json").toString(), what, COMPILE_AGAIN);
    }

    private static DesignPlan parse(JsonNode root) {
        JsonNode input = child(root, "input");
        JsonNode output = child(root, "output");
        List<Probe> probes = new ArrayList<>();
        for (JsonNode probe : list(root, "probes")) {
            probes.add(probe(probe, "probe " + probes.size()));
        }
        List<PlannedEngine> engines = new ArrayList<>();
        for (JsonNode engine : list(root, "engines")) {
            engines.add(engine(engine));
        }
        return new DesignPlan(
                name(root, "top"),
                shape(input, "input"),
                input.has("tlast") && flag(input, "tlast"),
                new Output(
                        kind(output),
                        shape(output, "output"),
                        number(output, "dataBits", 1, Long.SIZE),
                        number(output, "userBits", 1, Integer.SIZE - 1)),
                cycles(root, "interval"),
                cycles(root, "shortestInterval"),
                cycles(root, "longestInterval"),
                cycles(root, "latency"),
                number(root, "warmUpFrames", 0, MOST_FRAMES),
                number(root, "periodFrames", 1, MOST_FRAMES),
                number(root, "multipliers"),
                engines,
                probes);
    }

    private static PlannedEngine engine(JsonNode node) {
        List<String> layers = new ArrayList<>();
        list(node, "layers").forEach(label -> layers.add(label.asText()));
        List<PlannedRom> roms = new ArrayList<>();
        for (JsonNode rom : list(node, "roms")) {
            PlannedRom.Holds holds = holds(rom);
            boolean weights = holds == PlannedRom.Holds.WEIGHTS;
            roms.add(new PlannedRom(
                    romFile(rom),
                    holds,
                    size(rom, "bits"),
                    weights ? number(rom, "tap", 0, MOST_VALUES) : -1,
                    weights ? number(rom, "bank", 0, MOST_VALUES) : 0,
                    weights ? number(rom, "firstWord", 0, MOST_VALUES) : 0,
                    holds == PlannedRom.Holds.MULTIPLIERS || holds == PlannedRom.Holds.TABLE
                            ? text(rom, "layer")
                            : null,
                    rom.has("module") ? name(rom, "module") : null));
        }
        return new PlannedEngine(name(node, "name"), name(node, "module"), layers, folding(node), roms);
    }

    private static PlannedEngine.Folding folding(JsonNode node) {
        if (node.has("rows")) {
            return new PlannedEngine.Rows(size(node, "wordChannels"));
        }
        if (node.has("simd")) {
            return new PlannedEngine.Dense(
                    size(node, "pe"), size(node, "simd"), size(node, "inputChannels"), size(node, "inputPixels"));
        }
        return new PlannedEngine.Window(
                size(node, "pe"),
                size(node, "tapRows"),
                size(node, "tapColumns"),
                size(node, "channels"),
                size(node, "laneGroups"),
                size(node, "drainChannels"));
    }

    private static PlannedRom.Holds holds(JsonNode rom) {
        String word = text(rom, "holds");
        return Arrays.stream(PlannedRom.Holds.values())
                .filter(holds -> holds.name().toLowerCase(Locale.ROOT).equals(word))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("'holds' is '" + word + "', which no ROM does"));
    }

    private static String romFile(JsonNode node) {
        String file = text(node, "file");
        if (!file.matches("\\w+\\.mem")) {
            throw new IllegalArgumentException("'file' is '" + file + "', not of the form name.mem");
        }
        return file;
    }

    private static OutputKind kind(JsonNode output) {
        String word = text(output, "kind");
        return Arrays.stream(OutputKind.values())
                .filter(kind -> kind.name().toLowerCase(Locale.ROOT).equals(word))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("'kind' is '" + word + "', which no output is"));
    }

    private static Shape shape(JsonNode node, String name) {
        int channels = number(node, "channels", 1, MOST_VALUES);
        int height = number(node, "height", 1, MOST_VALUES);
        int width = number(node, "width", 1, MOST_VALUES);
        requireFew((long) channels * height, "'" + name + "'");
        requireFew((long) channels * height * width, "'" + name + "'");
        return new Shape(channels, height, width);
    }

    private static Probe probe(JsonNode node, String where) {
        try {
            Probe probe = new Probe(
                    name(node, "layer"),
                    stage(node),
                    name(node, "valid"),
                    name(node, "data"),
                    number(node, "bits", 1, Long.SIZE),
                    flag(node, "signed"),
                    loops(node, "beats"),
                    loops(node, "lanes"));
            requireFew((long) probe.beatsPerFrame() * probe.lanesPerBeat(), "'beats' and 'lanes'");
            return probe;
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(where + ": " + e.getMessage(), e);
        }
    }

    private static Stage stage(JsonNode node) {
        String name = text(node, "stage");
        return Arrays.stream(Stage.values())
                .filter(stage -> stage.label().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("'stage' is '" + name + "', which is no stage"));
    }

    private static List<Loop> loops(JsonNode node, String name) {
        List<Loop> loops = new ArrayList<>();
        long values = 1;
        for (JsonNode loop : list(node, name)) {
            if (loop.size() != 2 || !loop.path(0).isInt() || !loop.path(1).isInt()) {
                throw new IllegalArgumentException("a loop of '" + name + "' is not [count, stride]");
            }
            loops.add(new Loop(loop.get(0).intValue(), loop.get(1).intValue()));
            values *= loop.get(0).intValue();
            requireFew(values, "'" + name + "'");
        }
        return loops;
    }

    private static void requireFew(long values, String of) {
        if (values > MOST_VALUES) {
            throw new IllegalArgumentException(of + " stands for more than " + MOST_VALUES + " values");
        }
    }

    private static JsonNode list(JsonNode node, String name) {
        JsonNode list = child(node, name);
        if (!list.isArray()) {
            throw new IllegalArgumentException("'" + name + "' is no list");
        }
        return list;
    }

    private static JsonNode child(JsonNode node, String name) {
        JsonNode child = node.get(name);
        if (child == null) {
            throw new IllegalArgumentException("has no '" + name + "'");
        }
        return child;
    }

    private static String text(JsonNode node, String name) {
        JsonNode text = child(node, name);
        if (!text.isTextual() || text.textValue().length() > LONGEST_TEXT) {
            throw new IllegalArgumentException("'" + name + "' is no text of up to " + LONGEST_TEXT + " characters");
        }
        return text.textValue();
    }

    private static boolean flag(JsonNode node, String name) {
        JsonNode flag = child(node, name);
        if (!flag.isBoolean()) {
            throw new IllegalArgumentException("'" + name + "' is neither true nor false");
        }
        return flag.booleanValue();
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
        return number(node, name, 1, MOST_VALUES);
    }

    private static int number(JsonNode node, String name, int least, int most) {
        int number = number(node, name);
        if (number < least || number > most) {
            throw new IllegalArgumentException("'" + name + "' is " + number + ", not " + least + " to " + most);
        }
        return number;
    }

    private static int number(JsonNode node, String name) {
        JsonNode number = child(node, name);
        if (!number.canConvertToInt() || !number.isIntegralNumber()) {
            throw new IllegalArgumentException("'" + name + "' is " + number + ", not an integer");
        }
        return number.asInt();
    }
}
