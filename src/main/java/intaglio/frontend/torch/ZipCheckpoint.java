package intaglio.frontend.torch;

import intaglio.diag.IntaglioException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/**
 * The zip format: {@code <root>/data.pkl} with the pickle, {@code <root>/data/<key>} with the storages and, from
 * PyTorch 2 on, {@code <root>/byteorder}.
 */
final class ZipCheckpoint implements StorageSource {

    private static final String PICKLE = "/data.pkl";
    private static final int MAX_PICKLE_BYTES = 1 << 24;

    /** PyTorch stores without compression; what others pack shrinks little, as trained weights are noise. */
    private static final int MAX_EXPANSION = 100;

    private static final int SMALL_BYTES = 1 << 16;

    private final Path file;
    private final ZipFile zip;
    private final Map<String, ZipEntry> entries;
    private final String root;

    private ZipCheckpoint(Path file, ZipFile zip) {
        this.file = file;
        this.zip = zip;
        this.entries = entries(file, zip);
        this.root = findRoot();
    }

    /** The directory as it stands: a lookup by name would quietly choose one of two entries of the same name. */
    private static Map<String, ZipEntry> entries(Path file, ZipFile zip) {
        Map<String, ZipEntry> entries = new LinkedHashMap<>();
        zip.stream().forEach(entry -> {
            if (entries.put(entry.getName(), entry) != null) {
                throw IntaglioException.badInput(
                        file.toString(),
                        "a zip file with two entries named '" + PickleInput.printable(entry.getName()) + "'",
                        PickleInput.DAMAGED);
            }
        });
        return entries;
    }

    static Checkpoint read(Path file) throws IOException {
        try (ZipFile zip = new ZipFile(file.toFile())) {
            ZipCheckpoint checkpoint = new ZipCheckpoint(file, zip);
            return CheckpointReader.tensors(file, checkpoint.unpickle(), checkpoint);
        } catch (ZipException | IllegalArgumentException e) {
            // Names that are not UTF-8 come as IllegalArgumentException.
            throw IntaglioException.badInput(
                    file.toString(), "a damaged zip file (" + e.getMessage() + ")", PickleInput.DAMAGED);
        }
    }

    private Object unpickle() throws IOException {
        String name = root + PICKLE;
        ByteBuffer pickle = ByteBuffer.wrap(bytes(entries.get(name), MAX_PICKLE_BYTES));
        Unpickler unpickler = new Unpickler(new PickleInput(pickle, file + ": " + name));
        return unpickler.load();
    }

    private String findRoot() {
        IntaglioException other = OtherFormats.ofZip(file, entries.keySet());
        if (other != null) {
            throw other;
        }
        List<String> pickles = entries.keySet().stream()
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
        ZipEntry entry = entries.get(name);
        if (entry == null || entry.getSize() != storage.bytes()) {
            throw IntaglioException.badInput(
                    file + ": " + PickleInput.printable(name),
                    entry == null
                            ? "the storage is missing"
                            : "the storage has " + entry.getSize() + " bytes, but " + storage.elements() + " x "
                                    + storage.type() + " take " + storage.bytes(),
                    PickleInput.DAMAGED);
        }
        return ByteBuffer.wrap(bytes(entry, storage.bytes())).order(byteOrder());
    }

    private ByteOrder byteOrder() throws IOException {
        ZipEntry entry = entries.get(root + "/byteorder");
        String order = entry == null ? "little" : new String(bytes(entry, 16), StandardCharsets.US_ASCII).strip();
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

    /** The content of an entry of at most {@code limit} bytes, checked against its size and checksum. */
    private byte[] bytes(ZipEntry entry, long limit) throws IOException {
        String where = file + ": " + PickleInput.printable(entry.getName());
        long size = entry.getSize();
        if (size > limit) {
            throw IntaglioException.badInput(
                    where, "unpacks to " + size + " bytes, at most " + limit + " are read", PickleInput.DAMAGED);
        }
        if (size > SMALL_BYTES && size / MAX_EXPANSION > entry.getCompressedSize()) {
            throw IntaglioException.badInput(
                    where,
                    "unpacks from " + entry.getCompressedSize() + " to " + size + " bytes, at most " + MAX_EXPANSION
                            + " times its size is accepted",
                    "this is a zip bomb, not weights: get the file from its author again");
        }
        byte[] bytes;
        try (InputStream stream = zip.getInputStream(entry)) {
            bytes = stream.readNBytes((int) size + 1);
        } catch (IOException e) {
            throw IntaglioException.badInput(where, "cannot be unpacked (" + e.getMessage() + ")", PickleInput.DAMAGED);
        }
        CRC32 checksum = new CRC32();
        checksum.update(bytes);
        if (bytes.length != size || checksum.getValue() != entry.getCrc()) {
            throw IntaglioException.badInput(
                    where,
                    String.format(
                            "has %d bytes with checksum %08x, the zip directory says %d with %08x",
                            bytes.length, checksum.getValue(), size, entry.getCrc()),
                    PickleInput.DAMAGED);
        }
        return bytes;
    }
}
