package intaglio.cli;

import intaglio.diag.ExitCode;
import intaglio.export.WeightFiles;
import intaglio.export.onnx.OnnxExport;
import intaglio.graph.IntegerModel;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.commons.cli.Options;

/** {@code export}: the integer network as text files or as an ONNX graph of integer operators. */
final class ExportVerb implements Verb {

    private static final String TEXT = "text";
    private static final String ONNX = "onnx";

    @Override
    public String name() {
        return "export";
    }

    @Override
    public String summary() {
        return "write the integer network as text files or as an ONNX graph of integer operators";
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
        options.addOption(VerbOption.value("format", "F", "'" + TEXT + "' (default) or '" + ONNX + "'"));
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
                "onnx: <network>-integer.onnx; onnxruntime computes the same integers from it (docs/onnx-export.md).");
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
        } else {
            WeightFiles.write(model, out.orElseThrow(), shapeHeader);
            InputReport.print(loaded.trained(), console);
            console.print(model.network().weightedLayers().size() * 3 + " files in " + out.orElseThrow());
        }
        return ExitCode.OK;
    }

    private static String format(Arguments arguments) {
        String format = arguments.text("format").orElse(TEXT);
        if (!List.of(TEXT, ONNX).contains(format)) {
            arguments.wrong("--format is '" + format + "'", "give '" + TEXT + "' or '" + ONNX + "'");
        }
        if (format.equals(ONNX) && arguments.has("no-header")) {
            arguments.wrong("--no-header is for text files, --format is '" + ONNX + "'", "leave one of them out");
        }
        return format;
    }
}
