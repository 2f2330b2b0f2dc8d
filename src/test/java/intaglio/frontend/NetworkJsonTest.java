package intaglio.frontend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import intaglio.diag.IntaglioException;
import intaglio.diag.Problems;
import intaglio.frontend.torch.Checkpoint;
import intaglio.frontend.torch.Tensor;
import intaglio.graph.Network;
import intaglio.graph.OutputKind;
import intaglio.ir.Activation;
import intaglio.ir.ActivationFunction;
import intaglio.ir.FunctionKind;
import intaglio.ir.Normalization;
import intaglio.ir.PixelRange;
import intaglio.ir.PoolKind;
import intaglio.ir.Shape;
import intaglio.ir.Window;
import intaglio.op.Conv2d;
import intaglio.op.Dense;
import intaglio.op.Pool2d;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NetworkJsonTest {

    private static final Network NETWORK = new Network(
            "pairs_1",
            new Shape(2, 21, 34),
            new Normalization(PixelRange.BYTES, List.of(127.5), List.of(64.0, -0.3)),
            List.of("all of it \"so\""),
            Network.chain(List.of(
                    new Conv2d("a", 3, new Window(3, 5, 1, 2, 0, 1, 2, 3), Activation.RELU),
                    new Conv2d("b", 5, new Window(1, 2, 1, 1, 0, 0, 0, 0), Activation.RELU6),
                    new Pool2d("p", PoolKind.AVERAGE, Window.of(2, 4, 2, 3, 0, 0)),
                    new Pool2d("q", PoolKind.MAX, Window.of(3, 2, 3, 2, 0, 0)),
                    new Dense("output", 11, Activation.NONE))),
            OutputKind.LOGITS);

    @TempDir
    Path folder;

    @Test
    void writtenNetworksAreReadBack() throws IOException {
        String text = NetworkJson.write(NETWORK);
        assertThat(NetworkJson.read(save(text))).isEqualTo(NETWORK);
        assertThat(NetworkJson.write(NetworkJson.read(save(text)))).isEqualTo(text);
        assertThat(text).isEqualTo("""
                {
                  "name": "pairs_1",
                  "input": [2, 21, 34],
                  "pixels": "0..255", "mean": [127.5], "std": [64.0, -0.3],
                  "assumed": [
                    "all of it \\"so\\""
                  ],
                  "layers": [
                    {"kind": "conv2d", "name": "a", "kernel": [3, 5], "outChannels": 3, "stride": [1, 2], \
                "padding": [0, 1, 2, 3], "activation": "relu"},
                    {"kind": "conv2d", "name": "b", "kernel": [1, 2], "outChannels": 5, "stride": [1, 1], \
                "padding": [0, 0, 0, 0], "activation": "relu6"},
                    {"kind": "avgpool", "name": "p", "kernel": [2, 4], "stride": [2, 3]},
                    {"kind": "maxpool", "name": "q", "kernel": [3, 2], "stride": [3, 2]},
                    {"kind": "dense", "name": "output", "outChannels": 11, "activation": "none"}
                  ]
                }
                """);
    }

    @Test
    void everyFunctionIsReadBack() throws IOException {
        for (FunctionKind kind : FunctionKind.values()) {
            double[] numbers = {0.7, 1.3};
            Activation changed = ActivationFunction.of(
                    kind, Arrays.copyOf(numbers, kind.parameters().size()));
            for (Activation activation : List.of(changed, ActivationFunction.of(kind))) {
                Network network = new Network(
                        "functions",
                        new Shape(1, 2, 3),
                        List.of(new Dense("d", 4, activation), new Dense("e", 5, Activation.NONE)));
                Activation read = ((Dense) NetworkJson.read(save(NetworkJson.write(network)))
                                .layers()
                                .get(0))
                        .activation();
                // A clip without limits is no activation at all.
                boolean endless = kind == FunctionKind.CLIP && activation != changed;
                assertThat(read).isEqualTo(endless ? Activation.NONE : activation);
            }
        }
    }

    @Test
    void clipsThatHaveAnotherNameAreThat() throws IOException {
        assertThat(activation("\"clip\", \"min\": 0")).isEqualTo(Activation.RELU);
        assertThat(activation("\"clip\", \"min\": 0, \"max\": 6")).isEqualTo(Activation.RELU6);
        assertThat(activation("\"clip\", \"max\": 6"))
                .isEqualTo(ActivationFunction.of(FunctionKind.CLIP, Double.NEGATIVE_INFINITY, 6));
        assertThat(activation("\"elu\"")).isEqualTo(ActivationFunction.of(FunctionKind.ELU, 1));
    }

    private Activation activation(String json) throws IOException {
        Network network = NetworkJson.read(save("""
                {"name": "n", "input": [1, 7, 9], "layers": [
                  {"kind": "dense", "name": "d", "outChannels": 3, "activation": %s},
                  {"kind": "dense", "name": "e", "outChannels": 2}]}
                """.formatted(json)));
        return ((Dense) network.layers().get(0)).activation();
    }

    /** The example in the documentation is the network that is recognised without a file. */
    @Test
    void theDocumentedExampleIsLeNet() throws IOException {
        String page = Files.readString(Path.of("docs", "network-json.md"));
        int start = page.indexOf("```json\n") + 8;
        Path file = save(page.substring(start, page.indexOf("```", start)));
        Tensor c5 = new Tensor("c5.weight", new int[] {120, 16, 5, 5}, new float[0]);
        NetworkDescription known = LeNet5.describe(new Checkpoint(file, "", Map.of(c5.name(), c5)));
        Problems problems = new Problems();
        NetworkDescription described = NetworkJsonReader.describe(file, problems);
        problems.throwIfAny();
        assertThat(described.name()).isEqualTo(known.name());
        assertThat(described.input()).isEqualTo(known.input());
        assertThat(described.layers()).hasSameSizeAs(known.layers());
        for (int i = 0; i < known.layers().size(); i++) {
            int outChannels = known.layers().get(i).outChannels();
            assertThat(described.layers().get(i).withOutChannels(outChannels).toLayer())
                    .isEqualTo(known.layers().get(i).toLayer());
        }
    }

    @Test
    void theSampleNetworkIsRead() {
        Network network = NetworkJson.read(Path.of("examples", "network.json"));
        assertThat(network.output()).isEqualTo(Shape.vector(10));
    }

    @Test
    void paddingIsForAllSidesPairsOrEachSide() throws IOException {
        assertThat(window("1")).isEqualTo(new Window(3, 5, 1, 1, 1, 1, 1, 1));
        assertThat(window("[1, 2]")).isEqualTo(new Window(3, 5, 1, 1, 1, 2, 1, 2));
        assertThat(window("[1, 2, 0, 3]")).isEqualTo(new Window(3, 5, 1, 1, 1, 2, 0, 3));
    }

    private Window window(String padding) throws IOException {
        Network network = NetworkJson.read(save("""
                {"name": "n", "input": [1, 7, 9], "layers": [
                  {"kind": "conv2d", "name": "c", "kernel": [3, 5], "outChannels": 2, "padding": %s},
                  {"kind": "dense", "name": "d", "outChannels": 3}]}
                """.formatted(padding)));
        return ((Conv2d) network.layers().get(0)).window();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            "strid": 2                   | /layers/0/strid: unknown key 'strid'; did you mean 'stride'?
            "bias": true                 | unknown key 'bias'; known are kind, name, inputs, kernel
            "kernel": [3, 5, 7]          | /layers/0/kernel: [3,5,7] is not 1 or 2 whole numbers in 1..32768
            "kernel": 0                  | /layers/0/kernel: 0 is not 1 or 2
            "kernel": 2.5                | /layers/0/kernel: 2.5 is not 1 or 2
            "kernel": 5000000000         | /layers/0/kernel: 5000000000 is not 1 or 2
            "kernel": "3"                | /layers/0/kernel: "3" is not 1 or 2
            "stride": [1, -1]            | /layers/0/stride: [1,-1] is not 1 or 2
            "padding": [1, 2, 3]         | /layers/0/padding: [1,2,3] is not 1 or 2 or 4 whole numbers in 0..
            "activation": "Relu"         | "Relu" is none of none, relu, relu6, tanh, sigmoid, elu, celu, selu
            "activation": "swish"        | did you mean
            "activation": "tanh", "alpha": 1 | unknown key 'alpha'
            "activation": "elu", "alpha": "1" | /layers/0/alpha: "1" is not a number
            "activation": "softplus", "beta": 0 | /layers/0/beta: 0.0 is not above 0; PyTorch's default is 1
            "activation": "clip", "min": 2, "max": 1 | /layers/0/min: 2.0 is above max, 1.0; exchange them
            "activation": null           | null is none of none, relu
            "outChannels": [2, 2]        | /layers/0/outChannels: [2,2] is not a whole number
            "tensors": ""                | /layers/0/tensors: "" is not a name
            """)
    void wrongKeysOfALayer(String field, String expected) throws IOException {
        String kernel = field.startsWith("\"kernel\"") ? "" : "\"kernel\": 3, ";
        assertThat(failure("""
                {"name": "n", "input": [1, 7, 9], "layers": [{"kind": "conv2d", "name": "c", %s%s}]}
                """.formatted(kernel, field))).hasMessageContaining(expected);
    }

    @Test
    void allMistakesOfTheFileAreReported() throws IOException {
        IntaglioException e = failure("""
                {"nam": "n", "input": [1, 7], "layers": [
                  {"kind": "conv", "name": "c"}, 7, {"kind": "maxpool", "name": "p", "paddin": 1},
                  {"kind": "dense", "kernel": 3}]}
                """);
        assertThat(e.getMessage().lines())
                .satisfiesExactlyInAnyOrder(
                        line -> assertThat(line).contains("net.json: /nam: unknown key 'nam'; did you mean 'name'?"),
                        line -> assertThat(line).contains("net.json: /name: a missing value is not a name"),
                        line -> assertThat(line).contains("/input: [1,7] is not 3 whole numbers"),
                        line -> assertThat(line)
                                .contains("/layers/0/kind: \"conv\" is none of", "did you mean 'conv2d'?"),
                        line -> assertThat(line).contains("/layers/1: is not a JSON object"),
                        line -> assertThat(line).contains("/layers/2/kernel: a missing value is not"),
                        line -> assertThat(line)
                                .contains("/layers/2/paddin: unknown key 'paddin'; did you mean 'padding'"),
                        line -> assertThat(line).contains("/layers/3/name: a missing value"),
                        line -> assertThat(line).contains("/layers/3/kernel: unknown key 'kernel'"));
    }

    @ParameterizedTest(name = "file {index}")
    @ValueSource(strings = {"", "hello", "{\"name\": 1", "[]", "{} {}", "{\"name\": \"a\", \"name\": \"b\"}", "\0\1\2"})
    void otherFilesAreRefusedInOneLine(String text) throws IOException {
        IntaglioException e = failure(text);
        assertThat(e).hasMessageContaining("net.json");
        assertThat(e.getMessage().lines()).allSatisfy(line -> assertThat(line).matches(".*net.json.*: .*; .*"));
    }

    @Test
    void deepNestingIsRefused() throws IOException {
        assertThat(failure("[".repeat(100_000))).hasMessageContaining("not valid JSON");
    }

    @Test
    void outChannelsAreNeededWithoutTensors() throws IOException {
        assertThat(failure("""
                {"name": "n", "input": [1, 7, 9], "layers": [{"kind": "dense", "name": "d"}]}
                """)).hasMessageContaining("/layers/0 (d): has no \"outChannels\"");
    }

    private IntaglioException failure(String json) throws IOException {
        Path file = save(json);
        return catchThrowableOfType(IntaglioException.class, () -> NetworkJson.read(file));
    }

    private Path save(String json) throws IOException {
        return Files.write(folder.resolve("net.json"), json.getBytes(StandardCharsets.UTF_8));
    }
}
