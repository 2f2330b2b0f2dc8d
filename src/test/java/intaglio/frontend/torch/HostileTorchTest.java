package intaglio.frontend.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import intaglio.diag.ExitCode;
import intaglio.diag.IntaglioException;
import intaglio.frontend.ModelReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that are malicious, damaged, or hold what is not read: one clear line each, and nothing else happens. */
class HostileTorchTest {

    /** How often each file is damaged; more with {@code -Dtorch.mutations=}. */
    private static final int MUTATIONS = Integer.getInteger("torch.mutations", 250);

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            torch.relu           | torch.relu6_gpu        | calls torch.relu6_gpu, which is not read
            torch.relu           | os.system              | reads 'os', which nothing has set
            torch.relu           | eval                   | calls 'eval' with 1 arguments, which is not read
            torch.relu           | __torch__.a.b          | has no 'same-frozen/code/__torch__/a.py'
            input1 =             | while True:            | is a loop or another statement that is not read
            CONSTANTS.c0         | CONSTANTS.c99          | has no tensor 'weight'
            [2, 2]               | [0, 2]                 | has a window of 0
            [2, 2]               | [2, 2                  | ends within brackets
            return               | return (((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((( | ends within brackets
            torch.flatten(       | torch.flatten(x=       | aten::flatten has no tensor 'self'
            """)
    void scriptsAreRefused(String word, String other, String expected) throws IOException {
        byte[] file = changed("same-frozen.pt", ".py", text -> text.replaceFirst(Pattern.quote(word), other));
        assertRefused(file, expected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            aten.conv2d          | aten.sort              | has operators that are not read: torch.ops.aten.sort.default
            "as_ints": [1, 2]    | "as_ints": [1, -2]     | has a window of
            "as_ints": [1, 2]    | "as_ints": [1, 2, 3]   | has 3 numbers 'stride', not 2
            p_0_0_weight         | p_0_0_wait             | before anything gives it
            "0.0.weight"         | "0.0.w"                | has no tensor '0.0.w'
            {"graph_module"      | [{"graph_module"       | is not JSON
            "user_input"         | "user_output"          | has no tensor ''
            """)
    void programsAreRefused(String word, String other, String expected) throws IOException {
        assertRefused(changed("same.pt2", "model.json", text -> last(text, word, other)), expected);
    }

    private static String last(String text, String word, String other) {
        int at = text.lastIndexOf(word);
        assertThat(at).as(word).isNotNegative();
        return text.substring(0, at) + other + text.substring(at + word.length());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            "offset": 40         | "sizes": [{"as_int": 3}, {"as_int": 2}, {"as_int": 3}, {"as_int": 5}] | "sizes": [{"as_int": 300}, {"as_int": 2}, {"as_int": 3}, {"as_int": 5}] | reaches element
            "type"               | "dtype": 7             | "dtype": 11           | has elements of PyTorch's type number 11
            "place"              | "path_name": "weight_0"| "path_name": "../../etc/passwd" | is not in the file as plain bytes
            """)
    void weightsOfProgramsAreRefused(String what, String word, String other, String expected) throws IOException {
        assertRefused(
                changed("same.pt2", "weights_config.json", text -> text.replaceFirst(Pattern.quote(word), other)),
                expected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"a":1}     | is not JSON
            {"a":{"dtype":"F32","shape":[2],"data_offsets":[0,9]}}           | which do not fit each other
            {"a":{"dtype":"F32","shape":[2],"data_offsets":[-4,4]}}          | which do not fit each other
            {"a":{"dtype":"F32","shape":[99999999,99999999],"data_offsets":[0,8]}} | which do not fit each other
            {"a":{"dtype":"F32","shape":[2],"data_offsets":[99999999999,100000000007]}} | which do not fit each other
            {"a":{"dtype":"I32","shape":[2.5],"data_offsets":[0,8]}}         | which do not fit each other
            {"a":{"dtype":"C64","shape":[1],"data_offsets":[0,8]}}           | has elements of type 'C64'
            """)
    void safetensorsAreRefused(String header, String expected) throws IOException {
        assertRefused(safetensors(header.length(), header), expected);
        assertRefused(safetensors(1L << 40, header), "whose header has 1099511627776 bytes");
    }

    private static byte[] safetensors(long length, String header) {
        ByteBuffer bytes = ByteBuffer.allocate(8 + header.length() + 8).order(ByteOrder.LITTLE_ENDIAN);
        return bytes.putLong(length)
                .put(header.getBytes(StandardCharsets.US_ASCII))
                .array();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            'descr': '=O', 'fortran_order': False, 'shape': (2,)            | pickled objects
            'descr': '<f4', 'fortran_order': False, 'shape': (3,)           | which do not fit its shape [3]
            'descr': '<f4', 'fortran_order': Maybe, 'shape': (2,)           | which is not understood
            'descr': '<c8', 'fortran_order': False, 'shape': (1,)           | elements of type 'c8'
            'descr': '<f4', 'fortran_order': False, 'shape': (999999999, 999999999) | which do not fit its shape
            """)
    void arraysAreRefused(String header, String expected) throws IOException {
        byte[] text = ("{" + header + "}").getBytes(StandardCharsets.US_ASCII);
        ByteBuffer bytes = ByteBuffer.allocate(10 + text.length + 8).order(ByteOrder.LITTLE_ENDIAN);
        bytes.put(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0})
                .putShort((short) text.length)
                .put(text);
        assertRefused(TorchFiles.zip(Map.of("c.weight.npy", bytes.array())), expected);
    }

    /** Damaged at random places: a model or one of our messages, and soon. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "same.safetensors",
                "same.npz",
                "same.pt2",
                "same-old.pt2",
                "same-traced.pt",
                "same-scripted.pt",
                "same-frozen.pt",
                "same-whole.pth",
                "quantized.pth"
            })
    void mutationsAreSurvived(String name) throws IOException {
        Random random = new Random(name.hashCode());
        Path network = Files.writeString(folder.resolve("net.json"), TorchResources.SAME_NETWORK);
        boolean tensors = name.equals("same.safetensors") || name.equals("same.npz") || name.equals("quantized.pth");
        int refused = 0;
        for (int i = 0; i < MUTATIONS; i++) {
            Path file = Files.write(folder.resolve("model"), mutated(TorchResources.file(name), random));
            try {
                ModelReader.read(file, tensors ? network : null, TorchResources.hints(10, 12));
            } catch (IntaglioException e) {
                refused++;
            }
        }
        assertThat(refused).isPositive();
    }

    private static byte[] mutated(Path file, Random random) throws IOException {
        if (file.toString().endsWith(".safetensors")) {
            return damaged(Files.readAllBytes(file), random);
        }
        Map<String, byte[]> entries = entries(file);
        String victim = entries.keySet().stream()
                .skip(random.nextInt(entries.size()))
                .findFirst()
                .orElseThrow();
        entries.put(victim, damaged(entries.get(victim), random));
        return TorchFiles.zip(entries);
    }

    private static byte[] damaged(byte[] bytes, Random random) {
        byte[] copy = bytes.clone();
        for (int i = random.nextInt(6); i >= 0 && copy.length > 0; i--) {
            int place = random.nextInt(random.nextBoolean() ? copy.length : Math.min(2048, copy.length));
            int length = Math.min(1 + random.nextInt(8), copy.length - place);
            if (random.nextBoolean()) {
                copy[place] = (byte) random.nextInt();
            } else {
                System.arraycopy(bytes, random.nextInt(copy.length - length + 1), copy, place, length);
            }
        }
        return random.nextInt(20) == 0 ? Arrays.copyOf(copy, random.nextInt(copy.length + 1)) : copy;
    }

    private static Map<String, byte[]> entries(Path file) throws IOException {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        try (ZipFile zip = new ZipFile(file.toFile())) {
            for (ZipEntry entry : zip.stream().toList()) {
                entries.put(entry.getName(), zip.getInputStream(entry).readAllBytes());
            }
        }
        return entries;
    }

    private static byte[] changed(String name, String end, UnaryOperator<String> change) throws IOException {
        Map<String, byte[]> entries = entries(TorchResources.file(name));
        entries.replaceAll((entry, bytes) -> {
            if (!entry.endsWith(end)) {
                return bytes;
            }
            String text = new String(bytes, StandardCharsets.UTF_8);
            String other = change.apply(text);
            assertThat(other).isNotEqualTo(text);
            return other.getBytes(StandardCharsets.UTF_8);
        });
        return TorchFiles.zip(entries);
    }

    private void assertRefused(byte[] bytes, String... expected) throws IOException {
        Path file = Files.write(folder.resolve("model"), bytes);
        IntaglioException e = catchThrowableOfType(
                IntaglioException.class, () -> ModelReader.read(file, null, TorchResources.hints(10, 12)));
        assertThat(e).isNotNull();
        assertThat(e.getMessage()).contains(expected);
        assertThat(e.getMessage().lines()).hasSize(1);
        assertThat(e.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
    }
}
