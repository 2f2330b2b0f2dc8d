package intaglio.frontend.torch;

import intaglio.diag.IntaglioException;
import intaglio.frontend.archive.ZipArchive;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/**
 * The zip format: {@code <root>/data.pkl} with the pickle, {@code <root>/data/<key>} with the storages and, from
 * PyTorch 2 on, {@code <root>/byteorder}.
 */
final class ZipCheckpoint implements StorageSource {

    private static final String PICKLE = "/data.pkl";
    private static final int MAX_PICKLE_BYTES = 1 << 24;

    private final Path file;
    private final ZipArchive zip;
    private final String root;

    private ZipCheckpoint(Path file, ZipArchive zip) {
        this.file = file;
        this.zip = zip;
        this.root = findRoot();
    }

    static Checkpoint read(Path file) throws IOException {
        return read(file, file);
    }

    /** The same, where messages call the file otherwise. */
    static Checkpoint read(Path place, Path file) throws IOException {
        try (ZipArchive zip = ZipArchive.open(place, file.toString())) {
            ZipCheckpoint checkpoint = new ZipCheckpoint(file, zip);
            return CheckpointReader.tensors(file, checkpoint.unpickle(), checkpoint);
        }
    }

    private Object unpickle() throws IOException {
        String name = root + PICKLE;
        ByteBuffer pickle = ByteBuffer.wrap(zip.bytes(name, MAX_PICKLE_BYTES));
        Unpickler unpickler = new Unpickler(new PickleInput(pickle, file + ": " + name));
        return unpickler.load();
    }

    private String findRoot() {
        List<String> pickles = zip.names().stream()
                .filter(name -> name.matches("[^/]+/data\\.pkl"))
                .toList();
        if (pickles.size() != 1) {
            throw IntaglioException.badInput(
                    file.toString(),
                    "a zip file with " + pickles.size() + " entries named <folder>" + PICKLE + ", a .pth has 1",
                    "save it with torch.save(model.state_dict(), 'model.pth')");
        }
        return pickles.get(0).substring(0, pickles.get(0).length() - PICKLE.length());
    }

    @Override
    public ByteBuffer read(StorageReference storage) throws IOException {
        String name = root + "/data/" + storage.key();
        long size = zip.size(name);
        if (size != storage.bytes()) {
            throw IntaglioException.badInput(
                    file + ": " + PickleInput.printable(name),
                    size < 0
                            ? "the storage is missing"
                            : "the storage has " + size + " bytes, but " + storage.elements() + " x " + storage.type()
                                    + " take " + storage.bytes(),
                    PickleInput.DAMAGED);
        }
        return ByteBuffer.wrap(zip.bytes(name, storage.bytes())).order(byteOrder());
    }

    private ByteOrder byteOrder() throws IOException {
        String name = root + "/byteorder";
        String order =
                zip.size(name) < 0 ? "little" : new String(zip.bytes(name, 16), StandardCharsets.US_ASCII).strip();
        return switch (order) {
            case "little" -> ByteOrder.LITTLE_ENDIAN;
            case "big" -> ByteOrder.BIG_ENDIAN;
            default ->
                throw IntaglioException.badInput(
                        file + ": " + root + "/byteorder",
                        "byte order '" + PickleInput.printable(order) + "' is neither 'little' nor 'big'",
                        PickleInput.DAMAGED);
        };
    }
}
