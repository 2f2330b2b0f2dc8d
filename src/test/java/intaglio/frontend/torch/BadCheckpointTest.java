package intaglio.frontend.torch;

import static intaglio.frontend.torch.CheckpointReaderTest.legacy;
import static intaglio.frontend.torch.CheckpointReaderTest.one;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import intaglio.diag.ExitCode;
import intaglio.diag.IntaglioException;
import intaglio.testing.SharedData;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Files that are cut off, renamed, malicious or plainly wrong: one clear line each, and nothing else happens. */
class BadCheckpointTest {

    private static final long[] TWO = {2};
    private static final long[] STEP = {1};

    @TempDir
    Path folder;

    static Stream<Arguments> badPickles() {
        byte[] manyMarks = new byte[5_000_000];
        Arrays.fill(manyMarks, (byte) '(');
        return Stream.of(
                bad(
                        "os.system, protocol 2",
                        PickleBytes.protocol(2)
                                .global("os", "system")
                                .text("true")
                                .ops("\u0085R"),
                        "refused: the file asks for the Python global 'os.system'"),
                bad(
                        "os.system, protocol 4",
                        frame(PickleBytes.protocol(4), "os", "system")
                                .text("true")
                                .ops("\u0085R"),
                        "refused: the file asks for the Python global 'os.system'"),
                bad("builtins.eval", PickleBytes.protocol(2).global("builtins", "eval"), "'builtins.eval'"),
                bad("attrgetter", PickleBytes.protocol(2).global("operator", "attrgetter"), "'operator.attrgetter'"),
                bad("INST", PickleBytes.protocol(2).op('(').ops("ios\nsystem\n"), "'os.system'"),
                bad("control characters", frame(PickleBytes.protocol(4), "a\u001b[2J", "b"), "'a?[2J.b'"),
                bad(
                        "whole model",
                        PickleBytes.protocol(2).global("net", "LeNet").ops(")\u0081"),
                        "'net.LeNet'"),
                bad(
                        "quantized tensor",
                        PickleBytes.protocol(2).global("torch._utils", "_rebuild_qtensor"),
                        "the file holds tensors that PyTorch has quantized ('torch._utils._rebuild_qtensor'); give"),
                bad(
                        "quantized storage",
                        PickleBytes.protocol(2).global("torch", "QInt8Storage"),
                        "that PyTorch has quantized ('torch.QInt8Storage')"),
                bad("attributes of a dict", PickleBytes.protocol(2).ops("}Nb"), "sets attributes that are not a Dict"),
                bad("attributes of a list", PickleBytes.protocol(2).ops("]}b"), "needs a Dict but finds a List"),
                bad(
                        "NEWOBJ_EX",
                        PickleBytes.protocol(4)
                                .global("collections", "OrderedDict")
                                .ops(")}\u0092"),
                        "opcode 0x92 is not one that tensors need"),
                bad("bool storage", PickleBytes.protocol(2).global("torch", "BoolStorage"), "'torch.BoolStorage'"),
                bad(
                        "call of a storage",
                        PickleBytes.protocol(2).global("torch", "FloatStorage").ops(")R"),
                        "refused: a call of 'torch.FloatStorage' with 0 arguments"),
                bad(
                        "NEWOBJ",
                        PickleBytes.protocol(2)
                                .global("collections", "OrderedDict")
                                .ops(")\u0081"),
                        "opcode 0x81 is not one that tensors need"),
                bad("2 GB string", PickleBytes.protocol(4).op(0x8d).int64(1L << 31), "a string of 2147483648 bytes"),
                bad("4 GB string", PickleBytes.protocol(2).op('X').int32(-1), "a string of 4294967295 bytes"),
                bad("2^63 string", PickleBytes.protocol(4).op(0x8d).int64(-1), "a string of 18446744073709551615 by"),
                bad(
                        "short string",
                        PickleBytes.protocol(2).op('X').int32(50).ops("abc"),
                        "needs 50 more bytes, but only "),
                bad("bytearray bomb", PickleBytes.protocol(5).op(0x96).int64(1L << 40), "needs 1099511627776 more by"),
                bad("integer bomb", PickleBytes.protocol(2).op(0x8b).int32(-1), "an integer of 4294967295 bytes"),
                bad("5 M marks", PickleBytes.protocol(2).raw(manyMarks), "nested deeper than 1000 marks"),
                bad("2 M items", PickleBytes.protocol(2).ops("N".repeat(2_000_000)), "more than 1048576 items"),
                bad(
                        "long name",
                        PickleBytes.protocol(2).op('c').ops("x".repeat(1000)),
                        "a name of more than 256 bytes"),
                bad("empty stack", PickleBytes.protocol(2).op('0'), "takes an item from an empty stack"),
                bad("no mark", PickleBytes.protocol(2).op('t'), "a mark that was never set"),
                bad("below the mark", PickleBytes.protocol(2).ops("N(R"), "from an empty stack"),
                bad("memo", PickleBytes.protocol(2).op('h').op(7), "memo entry 7 was never set"),
                bad("protocol 9", PickleBytes.protocol(9), "pickle protocol 9, at most 5"),
                bad("text opcode", PickleBytes.protocol(2).ops("I1\n"), "opcode 0x49"),
                bad("reduce nothing", PickleBytes.protocol(2).ops("NNR"), "needs a Tuple but finds a None"),
                bad("append to None", PickleBytes.protocol(2).ops("NNa"), "needs a List but finds a None"),
                bad("list key", PickleBytes.protocol(2).ops("}]Ns"), "a key that is not a string"),
                bad(
                        "tuple in itself as a key",
                        PickleBytes.protocol(2).ops("]q\u0001(h\u0001tq\u0002a0}h\u0002Ns"),
                        "a key that is not a string"),
                bad("odd items", PickleBytes.protocol(2).ops("}(").text("a").op('u'), "a key without a value"),
                bad(
                        "twice",
                        PickleBytes.protocol(2)
                                .op('}')
                                .text("a")
                                .ops("Ns")
                                .text("a")
                                .ops("Ns"),
                        "'a' is there tw"),
                bad(
                        "module storage",
                        PickleBytes.protocol(2).op('(').text("module").ops("tQ"),
                        "not a plain storage"),
                bad(
                        "storage type",
                        PickleBytes.protocol(2)
                                .op('(')
                                .text("storage")
                                .global("collections", "OrderedDict")
                                .text("0")
                                .text("cpu")
                                .number(1)
                                .ops("tQ"),
                        "1 elements of type 'collections.OrderedDict'"),
                bad("negative storage", PickleBytes.protocol(2).storage("FloatStorage", "0", -2), "has -2 elements"),
                bad(
                        "two types",
                        PickleBytes.protocol(2).storage("FloatStorage", "0", 2).storage("IntStorage", "0", 2),
                        "is 2 x FLOAT in one place and 2 x INT32 in another"),
                bad(
                        "tensor of nothing",
                        PickleBytes.protocol(2)
                                .global("torch._utils", "_rebuild_tensor_v2")
                                .ops("(NNNNNNtR"),
                        "item 0 of a tuple of 6 is not a StorageReference"));
    }

    /** Pickles that run to their end but give no state_dict. */
    static Stream<Arguments> otherObjects() {
        return Stream.of(
                bad("number", PickleBytes.protocol(2).number(5), "holds a Long, not a state_dict"),
                bad("list", PickleBytes.protocol(2).op(']'), "holds a List, not a state_dict"),
                bad("empty dict", PickleBytes.protocol(2).op('}'), "the state_dict is empty"),
                bad(
                        "no tensor",
                        PickleBytes.protocol(2).op('}').text("lr").number(1).op('s'),
                        "these entries are not named tensors: 'lr' (Long)"),
                bad(
                        "dict in itself",
                        PickleBytes.protocol(2)
                                .ops("}q\u0001")
                                .text("state_dict")
                                .ops("h\u0001s"),
                        "not named tensors: 'state_dict' (Dict)"),
                bad(
                        "list in itself",
                        PickleBytes.protocol(2).ops("}").text("a").ops("]q\u0001h\u0001as"),
                        "'a' (List)"),
                bad("billion laughs", laughs(), "'a' (List)"));
    }

    private static Arguments bad(String name, PickleBytes pickle, String expected) {
        return Arguments.of(name, pickle.stop(), expected);
    }

    /** A frame and STACK_GLOBAL, as protocol 4 has them. */
    private static PickleBytes frame(PickleBytes pickle, String module, String name) {
        pickle.op(0x95).int64(30).op(0x8c).op(module.length()).ops(module).op(0x94);
        return pickle.op(0x8c).op(name.length()).ops(name).op(0x94).op(0x93).op(0x94);
    }

    /** Lists of lists, each ten times the one before: 10^9 items for whoever walks them. */
    private static PickleBytes laughs() {
        PickleBytes pickle = PickleBytes.protocol(2).ops("]q").op(0).op('0');
        for (int level = 1; level < 10; level++) {
            pickle.ops("](")
                    .ops(("h" + (char) (level - 1)).repeat(10))
                    .ops("eq")
                    .op(level)
                    .op('0');
        }
        return pickle.op('}').text("a").op('h').op(9).op('s');
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void badPickles(String name, byte[] pickle, String expected) throws IOException {
        assertRefused(TorchFiles.pth(pickle, Map.of()), "archive/data.pkl, pickle offset ", expected);
        assertRefused(legacy(pickle), "pickle offset ", expected);
        assertRefused(pickle, "pickle offset ", expected);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void otherObjects(String name, byte[] pickle, String expected) throws IOException {
        assertRefused(TorchFiles.pth(pickle, Map.of()), expected);
        assertRefused(legacy(pickle), expected);
        assertRefused(pickle, "a bare pickle, not written by torch.save");
    }

    static Stream<Arguments> badFiles() {
        byte[] storage = TorchFiles.floats(1, 2);
        byte[] right = TorchFiles.pth(one("FloatStorage", 2, 0, TWO, STEP), Map.of("0", storage));
        byte[] old = legacy(one("FloatStorage", 2, 0, TWO, STEP), 2, storage);
        return Stream.of(
                Arguments.of("empty", new byte[0], "the file is empty (0 bytes)"),
                Arguments.of(
                        "text", "hello, weights".getBytes(StandardCharsets.US_ASCII), "starts with 'hello, weights'"),
                Arguments.of("gzip", new byte[] {0x1f, (byte) 0x8b, 8, 0}, "gzip-compressed"),
                Arguments.of("safetensors", "\2\0\0\0\0\0\0\0{}".getBytes(StandardCharsets.US_ASCII), "a safetensors"),
                Arguments.of("numpy", "\u0093NUMPY\1\0v".getBytes(StandardCharsets.ISO_8859_1), "a numpy array, which"),
                Arguments.of(
                        "JSON",
                        "\n {\"name\": \"net\"}".getBytes(StandardCharsets.US_ASCII),
                        "a JSON file, which is not read; give the model file, and its network file with --network"),
                Arguments.of(
                        "numpy arrays",
                        zip("conv1.weight.npy", "x", "conv1.bias.npy", "y"),
                        "numpy arrays (.npz), which is not read; turn them into a .pth"),
                Arguments.of("torch.export", zip("m/models/model.json", "x"), "a program of torch.export, which"),
                Arguments.of("zip of other things", zip("a/b.txt", "x"), "0 entries named <folder>/data.pkl"),
                Arguments.of(
                        "two roots", zip("a/data.pkl", "x", "b/data.pkl", "y"), "2 entries named <folder>/data.pkl"),
                Arguments.of("TorchScript", zip("m/data.pkl", "x", "m/code/net.py", "y"), "a TorchScript program"),
                Arguments.of("TorchScript constants", zip("m/constants.pkl", "x"), "it has 'm/constants.pkl'"),
                Arguments.of(
                        "missing storage",
                        TorchFiles.pth(one("FloatStorage", 2, 0, TWO, STEP), Map.of()),
                        "archive/data/0: the storage is missing"),
                Arguments.of(
                        "short storage",
                        TorchFiles.pth(one("DoubleStorage", 2, 0, TWO, STEP), Map.of("0", storage)),
                        "the storage has 8 bytes, but 2 x DOUBLE take 16"),
                Arguments.of(
                        "byte order",
                        zip(
                                "m/data.pkl",
                                new String(one("FloatStorage", 2, 0, TWO, STEP), StandardCharsets.ISO_8859_1),
                                "m/data/0",
                                "12345678",
                                "m/byteorder",
                                "middle"),
                        "byte order 'middle'"),
                Arguments.of(
                        "damaged storage", flipped(right, indexOf(right, storage)), "data/0: has 8 bytes with checks"),
                Arguments.of(
                        "huge tensor",
                        TorchFiles.pth(
                                one("FloatStorage", 2, 0, new long[] {1 << 20, 1 << 20}, new long[] {0, 0}),
                                Map.of("0", storage)),
                        "or more tensor elements, at most 33554432"),
                Arguments.of(
                        "huge storage",
                        TorchFiles.pth(one("FloatStorage", 1L << 40, 0, TWO, STEP), Map.of()),
                        "or more bytes of storages, at most 268435456"),
                Arguments.of(
                        "absurd storage",
                        TorchFiles.pth(one("DoubleStorage", Long.MAX_VALUE, 0, TWO, STEP), Map.of()),
                        "bytes of storages"),
                Arguments.of(
                        "overflowing strides",
                        TorchFiles.pth(
                                one("FloatStorage", 2, 0, new long[] {1 << 30, 1 << 30, 1 << 30, 1 << 30}, new long[] {
                                    1 << 30, 1 << 30, 1 << 30, 1 << 30
                                }),
                                Map.of("0", storage)),
                        "reaches element"),
                Arguments.of("the same name twice", twice(), "two entries named"),
                Arguments.of("zip bomb", bomb("m/data/0"), "unpacks from"),
                Arguments.of("zip bomb pickle", bomb("m/data.pkl"), "unpacks to 134217728 bytes, at most 16777216"),
                Arguments.of(
                        "legacy elements",
                        legacy(one("FloatStorage", 2, 0, TWO, STEP), 3, storage),
                        "storage '0' has 3 elements, the pickle says 2"),
                Arguments.of("legacy short", Arrays.copyOf(old, old.length - 1), "takes 8 bytes, but only 7 are left"),
                Arguments.of("legacy long", Arrays.copyOf(old, old.length + 3), "3 bytes after the last storage"),
                Arguments.of(
                        "legacy without data", Arrays.copyOf(old, old.length - 16), "is missing, the file ends here"),
                Arguments.of(
                        "legacy other key",
                        legacy(
                                PickleBytes.protocol(2)
                                        .op('}')
                                        .text("t")
                                        .tensor("FloatStorage", "9", 2, 0, TWO, STEP)
                                        .op('s')
                                        .stop(),
                                2,
                                storage),
                        "one that nothing uses"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void badFiles(String name, byte[] file, String expected) throws IOException {
        assertRefused(file, expected);
    }

    @Test
    void everyTruncationOfARealFileIsRefused() throws IOException {
        byte[] whole = Files.readAllBytes(SharedData.require("lenet-seed/best_model.pth"));
        for (int part = 0; part < 16; part++) {
            byte[] cut = Arrays.copyOf(whole, (int) ((long) whole.length * part / 16));
            assertRefused(cut, part == 0 ? "the file is empty" : "a damaged zip file");
        }
        assertRefused(Arrays.copyOf(whole, whole.length - 1), "a damaged zip file");
    }

    @Test
    void everyTruncationOfALegacyFileIsRefused() throws IOException {
        byte[] whole = legacy(one("FloatStorage", 2, 0, TWO, STEP), 2, TorchFiles.floats(1, 2));
        for (int length = 1; length < whole.length; length++) {
            assertRefused(Arrays.copyOf(whole, length), "cut off or damaged");
        }
    }

    /** Whatever byte is wrong: a problem or a model, never a fault of ours. */
    @Test
    void anyFlippedByteIsSurvived() throws IOException {
        byte[] zip = TorchFiles.pth(one("FloatStorage", 2, 0, TWO, STEP), Map.of("0", TorchFiles.floats(1, 2)));
        byte[] old = legacy(one("FloatStorage", 2, 0, TWO, STEP), 2, TorchFiles.floats(1, 2));
        Path file = folder.resolve("flipped.pth");
        for (byte[] whole : new byte[][] {zip, old}) {
            int refused = 0;
            for (int i = 0; i < whole.length; i++) {
                try {
                    CheckpointReader.read(Files.write(file, flipped(whole, i)));
                } catch (IntaglioException e) {
                    refused++;
                }
            }
            assertThat(refused).isGreaterThan(whole.length / 2);
        }
    }

    @Test
    void otherFormatsAreNamed() throws IOException {
        for (String onnx : new String[] {"lenet-seed/best_model.onnx", "lenet-bn-max/lenet-mnist-max-bn-relu.onnx"}) {
            Path file = SharedData.require(onnx);
            IntaglioException e = catchThrowableOfType(IntaglioException.class, () -> CheckpointReader.read(file));
            assertThat(e).hasMessageContaining("an ONNX file, not a .pth");
        }
        assertThat(catchThrowableOfType(IntaglioException.class, () -> CheckpointReader.read(folder)))
                .hasMessageContaining("is a folder, not a model file");
        Files.createFile(folder.resolve("saved_model.pb"));
        assertThat(catchThrowableOfType(IntaglioException.class, () -> CheckpointReader.read(folder)))
                .hasMessageContaining("a TensorFlow model, which is not read; turn it into ONNX: ")
                .hasMessageContaining("--saved-model '" + folder + "' --output model.onnx");
        assertThat(catchThrowableOfType(
                        IntaglioException.class, () -> CheckpointReader.read(folder.resolve("none.pth"))))
                .hasMessageContaining("no such file");
    }

    private void assertRefused(byte[] bytes, String... expected) throws IOException {
        Path file = Files.write(folder.resolve("model.pth"), bytes);
        IntaglioException e = catchThrowableOfType(IntaglioException.class, () -> CheckpointReader.read(file));
        assertThat(e).isNotNull().hasMessageStartingWith(file.toString());
        assertThat(e.getMessage()).contains(expected);
        assertThat(e.getMessage().lines()).hasSize(1);
        assertThat(e.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
    }

    private static byte[] zip(String... namesAndContents) {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        for (int i = 0; i < namesAndContents.length; i += 2) {
            entries.put(namesAndContents[i], namesAndContents[i + 1].getBytes(StandardCharsets.ISO_8859_1));
        }
        return TorchFiles.zip(entries);
    }

    /** One entry of 128 MB of zeros, packed to about 128 kB. */
    private static byte[] bomb(String name) {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        entries.put("m/data.pkl", one("FloatStorage", 1 << 25, 0, TWO, STEP));
        entries.put(name, new byte[1 << 27]);
        return TorchFiles.zip(entries, ZipEntry.DEFLATED);
    }

    /** Two entries of one name, which no zip library would write. */
    private static byte[] twice() {
        byte[] longName = TorchFiles.zip(Map.of("archive/data.pk1", new byte[3], "archive/data.pkl", new byte[4]));
        String text = new String(longName, StandardCharsets.ISO_8859_1).replace("data.pk1", "data.pkl");
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static byte[] flipped(byte[] bytes, int index) {
        byte[] copy = bytes.clone();
        copy[index] ^= 0x41;
        return copy;
    }

    private static int indexOf(byte[] bytes, byte[] part) {
        for (int i = 0; i + part.length <= bytes.length; i++) {
            if (Arrays.equals(bytes, i, i + part.length, part, 0, part.length)) {
                return i;
            }
        }
        throw new IllegalArgumentException("not there");
    }
}
