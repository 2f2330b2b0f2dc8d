package intaglio.cli;

import intaglio.diag.ExitCode;
import intaglio.diag.IntaglioException;
import intaglio.export.NewFiles;
import intaglio.export.WeightFiles;
import intaglio.export.model.ModelFiles;
import intaglio.export.onnx.OnnxExport;
import intaglio.graph.IntegerModel;
import intaglio.quant.Uint8Quantized;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.cli.Options;

/** {@code export}: the integer network as text files, or as an ONNX graph. */
final class ExportVerb implements Verb {

    private static final String TEXT = "text";
    private static final String ONNX = "onnx";
    private static final String QDQ = "qdq";

    @Override
    public String name() {
        return "export";
    }

    @Override
    public String summary() {
        return "write the integer network as text files or as an ONNX graph, of integers or QDQ";
    }

    @Override
    public List<String> operands() {
        return List.of(ModelOptions.MODEL);
    }

    @Override
    public Options options() {
        Options options = new Options();
        options.addOption(
                VerbOption.value("out", "DIR", "folder for the files; made if it is not there, files in it are kept"));
        options.addOption(VerbOption.value("format", "F", "'" + TEXT + "' (default), '" + ONNX + "' or '" + QDQ + "'"));
        options.addOption(VerbOption.flag("no-header", "leave out the line with the shape of the text files"));
        ModelOptions.addTo(options);
        PreparationOptions.addTo(options);
        return options;
    }

    @Override
    public List<String> details() {
        return List.of(
                "text: <layer>.weight.txt, <layer>.bias.txt and <layer>_scale_zero.txt (S, zero point, multiplier,",
                "shift) for every layer with weights; <layer>_sum.txt for every sum; <layer>.table.txt and",
                "<layer>.padding.txt where a layer has a table, or padding that counts.",
                "onnx: <network>-integer.onnx; onnxruntime computes the same integers from it (docs/onnx-export.md).",
                "qdq: <network>-qdq.onnx; float operators between QuantizeLinear and DequantizeLinear, for tools that",
                "run or compile quantized ONNX models; of uint8 activations only.");
    }

    @Override
    public ExitCode run(Arguments arguments, Console console) {
        ModelOptions modelOptions = ModelOptions.from(arguments);
        Optional<Path> out = arguments.requiredPath("out");
        boolean shapeHeader = !arguments.has("no-header");
        String format = format(arguments);
        PreparationOptions.refuseWithoutCalibration(arguments);
        arguments.throwIfWrong();
        LoadedModel loaded = modelOptions.load(console);
        IntegerModel model = loaded.model();
        if (format.equals(ONNX)) {
            Path file = OnnxExport.write(model, out.orElseThrow());
            InputReport.print(loaded.trained(), console);
            console.print("written: " + file);
        } else if (format.equals(QDQ)) {
            Map<String, byte[]> file = ModelFiles.qdq(loaded.trained().network(), uint8(loaded));
            NewFiles.write(out.orElseThrow(), file);
            InputReport.print(loaded.trained(), console);
            file.keySet().forEach(name -> console.print("written: " + out.get().resolve(name)));
        } else {
            WeightFiles.write(model, out.orElseThrow(), shapeHeader);
            InputReport.print(loaded.trained(), console);
            console.print(model.network().weightedLayers().size() * 3 + " files in " + out.orElseThrow());
        }
        return ExitCode.OK;
    }

    private static Uint8Quantized uint8(LoadedModel loaded) {
        return loaded.uint8()
                .orElseThrow(() -> IntaglioException.badInput(
                        "command line",
                        "--format " + QDQ + " is for uint8 activations, the arithmetic is wide",
                        "add --arithmetic uint8 --calibrate FILE, or give --format " + ONNX));
    }

    private static String format(Arguments arguments) {
        String format = arguments.text("format").orElse(TEXT);
        if (!List.of(TEXT, ONNX, QDQ).contains(format)) {
            arguments.wrong("--format is '" + format + "'", "give '" + TEXT + "', '" + ONNX + "' or '" + QDQ + "'");
        }
        if (!format.equals(TEXT) && arguments.has("no-header")) {
            arguments.wrong("--no-header is for text files, --format is '" + ONNX + "'", "leave one of them out");
        }
        return format;
    }
}
