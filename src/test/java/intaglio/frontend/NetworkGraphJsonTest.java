package intaglio.frontend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import intaglio.diag.IntaglioException;
import intaglio.graph.Network;
import intaglio.graph.Node;
import intaglio.graph.OutputKind;
import intaglio.ir.Activation;
import intaglio.ir.ActivationFunction;
import intaglio.ir.FunctionKind;
import intaglio.ir.Normalization;
import intaglio.ir.PoolKind;
import intaglio.ir.Shape;
import intaglio.ir.Window;
import intaglio.op.Add;
import intaglio.op.Concat;
import intaglio.op.Conv2d;
import intaglio.op.Dense;
import intaglio.op.DepthToSpace;
import intaglio.op.DepthToSpace.Order;
import intaglio.op.Pool2d;
import intaglio.testing.RandomGraphs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Network files of graphs: layers that name what they read, outputs that are no logits. */
class NetworkGraphJsonTest {

    private static final Network GRAPH = new Network(
            "graph_1",
            new Shape(3, 11, 14),
            Normalization.NONE,
            List.of(),
            List.of(
                    new Node(
                            new Conv2d("a", 3, new Window(3, 2, 1, 1, 2, 2, 2, 3, 2, 5), Activation.NONE),
                            Network.INPUT),
                    new Node(new Add("s", ActivationFunction.of(FunctionKind.ELU, 0.5)), List.of("a", Network.INPUT)),
                    new Node(new Pool2d("p", PoolKind.AVERAGE_INSIDE, new Window(3, 4, 1, 1, 1, 2, 1, 1)), "s"),
                    new Node(new Pool2d("q", PoolKind.AVERAGE, new Window(3, 4, 1, 1, 1, 2, 1, 1)), "s"),
                    new Node(new Pool2d("r", PoolKind.MAX, new Window(3, 4, 1, 1, 1, 2, 1, 1)), "s"),
                    new Node(new Concat("c"), List.of("q", "p", "r", "s")),
                    new Node(new DepthToSpace("d", 2, Order.DCR), "c")),
            OutputKind.IMAGE);

    @TempDir
    Path folder;

    @Test
    void writtenGraphsAreReadBack() throws IOException {
        String text = NetworkJson.write(GRAPH);
        assertThat(read(text)).isEqualTo(GRAPH);
        assertThat(text).isEqualTo("""
                {
                  "format": 2,
                  "name": "graph_1",
                  "input": [3, 11, 14],
                  "pixels": "0..1", "mean": [0.0], "std": [1.0],
                  "output": "image",
                  "layers": [
                    {"kind": "conv2d", "name": "a", "kernel": [3, 2], "outChannels": 3, "stride": [1, 1], \
                "padding": [2, 2, 2, 3], "dilation": [2, 5], "activation": "none"},
                    {"kind": "add", "name": "s", "inputs": ["a", "input"], "activation": "elu", "alpha": 0.5},
                    {"kind": "avgpoolinside", "name": "p", "kernel": [3, 4], "stride": [1, 1], "padding": [1, 2, 1, 1]},
                    {"kind": "avgpool", "name": "q", "inputs": ["s"], "kernel": [3, 4], "stride": [1, 1], \
                "padding": [1, 2, 1, 1]},
                    {"kind": "maxpool", "name": "r", "inputs": ["s"], "kernel": [3, 4], "stride": [1, 1], \
                "padding": [1, 2, 1, 1]},
                    {"kind": "concat", "name": "c", "inputs": ["q", "p", "r", "s"]},
                    {"kind": "depthtospace", "name": "d", "block": 2, "order": "dcr"}
                  ]
                }
                """);
    }

    @Test
    void randomGraphsAreReadBack() throws IOException {
        List<Network> networks = LongStream.range(0, 60)
                .mapToObj(RandomGraphs::network)
                .filter(network -> !network.weightedLayers().isEmpty())
                .toList();
        assertThat(networks).hasSizeGreaterThan(40);
        for (Network network : networks) {
            assertThat(read(NetworkJson.write(network))).isEqualTo(network);
        }
    }

    @Test
    void whatEndsInAPictureIsSaidToBeAssumed() throws IOException {
        Network network = read("""
                {"name": "n", "input": [1, 7, 9], "layers": [
                  {"kind": "conv2d", "name": "c", "kernel": 3, "outChannels": 12},
                  {"kind": "depthtospace", "name": "d", "block": 2}]}
                """);
        assertThat(network.outputKind()).isEqualTo(OutputKind.IMAGE);
        assertThat(network.output()).isEqualTo(new Shape(3, 10, 14));
        assertThat(network.assumptions())
                .containsExactly("the output of 3x10x14 is read as a picture (the file does not say; --output values"
                        + " otherwise)");
        assertThat(read(NetworkJson.write(network))).isEqualTo(network);
    }

    @ParameterizedTest(name = "{1}")
    @CsvSource(delimiter = '|', textBlock = """
            {"kind": "add", "name": "s", "inputs": ["c", "input"]} | /layers/1 (s): adds 'c' of 2x5x7, 'input' of 1x7x9
            {"kind": "concat", "name": "s", "inputs": ["c", "input"]} | joins the channels of 'c' of 2x5x7, 'input' of
            {"kind": "add", "name": "s", "inputs": ["c", "b"]} | (s): reads 'b', and no layer is called so
            {"kind": "add", "name": "s", "inputs": ["c", "s"]} | (s): reads 's', which comes only at or behind it
            {"kind": "add", "name": "s", "inputs": ["c", "e"]} | (s): reads 'e', which comes only at or behind it
            {"kind": "add", "name": "s"} | (s): reads 'c' alone, add takes two or more
            {"kind": "add", "name": "s", "inputs": ["c", "c"]} | (s): reads one layer twice
            {"kind": "dense", "name": "s", "outChannels": 4, "inputs": ["c", "input"]} | (s): reads 2 layers, dense
            {"kind": "dense", "name": "s", "outChannels": 4, "inputs": ["input"]} | (c): nothing reads 'c', and it is
            {"kind": "add", "name": "s", "inputs": "c"} | /layers/1/inputs: "c" is not an array of 1..64 names
            {"kind": "depthtospace", "name": "s", "block": 2} | (s): makes blocks of 2x2 pixels of 2 channels, which 4
            {"kind": "depthtospace", "name": "s", "block": 1} | /layers/1/block: 1 is not a whole number in 2..
            {"kind": "depthtospace", "name": "s", "block": 2, "order": "dcx"} | "dcx" is none of crd, dcr
            {"kind": "concat", "name": "s", "inputs": ["c", "input"], "activation": "relu"} | unknown key 'activation'
            {"kind": "maxpool", "name": "s", "kernel": 2, "padding": 2} | (s): pads 2 rows and 2 columns, the kernel of
            {"kind": "conv2d", "name": "s", "kernel": 3, "dilation": 3, "outChannels": 2} | a window of 7x7 does not fit
            """)
    void wrongGraphsAreRefused(String layer, String expected) throws IOException {
        IntaglioException e = failure("""
                {"name": "n", "input": [1, 7, 9], "layers": [
                  {"kind": "conv2d", "name": "c", "kernel": 3, "outChannels": 2},
                  %s,
                  {"kind": "dense", "name": "e", "outChannels": 3}]}
                """.formatted(layer));
        assertThat(e).hasMessageContaining(expected);
        assertThat(e.problems()).hasSize(1);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            "format": 3        | /format: is 3, this version of Intaglio reads up to 2; use the version that wrote
            "format": "2"      | /format: "2" is not a whole number
            "output": "picture" | "picture" is none of logits, image, values
            "output": "logits" | the last layer gives 2x5x7, but logits are a vector
            "output": "image"  | the last layer gives 2x5x7, but a picture has 1 or 3 channels; say --output values
            """)
    void wrongTopKeysAreRefused(String field, String expected) throws IOException {
        assertThat(failure("""
                {%s, "name": "n", "input": [1, 7, 9], "layers": [
                  {"kind": "conv2d", "name": "c", "kernel": 3, "outChannels": 2}]}
                """.formatted(field))).hasMessageContaining(expected);
    }

    /** A program that knows chains alone can still read the file of a chain. */
    @Test
    void chainsOfLogitsHaveNoNumber() {
        Network chain = new Network("n", new Shape(1, 7, 9), List.of(new Dense("d", 3, Activation.NONE)));
        assertThat(NetworkJson.write(chain)).doesNotContain("format", "output\"", "inputs");
    }

    private Network read(String json) throws IOException {
        return NetworkJson.read(Files.writeString(folder.resolve("net.json"), json));
    }

    private IntaglioException failure(String json) throws IOException {
        Path file = Files.writeString(folder.resolve("net.json"), json);
        return catchThrowableOfType(IntaglioException.class, () -> NetworkJson.read(file));
    }
}
