package intaglio.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Everything a user can get wrong with files: one clear line each, exit code 3, and nothing left behind. */
class WrongInputTest {

    private static final Path SAMPLE = Path.of("examples/lenet.pth");
    private static final Path DIGITS = Path.of("examples/digits");
    private static final byte[] SYSTEM_CALL =
            "cposix\nsystem\n(S'touch pwned'\ntR.".getBytes(StandardCharsets.US_ASCII);

    @TempDir
    Path folder;

    /** Makes one wrong file in the folder. */
    private interface Damage {

        void apply(Path file) throws IOException;
    }

    /**
     * @param name of the file
     * @param says what the message has to contain
     */
    private record Case(String what, String name, Damage damage, String says) {

        @Override
        public String toString() {
            return what;
        }
    }

    static List<Case> models() {
        return List.of(
                new Case("no file", "none.pth", file -> {}, "none.pth"),
                new Case("a folder", "folder.pth", Files::createDirectory, "folder.pth"),
                new Case("empty", "empty.pth", file -> Files.write(file, new byte[0]), "empty.pth"),
                new Case("truncated", "cut.pth", file -> Files.write(file, head(SAMPLE, 100_000)), "cut.pth"),
                new Case("cut to its magic number", "pk.pth", file -> Files.write(file, head(SAMPLE, 4)), "pk.pth"),
                new Case("a picture", "picture.pth", file -> Files.copy(firstDigit(), file), "picture.pth"),
                new Case("text", "text.pth", file -> Files.writeString(file, "weights: 1, 2, 3\n"), "text.pth"),
                new Case("a pickle with a system call", "call.pth", file -> Files.write(file, SYSTEM_CALL), "call.pth"),
                new Case(
                        "a zip with a system call",
                        "zipped.pth",
                        file -> rewrite(file, "data.pkl", bytes -> SYSTEM_CALL),
                        "posix.system"),
                new Case("a zip bomb", "bomb.pth", WrongInputTest::bomb, "bomb.pth"),
                new Case("NaN", "nan.pth", file -> rewrite(file, "data/0", WrongInputTest::withNaN), "NaN"),
                new Case(
                        "short storage",
                        "short.pth",
                        file -> rewrite(file, "data/0", bytes -> Arrays.copyOf(bytes, bytes.length - 4)),
                        "short.pth"));
    }

    @ParameterizedTest
    @MethodSource("models")
    void wrongModels(Case wrong) throws IOException {
        Path model = folder.resolve(wrong.name());
        wrong.damage().apply(model);

        checkSimulate(wrong.says(), model, DIGITS);
        checkRefused(wrong.says(), "export", model, "--out", folder.resolve("exported"));
    }

    static List<Case> images() {
        return List.of(
                new Case("no file", "none.idx", file -> {}, "none.idx"),
                new Case("empty", "empty.idx", file -> Files.write(file, new byte[0]), "empty.idx"),
                new Case("an empty folder", "pictures", Files::createDirectory, "pictures"),
                new Case("IDX without data", "bare.idx", file -> Files.write(file, idx(3, 28, 28, 0)), "bare.idx"),
                new Case(
                        "IDX with short data",
                        "short.idx",
                        file -> Files.write(file, idx(3, 28, 28, 2000)),
                        "short.idx"),
                new Case("IDX of another size", "size.idx", file -> Files.write(file, idx(2, 28, 32, 1792)), "1x28x32"),
                new Case(
                        "IDX of two thousand million images",
                        "huge.idx",
                        file -> Files.write(file, idx(2_000_000_000, 28, 28, 784)),
                        "huge.idx"),
                new Case("truncated gzip", "cut.gz", WrongInputTest::cutGzip, "cut.gz"),
                new Case("a damaged picture", "cut.png", file -> Files.write(file, head(firstDigit(), 60)), "cut.png"),
                new Case("a model", "model.idx", file -> Files.copy(SAMPLE, file), "model.idx"));
    }

    @ParameterizedTest
    @MethodSource("images")
    void wrongImages(Case wrong) throws IOException {
        Path images = folder.resolve(wrong.name());
        wrong.damage().apply(images);

        checkSimulate(wrong.says(), SAMPLE, images);
    }

    static List<Case> networks() {
        return List.of(
                new Case("no file", "none.json", file -> {}, "none.json"),
                new Case("empty", "empty.json", file -> Files.writeString(file, ""), "empty.json"),
                new Case("not JSON", "text.json", file -> Files.writeString(file, "layers: []"), "text.json"),
                new Case(
                        "another input size",
                        "size.json",
                        file -> Files.writeString(file, sampleNetwork().replace("28", "32")),
                        "84x480"),
                new Case(
                        "endless nesting",
                        "deep.json",
                        file -> Files.writeString(file, "[".repeat(200_000)),
                        "deep.json"));
    }

    @ParameterizedTest
    @MethodSource("networks")
    void wrongNetworks(Case wrong) throws IOException {
        Path network = folder.resolve(wrong.name());
        wrong.damage().apply(network);

        checkRefused(wrong.says(), "simulate", SAMPLE, "--network", network, "--images", DIGITS);
        checkRefused(network.getFileName().toString(), "simulate", SAMPLE, "--requant", network, "--images", DIGITS);
    }

    @Test
    void outputsThatCannotBeWritten() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "1,2\n");

        checkRefused("cannot be written", "simulate", SAMPLE, "--images", DIGITS, "--logits", file.resolve("out.csv"));
        checkRefused(
                "cannot be written",
                "simulate",
                SAMPLE,
                "--images",
                DIGITS,
                "--count",
                2,
                "--trace",
                file.resolve("traces"));
        checkRefused("file", "export", SAMPLE, "--out", file.resolve("weights"));
        checkRefused("is a file, not a folder", "export", SAMPLE, "--out", file);
        checkRefused("is not a folder", "compile", SAMPLE, "--out", file.resolve("rtl-out"));
        checkRefused("is a file, not a folder", "compile", SAMPLE, "--out", file);
        checkRefused("is the root of the file system", "compile", SAMPLE, "--out", "/");
        assertThat(file).hasContent("1,2\n");
    }

    @Test
    void missingToolsAreToldTogether() throws Exception {
        Path noCommands = Files.createDirectory(folder.resolve("bin"));
        Path errors = folder.resolve("errors.txt");
        ProcessBuilder builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Main.class.getName(),
                        "verify",
                        "rtl-out",
                        "--images",
                        DIGITS.toString())
                .redirectError(errors.toFile());
        builder.environment().put("PATH", noCommands.toString());

        assertThat(builder.start().waitFor()).isEqualTo(4);
        assertThat(Files.readAllLines(errors))
                .hasSize(3)
                .allSatisfy(
                        line -> assertThat(line).startsWith("intaglio: error: ").contains("apt-get install"))
                .anySatisfy(line -> assertThat(line).contains("verilator: not found on this machine"));
    }

    private void checkSimulate(String says, Path model, Path images) throws IOException {
        checkRefused(
                says,
                "simulate",
                model,
                "--images",
                images,
                "--count",
                2,
                "--logits",
                folder.resolve("logits.csv"),
                "--trace",
                folder.resolve("traces"));
    }

    private void checkRefused(String says, Object... words) throws IOException {
        Set<Path> before = everythingIn(folder);

        CommandLineRun run = CommandLineRun.of(words);

        assertThat(run.status()).as(run.err()).isEqualTo(3);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).contains(says).doesNotContain("Exception", "compiler bug");
        assertThat(run.err().lines())
                .isNotEmpty()
                .allSatisfy(
                        line -> assertThat(line).startsWith("intaglio: error: ").hasSizeLessThan(1000));
        assertThat(everythingIn(folder)).isEqualTo(before);
        assertThat(Path.of("pwned")).doesNotExist();
    }

    private static Set<Path> everythingIn(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return new TreeSet<>(files.toList());
        }
    }

    private static Path firstDigit() throws IOException {
        try (Stream<Path> files = Files.list(DIGITS)) {
            return files.sorted().findFirst().orElseThrow();
        }
    }

    private static String sampleNetwork() throws IOException {
        return Files.readString(Path.of("examples/network.json"));
    }

    private static byte[] head(Path file, int bytes) throws IOException {
        return Arrays.copyOf(Files.readAllBytes(file), bytes);
    }

    /** An IDX file that promises more, less or exactly the bytes it has. */
    private static byte[] idx(int count, int height, int width, int bytes) {
        return ByteBuffer.allocate(16 + bytes)
                .putInt(0x0803)
                .putInt(count)
                .putInt(height)
                .putInt(width)
                .array();
    }

    private static void cutGzip(Path file) throws IOException {
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        try (OutputStream gzip = new GZIPOutputStream(whole)) {
            byte[] content = idx(3, 28, 28, 3 * 784);
            new Random(1).nextBytes(content);
            System.arraycopy(idx(3, 28, 28, 0), 0, content, 0, 16);
            gzip.write(content);
        }
        Files.write(file, Arrays.copyOf(whole.toByteArray(), whole.size() / 2));
    }

    private static byte[] withNaN(byte[] floats) {
        byte[] changed = floats.clone();
        // Little-endian 0x7fc00000, the third float.
        changed[10] = (byte) 0xc0;
        changed[11] = 0x7f;
        changed[8] = 0;
        changed[9] = 0;
        return changed;
    }

    /** A small zip whose pickle unpacks to half a gigabyte. */
    private static void bomb(Path file) throws IOException {
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            zip.putNextEntry(new ZipEntry("archive/data.pkl"));
            byte[] zeros = new byte[1 << 20];
            for (int i = 0; i < 512; i++) {
                zip.write(zeros);
            }
        }
    }

    /** The sample with one of its zip entries changed; like the original without compression. */
    private static void rewrite(Path file, String entryEnd, UnaryOperator<byte[]> change) throws IOException {
        try (ZipFile in = new ZipFile(SAMPLE.toFile());
                ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(file))) {
            out.setMethod(ZipOutputStream.STORED);
            for (ZipEntry entry : Collections.list(in.entries())) {
                byte[] bytes = in.getInputStream(entry).readAllBytes();
                byte[] content = entry.getName().endsWith("/" + entryEnd) ? change.apply(bytes) : bytes;
                ZipEntry copy = new ZipEntry(entry.getName());
                CRC32 crc = new CRC32();
                crc.update(content);
                copy.setCrc(crc.getValue());
                copy.setSize(content.length);
                out.putNextEntry(copy);
                out.write(content);
            }
        }
    }
}
