package intaglio.frontend.torch;

import intaglio.diag.IntaglioException;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The legacy format (PyTorch before 1.6): pickles with a magic number, the protocol version, the system's sizes, the
 * object and the list of storage keys; then per key a 64-bit count of elements and the elements, little-endian.
 */
final class LegacyCheckpoint {

    private static final BigInteger MAGIC = new BigInteger("1950a86a20f9469cfc6c", 16);
    private static final long PROTOCOL = 1001;
    private static final int MAX_PICKLE_BYTES = 1 << 24;

    private final Path file;
    private final ByteBuffer bytes;

    private LegacyCheckpoint(Path file, ByteBuffer bytes) {
        this.file = file;
        this.bytes = bytes;
    }

    static Checkpoint read(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file)) {
            ByteBuffer bytes = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size());
            return new LegacyCheckpoint(file, bytes).read();
        }
    }

    private Checkpoint read() throws IOException {
        if (!MAGIC.equals(pickle().load())) {
            throw IntaglioException.badInput(
                    file.toString(),
                    "a bare pickle, not written by torch.save",
                    "save it with torch.save(model.state_dict(), 'model.pth')");
        }
        Object protocol = pickle().load();
        if (!Long.valueOf(PROTOCOL).equals(protocol)) {
            throw damaged("protocol version is not " + PROTOCOL);
        }
        pickle().load(); // sizes of the writing machine; the data is little-endian whatever they say
        Unpickler unpickler = pickle();
        Object root = unpickler.load();
        Map<String, ByteBuffer> storages = slices(pickle().load(), unpickler.storages());
        return CheckpointReader.tensors(file, root, storage -> {
            ByteBuffer slice = storages.get(storage.key());
            if (slice == null) {
                throw damaged("the storage '" + PickleInput.printable(storage.key()) + "' is missing");
            }
            return slice;
        });
    }

    /** The next pickle; running it moves the position of {@link #bytes} behind it. */
    private Unpickler pickle() {
        bytes.limit((int) Math.min(bytes.capacity(), (long) bytes.position() + MAX_PICKLE_BYTES));
        return new Unpickler(new PickleInput(bytes, file.toString()));
    }

    private Map<String, ByteBuffer> slices(Object keys, Map<String, StorageReference> storages) {
        if (!(keys instanceof List<?> list)) {
            throw damaged("the list of storages is missing");
        }
        bytes.limit(bytes.capacity()).order(ByteOrder.LITTLE_ENDIAN);
        Map<String, ByteBuffer> slices = new HashMap<>();
        for (Object key : list) {
            StorageReference storage = key instanceof String name ? storages.get(name) : null;
            if (storage == null) {
                throw damaged("offset " + bytes.position() + ": the list of storages names one that nothing uses");
            }
            slices.put(storage.key(), slice(storage));
        }
        if (bytes.hasRemaining()) {
            throw damaged("offset " + bytes.position() + ": " + bytes.remaining() + " bytes after the last storage");
        }
        return slices;
    }

    private ByteBuffer slice(StorageReference storage) {
        int start = bytes.position();
        String where = "offset " + start + ": storage '" + PickleInput.printable(storage.key()) + "' ";
        if (bytes.remaining() < Long.BYTES) {
            throw damaged(where + "is missing, the file ends here");
        }
        long elements = bytes.getLong();
        if (elements != storage.elements()) {
            throw damaged(where + "has " + elements + " elements, the pickle says " + storage.elements());
        }
        if (storage.bytes() > bytes.remaining()) {
            throw damaged(where + "takes " + storage.bytes() + " bytes, but only " + bytes.remaining() + " are left");
        }
        ByteBuffer slice = bytes.slice(bytes.position(), (int) storage.bytes()).order(ByteOrder.LITTLE_ENDIAN);
        bytes.position(bytes.position() + (int) storage.bytes());
        return slice;
    }

    private IntaglioException damaged(String what) {
        return IntaglioException.badInput(file.toString(), what, PickleInput.DAMAGED);
    }
}
