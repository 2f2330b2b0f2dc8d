package intaglio.verify;

import static org.assertj.core.api.Assertions.assertThat;

import intaglio.graph.IntegerModel;
import intaglio.graph.Network;
import intaglio.testing.GraphNetworks;
import intaglio.testing.HardwareModels;
import intaglio.testing.RandomGraphs;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is found in an output folder without any simulation. */
class StaticChecksTest {

    private static final int FLIPS = 20;

    @TempDir
    Path folder;

    @ParameterizedTest(name = "{0} with {1} multipliers, {2}")
    @CsvSource({
        "lenet, 28, wide",
        "lenet, 420, wide",
        "oblong, 11, channel",
        "oblong, 60, tensor",
        "strided, 12, channel",
        "separable, 9, channel",
        "separable, 100, tensor",
        "separable, 30, wide"
    })
    void aRightDesignHasNoFailureAndEveryFlippedRomBitIsOne(String name, int multipliers, String arithmetic)
            throws IOException {
        Path out = compiled(network(name), multipliers, arithmetic);
        assertThat(failures(out)).isEmpty();
        List<Path> files = FileTree.files(out.resolve("rom"));
        Roms roms = Roms.of(out);
        Random random = new Random(multipliers);
        for (int flip = 0; flip < FLIPS; flip++) {
            Path rom = out.resolve("rom")
                    .resolve(files.get(random.nextInt(files.size())).toString());
            byte[] right = Files.readAllBytes(rom);
            Files.write(rom, flippedWord(right, random));
            assertThat(roms.failures()).extracting(Failure::check).containsExactly("rom " + rom.getFileName());
            Files.write(rom, right);
        }
    }

    /** One bit of one digit; the value stays hexadecimal. */
    private static byte[] flippedWord(byte[] right, Random random) {
        String text = new String(right, StandardCharsets.US_ASCII);
        int firstWord = text.lastIndexOf("//");
        firstWord = text.indexOf('\n', firstWord) + 1;
        int at = firstWord + random.nextInt(text.length() - firstWord);
        while (text.charAt(at) == '\n') {
            at--;
        }
        int digit = Character.digit(text.charAt(at), 16) ^ 1 << random.nextInt(4);
        return (text.substring(0, at) + Integer.toHexString(digit) + text.substring(at + 1))
                .getBytes(StandardCharsets.US_ASCII);
    }

    @Test
    void everyBitOfAFileIsSeenWhateverItMakesOfTheText() throws IOException {
        Path out = compiled(HardwareModels.oblong(), 11, "channel");
        Roms roms = Roms.of(out);
        Path rom = out.resolve("rom/second_multiplier.mem");
        byte[] right = Files.readAllBytes(rom);
        int words = new String(right, StandardCharsets.US_ASCII).indexOf('\n') + 1;
        for (int bit = 8 * words; bit < 8 * (right.length - 1); bit++) {
            byte[] wrong = right.clone();
            wrong[bit / 8] ^= (byte) (1 << bit % 8);
            Files.write(rom, wrong);
            assertThat(roms.failures())
                    .as("bit " + bit)
                    .extracting(Failure::check)
                    .containsExactly("rom second_multiplier.mem");
        }
    }

    @Test
    void aRomFailureNamesTheWeight() throws IOException {
        Path out = compiled(HardwareModels.oblong(), 11, "tensor");
        Path rom = out.resolve("rom/first_tap00.mem");
        List<String> lines = new ArrayList<>(Files.readAllLines(rom));
        String word = lines.get(2);
        lines.set(2, Integer.toHexString(Integer.parseInt(word, 16) ^ 1));
        Files.write(rom, lines);
        assertThat(failures(out))
                .singleElement()
                .asString()
                .startsWith(
                        "rom first_tap00.mem (ROM files): word 0, bits 0 to 8 (weight of layer first, output channel 0, input 0"
                                + "): is ");
    }

    @Test
    void missingAndStrangeFilesAreFailures() throws IOException {
        Path out = compiled(HardwareModels.oblong(), 11, "tensor");
        Files.move(out.resolve("rom/second_bias.mem"), out.resolve("rom/other_bias.mem"));
        assertThat(failures(out))
                .extracting(Failure::toString)
                .containsExactly(
                        "rom second_bias.mem (ROM files): is missing",
                        "rom other_bias.mem (ROM files): belongs to no engine of plan.json");
    }

    @Test
    void aWordTooFewIsAFailure() throws IOException {
        Path out = compiled(HardwareModels.oblong(), 11, "tensor");
        Path rom = out.resolve("rom/second_bias.mem");
        List<String> lines = Files.readAllLines(rom);
        Files.write(rom, lines.subList(0, lines.size() - 1));
        assertThat(failures(out)).singleElement().asString().contains("words, must have");
    }

    /** Every number that the Verilog holds, changed alone. */
    @ParameterizedTest(name = "{0}: {3} becomes {4}")
    @CsvSource({
        "oblong, tensor, first, '\\.PLUS\\(32''h[0-9a-f]{7}', .PLUS(32'hfffffff, constant first",
        "oblong, tensor, second, '\\.MINUS\\(32''h[0-9a-f]{7}', .MINUS(32'hfffffff, constant second",
        "oblong, tensor, second, '\\.SHIFT\\((\\d+)\\),\\s*\\.ROUND', '.SHIFT(3), .ROUND', constant second",
        "oblong, tensor, second, '\\.ROUND\\(64''d\\d+\\)', .ROUND(64'd1), constant second",
        "oblong, tensor, second, \\.TIES\\(0\\), .TIES(1), constant second",
        "oblong, channel, first, '\\.ZERO_POINT\\(32''d', .ZERO_POINT(32'd7, constant first",
        "oblong, channel, first, '\\.CLAMP_LOW\\(32''d0', .CLAMP_LOW(32'd1, constant first",
        "oblong, channel, first, '\\.CLAMP_HIGH\\(32''d255', .CLAMP_HIGH(32'd254, constant first",
        "oblong, channel, first, \\.RELU\\(1\\), .RELU(0), constant first",
        "oblong, channel, first, \\.CLAMP\\(1\\), .CLAMP(0), constant first",
        "oblong, channel, first, \\.PER_CHANNEL\\(1\\), .PER_CHANNEL(0), constant first",
        "oblong, tensor, first, '\\.PADDING\\(\\{[^)]*', '.PADDING({5{8''d1}}', constant first",
        "strided, channel, b, '\\.PADDING\\(\\{[^)]*', '.PADDING({5{8''d1}}', constant b",
        "oblong, tensor, first, POOL_MAXIMUM\\(1\\), POOL_MAXIMUM(0), constant halve",
        "oblong, tensor, second, POOL_SHIFT\\(1\\), POOL_SHIFT(2), constant flat",
        "separable, wide, over, \\.MAXIMUM\\(1\\), .MAXIMUM(0), constant over",
        "separable, wide, all, '\\.TIE\\(32''d', .TIE(32'd1, constant all",
        "separable, wide, all, '\\.OFFSET\\(64''d', .OFFSET(64'd1, constant all",
        "separable, wide, all, '\\.PLUS\\(32''h[0-9a-f]{7}', .PLUS(32'hfffffff, constant all",
        "separable, wide, all, '\\.EVEN\\(32''d1\\)', .EVEN(32'd0), constant all",
        "oblong, tensor, '', \\.COUNT\\(4\\), .COUNT(3), constant argmax",
        "oblong, tensor, first, '\\.NAME\\(.first.', '.NAME(\"second\"', rom of first",
        "oblong, tensor, first, \\.W_WIDTH\\(\\d+\\), .W_WIDTH(11), rom of first",
        "oblong, tensor, first, \\.PE\\(\\d+\\), .PE(3), rom of first",
        "oblong, tensor, intaglio_rom, 48 . TAP % 10, 49 + TAP % 10, rom of",
        "oblong, tensor, intaglio_weights, '\\.PART\\(.bias', '.PART(\"tap00', rom of",
        "oblong, channel, intaglio_channel_constants, '\\.PART\\(.multiplier', '.PART(\"bias', rom of",
        "oblong, channel, intaglio_output_stage, '\\.SHIFT\\(SHIFT\\)', '.SHIFT(SHIFT + 1)', constant"
    })
    void everyConstantIsCompared(
            String name, String arithmetic, String module, String pattern, String replacement, String check)
            throws IOException {
        checkChanged(compiled(network(name), 28, arithmetic), name, module, pattern, replacement, check);
    }

    /** The numbers of sums, joined channels and pixel shuffle, changed alone. */
    @ParameterizedTest(name = "{0}: {2} becomes {3}")
    @CsvSource({
        "residual, join, '\\.PLUS\\(\\{32''h[0-9a-f]{7}', '.PLUS({32''h1234567', constant join",
        "residual, join, '\\.MINUS\\(\\{[^}]*\\}', '.MINUS(64''d1', constant join",
        "residual, join, '\\.OFFSET\\(64''h\\w+', '.OFFSET(64''h1', constant join",
        "residual, join, '\\.SHIFT\\(\\d+\\),\\s*\\.ROUND', '.SHIFT(3), .ROUND', constant join",
        "residual, join, '\\.ZERO_POINT\\(32''d', '.ZERO_POINT(32''d1', constant join",
        "residual, join, \\.RELU\\(1\\), .RELU(0), constant join",
        "inception, join, '16''d8, 16''d2', '16''d2, 16''d8', constant join",
        "middle, shuffle, \\.BLOCK\\(2\\), .BLOCK(1), constant shuffle",
        "middle, shuffle, \\.CHANNELS_FIRST\\(0\\), .CHANNELS_FIRST(1), constant shuffle",
        "picture, shuffle, \\.CHANNELS_FIRST\\(1\\), .CHANNELS_FIRST(0), constant shuffle"
    })
    void everyConstantOfAJoinIsCompared(String name, String module, String pattern, String replacement, String check)
            throws IOException {
        IntegerModel model = RandomGraphs.uint8(GraphNetworks.of(name), 30);
        Path out = Compiled.design(model, 40, folder.resolve("out"));
        assertThat(failures(out)).isEmpty();
        checkChanged(out, name, module, pattern, replacement, check);
    }

    private static void checkChanged(
            Path out, String name, String module, String pattern, String replacement, String check) throws IOException {
        Path file = out.resolve("rtl").resolve(file(name, module) + ".v");
        String text = Files.readString(file);
        String changed = text.replaceFirst(pattern, replacement);
        assertThat(changed).isNotEqualTo(text);
        Files.writeString(file, changed);
        assertThat(failures(out))
                .isNotEmpty()
                .extracting(Failure::check)
                .allSatisfy(failed -> assertThat(failed).startsWith(check));
    }

    private static String file(String network, String module) {
        return module.startsWith("intaglio_") ? module : module.isEmpty() ? network : network + "_" + module;
    }

    @Test
    void rangesAreDerivedAgain() throws IOException {
        Path out = compiled(HardwareModels.oblong(), 28, "tensor");
        ToyDesign.edit(out.resolve("ranges.json"), "\"high\": 255", "\"high\": 254");
        assertThat(failures(out)).isNotEmpty().extracting(Failure::check).containsOnly("ranges");
    }

    @Test
    void aPlanOfOtherLayersIsAFailure() throws IOException {
        Path out = compiled(HardwareModels.oblong(), 28, "tensor");
        ToyDesign.edit(out.resolve("plan.json"), "\"layers\" : [ \"first\", \"halve\" ]", "\"layers\" : [ \"first\" ]");
        assertThat(failures(out)).extracting(Failure::check).containsExactly("rom engines");
        Path second = compiled(HardwareModels.oblong(), 60, "tensor");
        Path plan = second.resolve("plan.json");
        Files.writeString(plan, Files.readString(plan).replaceFirst("\"pe\" : \\d+", "\"pe\" : 4"));
        assertThat(failures(second)).extracting(Failure::check).contains("rom of first");
    }

    /** The check of the ROM files alone, with everything else read before. */
    private record Roms(Path out, VerilogDesign design, DesignPlan plan, IntegerModel model) {

        static Roms of(Path out) throws IOException {
            DesignPlan plan = DesignPlan.read(out);
            return new Roms(out, VerilogDesign.read(out, plan.top()), plan, Verifier.model(out));
        }

        List<Failure> failures() throws IOException {
            return RomCheck.check(out, design, plan, model);
        }
    }

    private static List<Failure> failures(Path out) throws IOException {
        return StaticChecks.all(out, DesignPlan.read(out), Verifier.model(out));
    }

    private Path compiled(Network network, int multipliers, String arithmetic) {
        IntegerModel model = switch (arithmetic) {
            case "channel" -> HardwareModels.uint8(network, 4, true);
            case "tensor" -> HardwareModels.uint8(network, 4, false);
            default -> HardwareModels.of(network, 4);
        };
        return Compiled.design(model, multipliers, folder.resolve("out" + multipliers));
    }

    private static Network network(String name) {
        return switch (name) {
            case "lenet" -> HardwareModels.lenet();
            case "oblong" -> HardwareModels.oblong();
            case "separable" -> HardwareModels.separable();
            default -> HardwareModels.strided();
        };
    }
}
