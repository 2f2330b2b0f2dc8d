package intaglio.frontend.archive;

import intaglio.diag.IntaglioException;
import intaglio.diag.Printable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/**
 * A zip file that nobody vouches for: names are unique, an entry unpacks to no more than its reader wants, and to what
 * the directory says.
 */
public final class ZipArchive implements AutoCloseable {

    private static final String DAMAGED = "the file is cut off or damaged: save or download it again";

    /** Weights are stored without compression mostly; what others pack shrinks little, as trained weights are noise. */
    private static final int MAX_EXPANSION = 100;

    private static final int SMALL_BYTES = 1 << 16;

    private final String file;
    private final ZipFile zip;
    private final Map<String, ZipEntry> entries = new LinkedHashMap<>();

    private ZipArchive(String file, ZipFile zip) {
        this.file = file;
        this.zip = zip;
    }

    /**
     * Opens a file.
     *
     * @throws IntaglioException (exit code 3) where its directory is damaged, or has a name twice
     */
    public static ZipArchive open(Path file) throws IOException {
        return open(file, file.toString());
    }

    /** The same, where messages call the file otherwise. */
    public static ZipArchive open(Path file, String shown) throws IOException {
        ZipFile zip = null;
        try {
            zip = new ZipFile(file.toFile());
            ZipArchive archive = new ZipArchive(shown, zip);
            archive.readDirectory();
            return archive;
        } catch (ZipException | IllegalArgumentException e) {
            // Names that are not UTF-8 come as IllegalArgumentException.
            close(zip);
            throw IntaglioException.badInput(shown, "a damaged zip file (" + e.getMessage() + ")", DAMAGED);
        } catch (IntaglioException e) {
            close(zip);
            throw e;
        }
    }

    private static void close(ZipFile zip) throws IOException {
        if (zip != null) {
            zip.close();
        }
    }

    /** The directory as it stands: a lookup by name would quietly choose one of two entries of the same name. */
    private void readDirectory() {
        zip.stream().forEach(entry -> {
            if (entries.put(entry.getName(), entry) != null) {
                throw IntaglioException.badInput(
                        file, "a zip file with two entries named '" + Printable.of(entry.getName()) + "'", DAMAGED);
            }
        });
    }

    /** Names of the entries, in the order of the directory. */
    public Set<String> names() {
        return Collections.unmodifiableSet(entries.keySet());
    }

    /** Bytes of an entry as the directory says; -1 where there is none. */
    public long size(String name) {
        ZipEntry entry = entries.get(name);
        return entry == null ? -1 : entry.getSize();
    }

    /**
     * The content of an entry, checked against its size and checksum.
     *
     * @param limit bytes at most
     * @throws IntaglioException (exit code 3) where it is larger, packed too well to be weights, or damaged
     */
    public byte[] bytes(String name, long limit) throws IOException {
        ZipEntry entry = entries.get(name);
        String where = file + ": " + Printable.of(name);
        checkSize(entry, limit, where);
        long size = entry.getSize();
        byte[] bytes;
        try (InputStream stream = zip.getInputStream(entry)) {
            bytes = stream.readNBytes((int) size + 1);
        } catch (IOException e) {
            throw IntaglioException.badInput(where, "cannot be unpacked (" + e.getMessage() + ")", DAMAGED);
        }
        CRC32 checksum = new CRC32();
        checksum.update(bytes);
        if (bytes.length != size || checksum.getValue() != entry.getCrc()) {
            throw IntaglioException.badInput(
                    where,
                    String.format(
                            "has %d bytes with checksum %08x, the zip directory says %d with %08x",
                            bytes.length, checksum.getValue(), size, entry.getCrc()),
                    DAMAGED);
        }
        return bytes;
    }

    private static void checkSize(ZipEntry entry, long limit, String where) {
        long size = entry.getSize();
        if (size > limit) {
            throw IntaglioException.badInput(
                    where, "unpacks to " + size + " bytes, at most " + limit + " are read", DAMAGED);
        }
        if (size > SMALL_BYTES && size / MAX_EXPANSION > entry.getCompressedSize()) {
            throw IntaglioException.badInput(
                    where,
                    "unpacks from " + entry.getCompressedSize() + " to " + size + " bytes, at most " + MAX_EXPANSION
                            + " times its size is accepted",
                    "this is a zip bomb, not weights: get the file from its author again");
        }
    }

    @Override
    public void close() throws IOException {
        zip.close();
    }
}
