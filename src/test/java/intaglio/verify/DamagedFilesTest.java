package intaglio.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import intaglio.diag.ExitCode;
import intaglio.diag.IntaglioException;
import intaglio.graph.IntegerModel;
import intaglio.testing.HardwareModels;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files of an output folder that were damaged: read as they are, or refused with a message, never more than that. */
class DamagedFilesTest {

    private static final int DAMAGES = 150;
    private static final Pattern NUMBER = Pattern.compile("-?\\d+");
    private static final List<String> TOKENS = List.of(
            "{",
            "}",
            "[",
            "]",
            "\"",
            ",",
            ":",
            "null",
            "true",
            "-1",
            "0",
            "1e400",
            "1e-400",
            "2147483647",
            "2147483648",
            "99999999999999999999999",
            "\\u0000",
            "\0",
            "[[[[[[[[",
            "");

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            manifest-10108-511.json | manifest.json | , files/filelist.f: is no SHA-256 (64 hexadecimal digits)
            manifest-10108-733.json | manifest.json | , files/rtl/intaglio_input_gate.v: is no SHA-256
            plan-11561-645.json     | plan.json     | : probe 3: 'lanes' stands for more than 16777216 values
            plan-11561-695.json     | plan.json     | : probe 10: a loop of 'lanes' is not [count, stride]
            plan-11561-8879.json    | plan.json     | : probe 11: a loop of 'beats' is not [count, stride]
            """)
    void filesThatOnceEndedInACrashAreRefused(String damaged, String name, String message) throws IOException {
        Files.copy(Path.of("src/test/resources/damaged", damaged), folder.resolve(name));

        assertThatThrownBy(() -> {
                    ManifestCheck.differences(folder);
                    DesignPlan.read(folder);
                })
                .isInstanceOfSatisfying(
                        IntaglioException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.BAD_INPUT))
                .hasMessageStartingWith(folder.resolve(name) + message)
                .hasMessageEndingWith("; compile the model again");
    }

    @ParameterizedTest
    @ValueSource(strings = {"network.json", "plan.json", "ranges.json", "manifest.json"})
    @Tag("slow")
    void noDamageEndsInACrash(String name) throws IOException {
        Path out = Compiled.design(HardwareModels.uint8(HardwareModels.oblong(), 4, true), 30, folder.resolve("out"));
        byte[] whole = Files.readAllBytes(out.resolve(name));
        assertThat(readAll(out)).isTrue();
        Random random = new Random(name.hashCode());
        int noticed = 0;
        for (int i = 0; i < DAMAGES; i++) {
            byte[] damaged = damaged(whole, random);
            Files.write(out.resolve(name), damaged);
            try {
                noticed += readAll(out) ? 0 : 1;
            } catch (IntaglioException e) {
                noticed++;
                assertThat(e.problems())
                        .as("damage %d", i)
                        .hasSizeLessThan(20)
                        .allSatisfy(problem -> assertThat(problem.help()).isNotBlank());
            } catch (RuntimeException | Error e) {
                Path kept = Files.write(Path.of("target", "damaged-" + name), damaged);
                throw new AssertionError("damage " + i + ", kept as " + kept, e);
            }
        }
        assertThat(noticed).isGreaterThan(DAMAGES * 4 / 5);
    }

    @Test
    void verilogThatIsNoTextIsRefused() throws IOException {
        Path out = Compiled.design(HardwareModels.uint8(HardwareModels.oblong(), 4, true), 30, folder.resolve("out"));
        String first = Files.readAllLines(out.resolve("filelist.f")).get(0);
        Files.write(out.resolve(first), new byte[] {'/', '/', (byte) 0xff});

        assertThatThrownBy(() -> new Verilator(folder.resolve("work")).build(out, DesignPlan.read(out), false))
                .isInstanceOf(IntaglioException.class)
                .hasMessage(out.resolve(first) + ": cannot be read (not text in UTF-8); compile the model again");
    }

    /** Everything that verification does before it builds the bench: whether all of it is as it was written. */
    private static boolean readAll(Path out) throws IOException {
        IntegerModel model = Verifier.model(out);
        DesignPlan plan = DesignPlan.read(out);
        new VerifyTally(plan, model);
        boolean listed = ManifestCheck.differences(out).isEmpty();
        boolean right = StaticChecks.all(out, plan, model).isEmpty();
        if (right) {
            BenchSources.of(plan, Units.of(VerilogDesign.read(out, plan.top()), plan));
        }
        return listed && right;
    }

    private static byte[] damaged(byte[] whole, Random random) {
        int at = random.nextInt(whole.length);
        int length = 1 + random.nextInt(Math.min(40, whole.length - at));
        byte[] flipped = whole.clone();
        flipped[at] ^= (byte) (1 << random.nextInt(8));
        return switch (random.nextInt(6)) {
            case 0 -> flipped;
            case 1 -> spliced(whole, at, at + length, new byte[0]);
            case 2 -> spliced(whole, at, at, Arrays.copyOfRange(whole, at, at + length));
            case 3 -> spliced(whole, at, whole.length, new byte[0]);
            case 4 -> spliced(whole, at, at + random.nextInt(2), token(random));
            default -> number(whole, random);
        };
    }

    /** Another number in the place of one. */
    private static byte[] number(byte[] whole, Random random) {
        String text = new String(whole, StandardCharsets.ISO_8859_1);
        List<MatchResult> numbers = NUMBER.matcher(text).results().toList();
        MatchResult number = numbers.get(random.nextInt(numbers.size()));
        return spliced(whole, number.start(), number.end(), token(random));
    }

    private static byte[] token(Random random) {
        return TOKENS.get(random.nextInt(TOKENS.size())).getBytes(StandardCharsets.ISO_8859_1);
    }

    private static byte[] spliced(byte[] whole, int from, int to, byte[] between) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.write(whole, 0, from);
        bytes.writeBytes(between);
        bytes.write(whole, to, whole.length - to);
        return bytes.toByteArray();
    }
}
