package intaglio.cli;

import intaglio.diag.ExitCode;
import intaglio.export.NewFiles;
import intaglio.export.model.ModelFiles;
import intaglio.frontend.ModelHints;
import intaglio.frontend.ModelReader;
import intaglio.graph.FloatModel;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.cli.Options;

/** {@code convert}: the trained network as it was understood, in a format that other tools read. */
final class ConvertVerb implements Verb {

    private static final String ONNX = "onnx";
    private static final String NETWORK = "network";

    @Override
    public String name() {
        return "convert";
    }

    @Override
    public String summary() {
        return "write the trained network, as it was understood, as an ONNX file or as network file and weights";
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
        options.addOption(VerbOption.value("to", "F", "'" + ONNX + "' or '" + NETWORK + "'"));
        options.addOption(VerbOption.file("network", "the graph, for a model file without one (docs/network-json.md)"));
        HintOptions.addTo(options);
        return options;
    }

    @Override
    public List<String> details() {
        return List.of(
                "onnx: <network>.onnx, float32; its input is the bytes of the image, what they stand for is computed in",
                "it. Batch normalizations are folded, a softmax at the end is left out.",
                "network: <network>.json, a network file, and <network>.safetensors, the weights by layer.",
                "Either can be checked in another tool, and read again.");
    }

    @Override
    public ExitCode run(Arguments arguments, Console console) {
        Path file = arguments.operand(0).orElse(Path.of(""));
        Optional<Path> network = arguments.path("network");
        ModelHints hints = HintOptions.from(arguments);
        Optional<Path> out = arguments.requiredPath("out");
        boolean onnx = format(arguments).equals(ONNX);
        arguments.throwIfWrong();
        FloatModel model = ModelReader.read(file, network.orElse(null), hints);
        Map<String, byte[]> files = onnx ? ModelFiles.onnx(model) : ModelFiles.network(model);
        NewFiles.write(out.orElseThrow(), files);
        InputReport.print(model, console);
        if (model.given().isPresent()) {
            console.print("note: the file's own quantization is left out; its weights are written as floats, exactly");
        }
        files.keySet()
                .forEach(name -> console.print("written: " + out.orElseThrow().resolve(name)));
        return ExitCode.OK;
    }

    private static String format(Arguments arguments) {
        String format = arguments.text("to").orElse("");
        if (!List.of(ONNX, NETWORK).contains(format)) {
            arguments.wrong(
                    format.isEmpty() ? "--to is missing" : "--to is '" + format + "'",
                    "give --to " + ONNX + " or --to " + NETWORK);
        }
        return format;
    }
}
