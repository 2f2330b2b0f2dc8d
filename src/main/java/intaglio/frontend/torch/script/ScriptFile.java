package intaglio.frontend.torch.script;

import intaglio.diag.IntaglioException;
import intaglio.diag.Printable;
import intaglio.frontend.archive.ZipArchive;
import intaglio.frontend.torch.PickleArchive;
import intaglio.frontend.torch.PickleObject;
import intaglio.frontend.torch.PickleTuple;
import intaglio.frontend.torch.Tensor;
import intaglio.frontend.torch.TensorView;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The entries of a TorchScript file. */
final class ScriptFile {

    static final String HELP =
            "write the network without loops and branches that depend on the image, or export it with"
                    + " torch.onnx.export (docs/files.md)";

    private static final String CODE = "/code/__torch__";
    private static final int MAX_SOURCE_BYTES = 1 << 22;
    private static final String DATA = "data";
    private static final String CONSTANTS = "constants";

    private final String file;
    private final ZipArchive zip;
    private final String root;
    private final PickleArchive pickles;
    private final Map<String, Source> sources = new HashMap<>();
    private Object constants;

    private ScriptFile(Path file, ZipArchive zip, String root) {
        this.file = file.toString();
        this.zip = zip;
        this.root = root;
        this.pickles = new PickleArchive(this.file, zip, root);
    }

    /** Empty for any other zip file. */
    static Optional<ScriptFile> of(Path file, ZipArchive zip) {
        return zip.names().stream()
                .filter(name -> name.indexOf(CODE) > 0 && name.indexOf('/') == name.indexOf(CODE))
                .findFirst()
                .map(name -> new ScriptFile(file, zip, name.substring(0, name.indexOf('/'))));
    }

    String file() {
        return file;
    }

    /** The network. */
    ScriptModule network() throws IOException {
        if (pickles.load(DATA) instanceof PickleObject object) {
            constants = pickles.load(CONSTANTS);
            return new ScriptModule("", object);
        }
        throw IntaglioException.badInput(file, "is a TorchScript file whose data.pkl holds no module", "save it again");
    }

    /** The images that the network was traced with; empty for a scripted one. */
    Optional<long[]> tracedImage() throws IOException {
        Object traced = pickles.load("traced_inputs");
        return TracedInputs.shape(traced);
    }

    /** A tensor of the network by the name that it has in the state_dict. */
    Tensor tensor(String name, TensorView view) {
        return tensor(DATA, name, view);
    }

    private Tensor tensor(String pickle, String name, TensorView view) {
        try {
            return pickles.tensor(pickle, name, view);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** {@code CONSTANTS.c0}; a tensor or plain data. */
    Object constant(String name) {
        int index = name.matches("c\\d{1,6}") ? Integer.parseInt(name.substring(1)) : -1;
        Object value =
                constants instanceof PickleTuple tuple && 0 <= index && index < tuple.size() ? tuple.get(index) : null;
        return value instanceof TensorView view ? tensor(CONSTANTS, CONSTANTS + "." + name, view) : value;
    }

    /**
     * The entry with a class or function.
     *
     * @param path {@code __torch__.torch.nn.functional.relu}
     */
    Source source(String path) {
        int last = path.lastIndexOf('.');
        String entry = root + "/code/" + (last < 0 ? path : path.substring(0, last)).replace('.', '/') + ".py";
        Source known = sources.get(entry);
        if (known != null) {
            return known;
        }
        if (zip.size(entry) < 0) {
            throw IntaglioException.badInput(
                    file, "has no '" + Printable.of(entry) + "', which its code needs", "save it again");
        }
        try {
            String text = new String(zip.bytes(entry, MAX_SOURCE_BYTES), StandardCharsets.UTF_8);
            Source source = Parser.parse(file + ": " + Printable.of(entry), text);
            sources.put(entry, source);
            return source;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
