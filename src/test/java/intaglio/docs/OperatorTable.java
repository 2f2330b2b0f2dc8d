package intaglio.docs;

import intaglio.data.ImageSet;
import intaglio.diag.IntaglioException;
import intaglio.export.WeightFiles;
import intaglio.export.onnx.OnnxExport;
import intaglio.floating.FloatNetwork;
import intaglio.frontend.NetworkJson;
import intaglio.golden.GoldenModel;
import intaglio.golden.ReferenceModel;
import intaglio.graph.FloatModel;
import intaglio.graph.IntegerModel;
import intaglio.graph.Network;
import intaglio.op.Layer;
import intaglio.plan.Plan;
import intaglio.quant.ActivationRange;
import intaglio.quant.Uint8Options;
import intaglio.quant.Uint8Quantizer;
import intaglio.quant.WideQuantizer;
import intaglio.range.RangeAnalysis;
import intaglio.range.RangeChecker;
import intaglio.range.Ranges;
import intaglio.range.RangesJson;
import intaglio.rtl.Compilation;
import intaglio.testing.RandomFloatModels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The text of docs/operators.md, found out by giving each sample to each stage of the compiler. */
final class OperatorTable {

    private static final String HEAD = """
            # Operators

            Which operator each stage of the compiler takes. A test makes this page: it gives a small network for each row to each
            stage, and writes down what a stage refuses in its own words. Where the page differs from what the compiler does,
            `OperatorsTest` is red and leaves the right page in `target/`:

                mvn test -Dtest=OperatorsTest; cp target/operators.md docs/

            | column | the row's network |
            |---|---|
            | network file | is written as `network.json` and read back ([its keys](network-json.md)) |
            | models | runs in float32 and in integers ([definition](NUMERICS.md)); both golden models agree and its ranges are confirmed |
            | wide, uint8 | is quantized |
            | text, ONNX | is exported; the text is read back |
            | Verilog | becomes hardware in both arithmetics; that it computes the same is for [`verify`](VERIFICATION.md) to see |

            Which nodes of an ONNX file become which operator: [onnx.md](onnx.md).
            """;

    private static final int MULTIPLIERS = 24;

    /** A stage; it throws where it refuses. */
    private interface Stage {

        void run(Sample sample) throws IOException;
    }

    /** A row's network with what is made of it. */
    private record Sample(FloatModel trained, Path folder) {

        IntegerModel wide() {
            return WideQuantizer.quantize(trained, 8).model();
        }

        IntegerModel uint8() {
            Map<String, ActivationRange> ranges = trained.network().scaledLayers().stream()
                    .collect(Collectors.toMap(Layer::label, layer -> new ActivationRange(-1.5, 2)));
            return Uint8Quantizer.quantize(trained, ranges, Uint8Options.of(true))
                    .model();
        }

        /** Those arithmetics that take it. */
        List<IntegerModel> integers() {
            List<IntegerModel> models = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
                try {
                    models.add(i == 0 ? wide() : uint8());
                } catch (IntaglioException refused) {
                    // Told in the column of that arithmetic.
                }
            }
            return models;
        }
    }

    private final Map<String, Stage> stages = new LinkedHashMap<>();
    private final List<String> notes = new ArrayList<>();
    private final Path folder;

    private OperatorTable(Path folder) {
        this.folder = folder;
        stages.put("network file", OperatorTable::networkFile);
        stages.put("models", OperatorTable::models);
        stages.put("wide", Sample::wide);
        stages.put("uint8", Sample::uint8);
        stages.put("text", OperatorTable::weightText);
        stages.put("ONNX", sample -> sample.integers().forEach(OnnxExport::bytes));
        stages.put("Verilog", OperatorTable::verilog);
    }

    /**
     * The page.
     *
     * @param folder for files of the stages
     */
    static String text(Path folder) throws IOException {
        return new OperatorTable(folder).text();
    }

    private String text() throws IOException {
        StringBuilder text = new StringBuilder(HEAD).append('\n');
        text.append("| operator | ").append(String.join(" | ", stages.keySet())).append(" |\n");
        text.append("|---".repeat(stages.size() + 1)).append("|\n");
        for (Map.Entry<String, Network> row : OperatorSamples.all().entrySet()) {
            text.append("| ").append(row.getKey());
            for (Stage stage : stages.values()) {
                text.append(" | ").append(cell(stage, row.getValue()));
            }
            text.append(" |\n");
        }
        for (int i = 0; i < notes.size(); i++) {
            text.append(i == 0 ? "\n" : "")
                    .append(i + 1)
                    .append(". ")
                    .append(notes.get(i))
                    .append('\n');
        }
        return text.toString();
    }

    /** That the stage takes it, or the number of the note that says what the stage says. */
    private String cell(Stage stage, Network network) throws IOException {
        try {
            stage.run(new Sample(RandomFloatModels.of(network, 5, 2), Files.createTempDirectory(folder, "row")));
            return "yes";
        } catch (IntaglioException refused) {
            String said = refused.problems().stream()
                    .map(problem -> problem.toString().replaceAll("\\S*/(?=network\\.json)", ""))
                    .collect(Collectors.joining("; "));
            if (!notes.contains(said)) {
                notes.add(said);
            }
            return "(" + (notes.indexOf(said) + 1) + ")";
        }
    }

    private static void networkFile(Sample sample) throws IOException {
        Network network = sample.trained().network();
        Path file = Files.writeString(sample.folder().resolve("network.json"), NetworkJson.write(network));
        check(NetworkJson.read(file).equals(network), "the network file");
    }

    private static void models(Sample sample) {
        ImageSet images = RandomFloatModels.noise(sample.trained().network().input(), 3, 9);
        new FloatNetwork(sample.trained()).outputs(images, 0, 3);
        for (IntegerModel model : sample.integers()) {
            long[][] fast = new GoldenModel(model).logits(images, 0, 3);
            for (int image = 0; image < 3; image++) {
                long[] slow = new ReferenceModel(model)
                        .run(images.pixels(), images.offset(image))
                        .logits();
                check(Arrays.equals(fast[image], slow), "the golden models");
            }
            String ranges = RangesJson.write(RangeAnalysis.of(model));
            check(RangeChecker.differences(ranges, model).isEmpty(), "the ranges");
        }
    }

    private static void weightText(Sample sample) throws IOException {
        for (IntegerModel model : sample.integers()) {
            Path written = Files.createTempDirectory(sample.folder(), "weights");
            WeightFiles.write(model, written, true);
            check(WeightFiles.read(written, model.network()).sums().equals(model.sums()), "the weights as text");
        }
    }

    private static void verilog(Sample sample) {
        for (IntegerModel model : sample.integers()) {
            Ranges ranges = RangeAnalysis.of(model);
            new Compilation(model, ranges, Plan.of(model, ranges, MULTIPLIERS)).files();
        }
    }

    private static void check(boolean same, String what) {
        if (!same) {
            throw new AssertionError(what + " differ");
        }
    }
}
