package intaglio.cli;

import static org.assertj.core.api.Assertions.assertThat;

import intaglio.data.ImageSet;
import intaglio.golden.GoldenModel;
import intaglio.graph.IntegerModel;
import intaglio.graph.Network;
import intaglio.ir.Activation;
import intaglio.ir.Shape;
import intaglio.ir.Window;
import intaglio.op.Conv2d;
import intaglio.op.Dense;
import intaglio.plan.Plan;
import intaglio.range.RangeAnalysis;
import intaglio.range.Ranges;
import intaglio.rtl.Compilation;
import intaglio.rtl.DesignOptions;
import intaglio.rtl.kit.SampleFrames;
import intaglio.testing.HardwareModels;
import intaglio.tool.ToolResult;
import intaglio.tool.ToolRunner;
import intaglio.verify.RequiredTools;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Frames with lost and doubled bytes and misplaced ends: exactly these are marked, and the others are right. */
@Tag("rtl")
class DamagedFramesTest {

    @TempDir
    Path folder;

    /** A byte on the wire. */
    private record Beat(byte value, boolean last) {}

    /** With a vertical stride of 7 most rows are never read. */
    @ParameterizedTest(name = "{2} frames of {0} rows, vertical stride {1}")
    @CsvSource({"5, 1, 1000", "8, 7, 200"})
    void exactlyTheDamagedFramesAreMarked(int rows, int stride, int frames) throws IOException {
        RequiredTools.require("iverilog");
        Shape input = new Shape(2, rows, 4);
        Network network = new Network(
                "tiny",
                input,
                List.of(
                        new Conv2d("a", 3, Window.of(2, 3, stride, 1, 0, 0), Activation.RELU),
                        new Dense("logits", 5, Activation.NONE)));
        IntegerModel model = HardwareModels.of(network, 7);
        Ranges ranges = RangeAnalysis.of(model);
        DesignOptions options = new DesignOptions(DesignOptions.Roms.INLINE, true);
        Path out = folder.resolve("out");
        new Compilation(network, model, ranges, Plan.of(model, ranges, 60), options, SampleFrames.none())
                .write(out, "test", Map.of());

        List<Beat> beats = beats(new Random(5), frames, input.elements());
        List<List<Beat>> packets = packets(beats);
        List<String> words = simulate(out, beats, packets.size());
        assertThat(words).isEqualTo(expected(model, packets));
        long damaged = packets.stream()
                .filter(packet -> packet.size() != input.elements())
                .count();
        assertThat(damaged).isBetween(frames / 4L, frames * 3L / 4);
    }

    private static List<Beat> beats(Random random, int frames, int size) {
        List<Beat> beats = new ArrayList<>();
        for (int frame = 0; frame < frames; frame++) {
            beats.addAll(frame(random, size));
            if (frame % 50 == 49) {
                // What is still open ends here.
                beats.set(beats.size() - 1, new Beat(beats.get(beats.size() - 1).value(), true));
            }
        }
        return beats;
    }

    private static List<Beat> frame(Random random, int size) {
        List<Beat> frame = new ArrayList<>();
        int end = size - 1;
        int kind = random.nextInt(8);
        if (kind == 0) {
            end = random.nextInt(size); // its end comes too early, or is right
        } else if (kind == 1) {
            end = size; // it has none
        }
        for (int i = 0; i < size; i++) {
            frame.add(new Beat((byte) random.nextInt(256), i == end));
        }
        for (int times = kind == 2 ? 1 + random.nextInt(3) : 0; times > 0; times--) {
            frame.remove(random.nextInt(frame.size() - 1)); // bytes are lost
        }
        for (int times = kind == 3 ? 1 + random.nextInt(60) : 0; times > 0; times--) {
            int at = random.nextInt(frame.size() - 1);
            frame.add(at, frame.get(at)); // bytes are doubled
        }
        return frame;
    }

    /** What ends with a tlast. */
    private static List<List<Beat>> packets(List<Beat> beats) {
        List<List<Beat>> packets = new ArrayList<>();
        int start = 0;
        for (int i = 0; i < beats.size(); i++) {
            if (beats.get(i).last()) {
                packets.add(beats.subList(start, i + 1));
                start = i + 1;
            }
        }
        return packets;
    }

    /** The lines that the bench prints: of each packet, cut or filled up with 0, the logits, and class and mark with the last. */
    private static List<String> expected(IntegerModel model, List<List<Beat>> packets) {
        Shape input = model.network().input();
        byte[] pixels = new byte[packets.size() * input.elements()];
        for (int packet = 0; packet < packets.size(); packet++) {
            for (int i = 0; i < Math.min(input.elements(), packets.get(packet).size()); i++) {
                int pixel = i / input.channels();
                int channel = i % input.channels();
                pixels[packet * input.elements() + channel * input.pixels() + pixel] =
                        packets.get(packet).get(i).value();
            }
        }
        ImageSet images = new ImageSet(input, packets.size(), pixels, List.of());
        long[][] logits = new GoldenModel(model).logits(images, 0, packets.size());
        List<String> lines = new ArrayList<>();
        for (int packet = 0; packet < packets.size(); packet++) {
            boolean damaged = packets.get(packet).size() != input.elements();
            int best = 0;
            for (int index = 0; index < logits[packet].length; index++) {
                best = logits[packet][index] > logits[packet][best] ? index : best;
                boolean last = index == logits[packet].length - 1;
                String user = last ? Integer.toHexString((damaged ? 8 : 0) + best) : "-";
                lines.add(String.format(Locale.ROOT, "%08x %s %d", (int) logits[packet][index], user, last ? 1 : 0));
            }
        }
        return lines;
    }

    /** Runs the bench; the class and the mark of words that are not the last are left out. */
    private List<String> simulate(Path out, List<Beat> beats, int results) throws IOException {
        Files.write(
                folder.resolve("beats.hex"),
                beats.stream()
                        .map(beat -> Integer.toHexString((beat.last() ? 256 : 0) + (beat.value() & 255)))
                        .toList());
        Path bench = Path.of("src/test/resources/damaged_frames.v").toAbsolutePath();
        String script = String.format(
                Locale.ROOT,
                "iverilog -g2005 -DTOP=tiny -DDATA=32 -DUSER=4 -DBEATS=%d -DRESULTS=%d -s damaged_frames -o run.vvp"
                        + " $(sed 's,^,%s/,' %s/filelist.f) %s && vvp -n run.vvp",
                beats.size(),
                results,
                out,
                out,
                bench);
        Path log = folder.resolve("run.log");
        ToolResult result = ToolRunner.run(List.of("sh", "-c", script), folder, Duration.ofMinutes(5), log);
        List<String> said = Files.readAllLines(log);
        assertThat(result.exit()).as(said.toString()).isZero();
        assertThat(said).doesNotContain("TOO LONG").noneMatch(line -> line.startsWith("NOT HELD"));
        return said.stream()
                .filter(line -> line.startsWith("word "))
                .map(line -> line.substring("word ".length()))
                .map(line -> line.endsWith(" 1") ? line : line.replaceFirst(" \\w+ 0$", " - 0"))
                .toList();
    }
}
