package intaglio.frontend.torch;

import intaglio.diag.IntaglioException;
import intaglio.diag.Problems;
import intaglio.frontend.archive.ZipArchive;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Pickles in a zip file: {@code <root>/<name>.pkl} with objects, {@code <root>/<name>/<key>} with the elements of their
 * tensors.
 */
public final class PickleArchive {

    private static final int MAX_PICKLE_BYTES = 1 << 24;
    private static final long MAX_ELEMENTS = 1 << 25;
    private static final long MAX_STORAGE_BYTES = 1 << 28;

    private final String file;
    private final ZipArchive zip;
    private final String root;
    private final Map<String, Tensor> tensors = new HashMap<>();
    private long elements;

    /**
     * Such a file.
     *
     * @param file what messages call it
     * @param root folder of the entries
     */
    public PickleArchive(String file, ZipArchive zip, String root) {
        this.file = file;
        this.zip = zip;
        this.root = root;
    }

    /** What a pickle holds: {@link PickleObject}, {@link PickleDict}, {@link TensorView} and so on; null without an entry. */
    public Object load(String name) throws IOException {
        String entry = root + "/" + name + ".pkl";
        if (zip.size(entry) < 0) {
            return null;
        }
        ByteBuffer pickle = ByteBuffer.wrap(zip.bytes(entry, MAX_PICKLE_BYTES));
        return new Unpickler(new PickleInput(pickle, file + ": " + entry)).load();
    }

    /** The whole module that {@code data.pkl} holds, by itself or under a usual key. */
    public Optional<PickleObject> module() throws IOException {
        return StateDict.module(load("data"));
    }

    /**
     * The elements of a tensor.
     *
     * @param pickle name of the pickle that it comes from
     * @param name what the tensor is called from now on
     */
    public Tensor tensor(String pickle, String name, TensorView view) throws IOException {
        Tensor known = tensors.get(pickle + ":" + name);
        if (known != null) {
            return known;
        }
        String where = file + ": " + PickleInput.printable(name);
        String problem = view.problem();
        elements += problem == null ? Math.min(view.elements(), MAX_ELEMENTS + 1) : 0;
        String entry = root + "/" + pickle + "/" + view.storage().key();
        if (problem == null && elements > MAX_ELEMENTS) {
            problem = "is one tensor too many: together they have more than " + MAX_ELEMENTS + " elements";
        } else if (problem == null && zip.size(entry) != view.storage().bytes()) {
            problem = "has its elements in '" + PickleInput.printable(entry) + "', of " + zip.size(entry)
                    + " bytes instead of " + view.storage().bytes();
        }
        if (problem != null) {
            throw IntaglioException.badInput(where, problem, PickleInput.DAMAGED);
        }
        Problems problems = new Problems();
        ByteBuffer bytes = ByteBuffer.wrap(zip.bytes(entry, MAX_STORAGE_BYTES)).order(ByteOrder.LITTLE_ENDIAN);
        Tensor tensor = new Tensor(name, view.intShape(), view.values(bytes, where, problems));
        problems.throwIfAny();
        tensors.put(pickle + ":" + name, tensor);
        return tensor;
    }
}
