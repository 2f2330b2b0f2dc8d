package intaglio.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import intaglio.diag.ExitCode;
import intaglio.diag.IntaglioException;
import intaglio.graph.IntegerModel;
import intaglio.graph.Network;
import intaglio.graph.Node;
import intaglio.ir.Activation;
import intaglio.ir.ActivationFunction;
import intaglio.ir.FunctionKind;
import intaglio.ir.IntegerParameters;
import intaglio.ir.LookupTable;
import intaglio.ir.PoolKind;
import intaglio.ir.Requantize;
import intaglio.ir.Shape;
import intaglio.ir.SumParameters;
import intaglio.ir.Window;
import intaglio.num.Interval;
import intaglio.num.Rounding;
import intaglio.op.Add;
import intaglio.op.Conv2d;
import intaglio.op.Dense;
import intaglio.op.Layer;
import intaglio.op.Pool2d;
import intaglio.quant.WideQuantizer;
import intaglio.testing.Models;
import intaglio.testing.RandomGraphs;
import intaglio.testing.RandomModels;
import intaglio.testing.RandomTables;
import intaglio.testing.RandomUint8Models;
import intaglio.testing.SeedLenet;
import intaglio.testing.SharedData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WeightFilesTest {

    @TempDir
    private Path folder;

    private static IntegerModel small() {
        Network network = new Network(
                "small",
                new Shape(2, 3, 4),
                List.of(
                        new Conv2d("c", 1, Window.of(1, 3, 1, 1, 0, 0), Activation.RELU),
                        new Dense("d", 2, Activation.NONE)));
        return new IntegerModel(
                network,
                Map.of(
                        "c",
                                new IntegerParameters(
                                        new int[] {0, 255, 3, 4, 5, 6},
                                        7,
                                        new long[] {-8},
                                        new Requantize(9, 10, Rounding.FLOOR),
                                        0.1),
                        "d",
                                new IntegerParameters(
                                        new int[12],
                                        0,
                                        new long[] {Long.MIN_VALUE, Long.MAX_VALUE},
                                        new Requantize(1, 0, Rounding.HALF_UP),
                                        1)));
    }

    @Test
    void textsAreThese() {
        assertThat(WeightFiles.texts(small(), true))
                .containsEntry("c.weight.txt", "# shape 1x2x1x3\n0\n255\n3\n4\n5\n6\n")
                .containsEntry("c.bias.txt", "# shape 1\n-8\n")
                .containsEntry("c_scale_zero.txt", "0.10000000000000001\n7\n9\n10\n")
                .containsEntry("d_scale_zero.txt", "1\n0\n1\n0\nHALF_UP\n")
                .containsOnlyKeys(
                        "c.weight.txt",
                        "c.bias.txt",
                        "c_scale_zero.txt",
                        "d.weight.txt",
                        "d.bias.txt",
                        "d_scale_zero.txt");
        assertThat(WeightFiles.texts(small(), false)).containsEntry("c.weight.txt", "0\n255\n3\n4\n5\n6\n");
    }

    private static IntegerModel uint8() {
        Network network = new Network(
                "uint8",
                new Shape(2, 3, 4),
                List.of(
                        new Conv2d("c", 2, Window.of(1, 3, 1, 1, 0, 0), Activation.RELU),
                        new Dense("d", 3, Activation.NONE)));
        Requantize perChannel = new Requantize(new long[] {11, 12}, 13, Rounding.HALF_UP, 14, new Interval(0, 255));
        Requantize logits = new Requantize(1, 0, Rounding.HALF_UP);
        return new IntegerModel(
                network,
                Map.of(
                        "c",
                                new IntegerParameters(
                                        new int[12], new int[] {7, 8}, 0, new long[] {-8, 9}, perChannel, new double[] {
                                            0.25, 3e-5
                                        }),
                        "d",
                                new IntegerParameters(
                                        new int[36], new int[] {5}, 14, new long[3], logits, new double[] {0.5})));
    }

    @Test
    void textsOfUint8LayersAreNamed() {
        assertThat(WeightFiles.texts(uint8(), true))
                .containsEntry("c_scale_zero.txt", """
                        weightScale 0.25 0.000030000000000000001
                        weightZeroPoint 7 8
                        inputZeroPoint 0
                        multiplier 11 12
                        shift 13
                        rounding HALF_UP
                        outputZeroPoint 14
                        clamp 0 255
                        """)
                .containsEntry("d_scale_zero.txt", """
                        weightScale 0.5
                        weightZeroPoint 5
                        inputZeroPoint 14
                        multiplier 1
                        shift 0
                        rounding HALF_UP
                        outputZeroPoint 0
                        clamp none
                        """);
    }

    /** One line after another replaced by a wrong one: each is named with its number. */
    @Test
    void everyWrongNamedLineIsReported() throws IOException {
        List<String> wrongLines = List.of(
                "weightScale 0.25 -1",
                "weightZeroPoint 7 8 9",
                "inputZeroPoint 256",
                "multiplier 11 -12",
                "shift 63",
                "rounding UP",
                "outputZeroPoint",
                "clamp 15 255");
        WeightFiles.write(uint8(), folder, true);
        Path file = folder.resolve("c_scale_zero.txt");
        List<String> right = Files.readAllLines(file);
        for (int i = 0; i < wrongLines.size(); i++) {
            List<String> lines = new ArrayList<>(right);
            lines.set(i, wrongLines.get(i));
            Files.write(file, lines);
            assertThatThrownBy(() -> WeightFiles.read(folder, uint8().network()))
                    .isInstanceOfSatisfying(
                            IntaglioException.class,
                            e -> assertThat(e.problems()).hasSize(1))
                    .hasMessageContaining("c_scale_zero.txt, line " + (i + 1));
        }
        Files.write(file, right.subList(0, 7));
        assertThatThrownBy(() -> WeightFiles.read(folder, uint8().network()))
                .isInstanceOf(IntaglioException.class)
                .hasMessageContaining("has 7 lines where there are 8");
    }

    @Test
    void articleFilesAreReproduced() throws IOException {
        Map<String, String> texts = WeightFiles.texts(
                WideQuantizer.quantize(SeedLenet.bestModel(), 8).model(), true);
        for (Layer layer : SeedLenet.network().weightedLayers()) {
            String name = layer.label() + ".weight.txt";
            Path expected = SharedData.require("lenet-seed/expected/best_model_uint8/" + name);
            assertThat(texts.get(name)).isEqualTo(Files.readString(expected));
        }
    }

    @Test
    void readsBackWhatItWrote() throws IOException {
        for (long seed = 0; seed < 20; seed++) {
            IntegerModel model = RandomModels.of(seed);
            Path written = folder.resolve("random" + seed);
            WeightFiles.write(model, written, seed % 2 == 0);
            Models.assertSame(WeightFiles.read(written, model.network()), model);
            IntegerModel uint8 = RandomUint8Models.of(seed);
            Path other = folder.resolve("uint8-" + seed);
            WeightFiles.write(uint8, other, seed % 2 == 0);
            Models.assertSame(WeightFiles.read(other, uint8.network()), uint8);
            IntegerModel tables = RandomTables.of(seed);
            Path third = folder.resolve("tables-" + seed);
            WeightFiles.write(tables, third, seed % 2 == 0);
            Models.assertSame(WeightFiles.read(third, tables.network()), tables);
            for (IntegerModel graph :
                    List.of(RandomGraphs.wide(seed), RandomGraphs.uint8(seed), RandomTables.graph(seed))) {
                Path fourth = Files.createTempDirectory(folder, "graph");
                WeightFiles.write(graph, fourth, seed % 2 == 0);
                Models.assertSame(WeightFiles.read(fourth, graph.network()), graph);
            }
        }
        WeightFiles.write(small(), folder.resolve("small"), true);
        Models.assertSame(WeightFiles.read(folder.resolve("small"), small().network()), small());
        IntegerModel trained = WideQuantizer.quantize(SeedLenet.bestModel(), 8).model();
        WeightFiles.write(trained, folder.resolve("trained"), true);
        Models.assertSame(WeightFiles.read(folder.resolve("trained"), trained.network()), trained);
    }

    private static IntegerModel table() {
        Network network = new Network(
                "table", new Shape(2, 3, 4), List.of(new Dense("d", 2, ActivationFunction.of(FunctionKind.ELU, 0.7))));
        Requantize requantize = new Requantize(new long[] {3}, 4, Rounding.FLOOR, 1, new Interval(0, 3));
        return new IntegerModel(
                network,
                Map.of(
                        "d",
                        new IntegerParameters(
                                new int[48],
                                new int[] {7},
                                new int[] {0},
                                new long[2],
                                requantize,
                                new double[] {0.5},
                                Optional.of(new LookupTable(new int[] {-9, 0, 9, 300})))));
    }

    @Test
    void tablesAreText() throws IOException {
        assertThat(WeightFiles.texts(table(), true))
                .containsEntry("d.table.txt", "# shape 4\n-9\n0\n9\n300\n")
                .containsEntry("d_scale_zero.txt", """
                        weightScale 0.5
                        weightZeroPoint 7
                        inputZeroPoint 0
                        multiplier 3
                        shift 4
                        rounding FLOOR
                        outputZeroPoint 1
                        clamp 0 3
                        """);
        WeightFiles.write(table(), folder, true);
        Files.writeString(folder.resolve("d.table.txt"), "# shape 3\n1\n2\n3\n");
        assertThatThrownBy(() -> WeightFiles.read(folder, table().network()))
                .hasMessageContainingAll("d.table.txt, line 1", "holds 3 values where shape 4 has 4");
        Path scale = folder.resolve("d_scale_zero.txt");
        Files.writeString(scale, Files.readString(scale).replace("clamp 0 3", "clamp 0 4096"));
        assertThatThrownBy(() -> WeightFiles.read(folder, table().network()))
                .isInstanceOfSatisfying(
                        IntaglioException.class, e -> assertThat(e.problems()).hasSize(1))
                .hasMessageContaining("has a clamp of 0 4096, and the layer's activation elu(alpha 0.7) is a table");
        Files.delete(folder.resolve("d.table.txt"));
        Files.writeString(scale, Files.readString(scale).replace("clamp 0 4096", "clamp 0 3"));
        assertThatThrownBy(() -> WeightFiles.read(folder, table().network()))
                .hasMessageContaining("d.table.txt: is missing");
    }

    private static IntegerModel joined() {
        Window window = new Window(3, 2, 1, 1, 1, 1, 1, 0);
        Network network = new Network("joined", new Shape(2, 3, 4), List.of(new Dense("d", 2, Activation.NONE)))
                .withNodes(List.of(
                        new Node(new Pool2d("p", PoolKind.AVERAGE, window), Network.INPUT),
                        new Node(new Add("s", Activation.RELU), List.of("p", Network.INPUT, "p"))));
        Requantize requantize = new Requantize(new long[] {1}, 9, Rounding.HALF_AWAY, 14, new Interval(0, 255));
        return new IntegerModel(
                network,
                Map.of(),
                Map.of(
                        "s",
                        new SumParameters(new long[] {300, 211, 7}, new int[] {5, 0, 5}, requantize, Optional.empty())),
                Map.of("p", 5));
    }

    @Test
    void sumsAndPaddingAreText() throws IOException {
        assertThat(WeightFiles.texts(joined(), true))
                .containsOnlyKeys("p.padding.txt", "s_sum.txt")
                .containsEntry("p.padding.txt", "# shape 1\n5\n")
                .containsEntry(
                        "s_sum.txt",
                        String.join(
                                "\n",
                                "multiplier 300 211 7",
                                "inputZeroPoint 5 0 5",
                                "shift 9",
                                "rounding HALF_AWAY",
                                "outputZeroPoint 14",
                                "clamp 0 255",
                                ""));
        WeightFiles.write(joined(), folder, true);
        Models.assertSame(WeightFiles.read(folder, joined().network()), joined());
    }

    /** One line after another replaced by a wrong one: each is named with its number. */
    @Test
    void wrongLinesOfSumsAreNamed() throws IOException {
        List<String> wrongLines = List.of(
                "multiplier 300 0 7",
                "inputZeroPoint 5 0",
                "shift 63",
                "rounding UP",
                "outputZeroPoint 256",
                "clamp 15 255");
        WeightFiles.write(joined(), folder, true);
        Path file = folder.resolve("s_sum.txt");
        List<String> right = Files.readAllLines(file);
        for (int i = 0; i < wrongLines.size(); i++) {
            List<String> lines = new ArrayList<>(right);
            lines.set(i, wrongLines.get(i));
            Files.write(file, lines);
            assertThatThrownBy(() -> WeightFiles.read(folder, joined().network()))
                    .isInstanceOfSatisfying(
                            IntaglioException.class,
                            e -> assertThat(e.problems()).hasSize(1))
                    .hasMessageContaining("s_sum.txt, line " + (i + 1));
        }
        Files.write(file, right.subList(0, 5));
        Files.delete(folder.resolve("p.padding.txt"));
        assertThatThrownBy(() -> WeightFiles.read(folder, joined().network()))
                .isInstanceOf(IntaglioException.class)
                .hasMessageContainingAll("has 5 lines where there are 6", "p.padding.txt: is missing");
    }

    @Test
    void everythingWrongIsReportedTogether() throws IOException {
        WeightFiles.write(small(), folder, true);
        Files.writeString(folder.resolve("c.weight.txt"), "# shape 1x2x3x1\n0\n256\n3\n-1\n5.0\n");
        Files.delete(folder.resolve("c.bias.txt"));
        Files.writeString(folder.resolve("c_scale_zero.txt"), "NaN\n300\n1e3\n63\nUP\n");
        Files.writeString(folder.resolve("d.weight.txt"), "0\n".repeat(11));
        Files.writeString(folder.resolve("d.bias.txt"), "# shape 2\n1\n9223372036854775808\n");
        Files.writeString(folder.resolve("d_scale_zero.txt"), "0.5\n3\n");
        assertThatThrownBy(() -> WeightFiles.read(folder, small().network()))
                .isInstanceOfSatisfying(IntaglioException.class, e -> {
                    assertThat(e.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
                    assertThat(e.problems())
                            .allSatisfy(p -> assertThat(p.toString()).doesNotContain("\n"));
                })
                .hasMessageContainingAll(
                        "c.weight.txt, line 1: says '# shape 1x2x3x1' where the network has '# shape 1x2x1x3'",
                        "c.weight.txt: holds 5 values where shape 1x2x1x3 has 6",
                        "c.weight.txt, line 3: '256' is not an integer in 0..255, nor are 2 more lines",
                        "c.bias.txt: is missing",
                        "c_scale_zero.txt, line 1",
                        "c_scale_zero.txt, line 2",
                        "c_scale_zero.txt, line 3",
                        "c_scale_zero.txt, line 4",
                        "c_scale_zero.txt, line 5",
                        "d.weight.txt: holds 11 values where shape 2x6 has 12",
                        "d.bias.txt, line 3",
                        "d_scale_zero.txt: has 2 lines");
    }

    @Test
    void elidedTensorDumpsAreRefused() throws IOException {
        WeightFiles.write(small(), folder, false);
        Files.writeString(folder.resolve("c.weight.txt"), "tensor([[[[0, 255, ..., 6]]]])\n");
        assertThatThrownBy(() -> WeightFiles.read(folder, small().network()))
                .isInstanceOf(IntaglioException.class)
                .hasMessageContaining("c.weight.txt, line 1");
        Files.write(folder.resolve("c.weight.txt"), new byte[] {(byte) 0xff, (byte) 0xfe, 0});
        assertThatThrownBy(() -> WeightFiles.read(folder, small().network()))
                .isInstanceOf(IntaglioException.class)
                .hasMessageContaining("not text in UTF-8");
        Files.writeString(folder.resolve("c.weight.txt"), "0\n".repeat(100_000));
        assertThatThrownBy(() -> WeightFiles.read(folder, small().network()))
                .isInstanceOf(IntaglioException.class)
                .hasMessageContaining("has 200000 bytes");
    }

    @Test
    void existingFilesAreNotOverwritten() throws IOException {
        Files.writeString(folder.resolve("d.bias.txt"), "mine");
        assertThatThrownBy(() -> WeightFiles.write(small(), folder, true))
                .isInstanceOf(IntaglioException.class)
                .hasMessageContaining("d.bias.txt: exists already");
        assertThat(Files.readString(folder.resolve("d.bias.txt"))).isEqualTo("mine");
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left).hasSize(1);
        }
    }

    @Test
    void unwritableFolderIsAnError() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "");
        assertThatThrownBy(() -> WeightFiles.write(small(), file.resolve("weights"), true))
                .isInstanceOf(IntaglioException.class)
                .hasMessageContaining("cannot be written");
    }
}
